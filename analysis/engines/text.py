"""Small facts about text in Chinese and English."""

from __future__ import annotations

import re

# Han characters, their extension A, and the compatibility block.
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNIT = re.compile(rf"[{_CJK}]|[^\W_]+(?:['’][^\W_]+)*".replace(r"[^\W_]", rf"[^\W_{_CJK}]"))
_SPACELESS = frozenset({"zh", "ja", "th", "lo", "my", "yue"})


def is_cjk(character: str) -> bool:
    """Whether this is a Han character."""
    return re.fullmatch(f"[{_CJK}]", character) is not None


def units_of(text: str) -> list[str]:
    """The countable units of a text, in order: one per Chinese character, one per word of other languages."""
    return _UNIT.findall(text)


def count_units(text: str) -> int:
    """Number of Chinese characters plus number of words of other languages."""
    return len(units_of(text))


def has_spaces(language: str | None) -> bool:
    """Whether the language is written with spaces between words."""
    return language not in _SPACELESS
