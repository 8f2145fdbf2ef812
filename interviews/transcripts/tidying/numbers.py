"""Spoken Chinese numbers as digits: 一百二十 is 120, 百分之五十 50%, 二零二三年 2023年.

Numbers from ten on, percentages, decimals, years and spelled-out digits become digits. Below ten they stay (三个), and
so do approximate ones (三四十, 十几), fractions, and every word in which a number is no number (一些, 万一, 十分).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from interviews.transcripts.tidying.lexicon import words_of

_DIGITS = dict(zip("零〇一二三四五六七八九两", "001234567892", strict=True))
_D = "零〇一二三四五六七八九"
_N = f"{_D}十百千万亿两"

_FIXED = re.compile("|".join(sorted(words_of("numbers", "fixed"), key=lambda word: (-len(word), word))))
_MONTH = "十[一二]?|[一二三四五六七八九]"
_DAY = "[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_WHOLE = f"(?:[{_D}两](?=[{_N}])|十)[{_N}]*"
_DECIMAL = f"(?:{_WHOLE}|[{_D}两])点[{_D}]+"
_FOUND = re.compile(
    f"百分之(?P<percent>{_DECIMAL}|[{_N}]+)|(?P<fraction>[{_N}]+分之[{_N}]+)"
    f"|(?P<year>[一二][零〇九八七][{_D}]{{2}})(?=年)"
    f"|(?P<month>{_MONTH})(?=月(?:{_DAY})[日号])|(?<=年)(?P<month_of_year>{_MONTH})(?=月)|(?<=月)(?P<day>{_DAY})(?=[日号])"
    f"|(?P<decimal>{_DECIMAL}[万亿]?)|(?P<whole>{_WHOLE})"
)
# 十 alone is a number only before what is counted.
_TEN_COUNTS = re.compile(
    "个|年|月|日|天|号|岁|人|名|位|次|条|项|台|块|元|倍|家|分钟|小时|秒|周|页|行|米|公里|度|层|种|款|点钟"
)
_NO_DECIMAL_AFTER = re.compile("[十百千分刻是些个]")  # three twenty is a time of day; a point may be the first of three
_TIME_OF_DAY = re.compile(f"[{_D}十两]点$")
_APPROXIMATE = re.compile("[一二两三四五六七八九]{2}[十百千万亿]")
_COUNTED_NEXT = re.compile("[个只名位人天年月次块条家项度岁倍元]")
_UNITS_BELOW = {"百": "十", "千": "百", "万": "千", "亿": "千万"}


def numbers_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Where numbers stand in ``text`` and what to write instead, from left to right."""
    fixed = [match.span() for match in _FIXED.finditer(text)]
    for match in _FOUND.finditer(text):
        start, end = match.span()
        if any(start < stop and begin < end for begin, stop in fixed):
            continue
        written = _written(match, text[:start], text[end:])
        if written is not None:
            yield start, end, written


def _written(match: re.Match[str], before: str, after: str) -> str | None:
    """The number in digits; None where it stays as it was said."""
    kind = str(match.lastgroup)
    said = match[kind]
    if kind == "fraction" or after.startswith("几"):
        return None
    if kind == "percent":
        value = "100" if said == "百" else _value(said, after)
        return f"{value}%" if value else None
    if kind == "year":
        return _one_by_one(said)
    if kind == "decimal":
        return None if _NO_DECIMAL_AFTER.match(after) else _decimal(said)
    if kind == "whole":
        return None if _stays(said, before, after) else _value(said, after)
    return _converted(said)


def _stays(said: str, before: str, after: str) -> bool:
    if before.endswith("几") or _TIME_OF_DAY.search(before):
        return True
    return said == "十" and (not _TEN_COUNTS.match(after) or before.endswith("第"))


def _value(said: str, after: str) -> str | None:
    """Digits for a number as it is said; round ones keep 万 and 亿 (三万 is 3万). None for an approximate one."""
    if "点" in said:
        return _decimal(said)
    if all(character in _DIGITS for character in said):
        return _one_by_one(said) if len(said) != 2 else None
    if _APPROXIMATE.search(said):
        return None
    whole = _completed(said)
    if whole != said and _COUNTED_NEXT.match(after):
        return None
    count, unit = (whole[:-1], whole[-1]) if whole[-1] in "万亿" else (whole, "")
    if unit and re.search("[万亿]", count):
        count, unit = whole, ""
    digits = _converted(count)
    return f"{digits}{unit}" if digits else None


def _decimal(said: str) -> str | None:
    unit = said[-1] if said[-1] in "万亿" else ""
    whole, _point, rest = said.removesuffix(unit).partition("点")
    value = _DIGITS.get(whole) or _converted(whole)
    return f"{value}.{_one_by_one(rest)}{unit}" if value else None


def _completed(said: str) -> str:
    """一百二 is short for 一百二十, 三万五 for 三万五千."""
    if len(said) > 2 and said[-1] in "一二三四五六七八九" and said[-2] in _UNITS_BELOW:
        return said + _UNITS_BELOW[said[-2]]
    return said


def _converted(said: str) -> str | None:
    import cn2an

    try:
        return str(cn2an.cn2an(said, "normal"))
    except (ValueError, KeyError):
        return None


def _one_by_one(said: str) -> str:
    return "".join(_DIGITS[character] for character in said)
