"""Reading lists of candidates: pasted lines, or the rows of a table."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from common.tables import reading as tables
from common.tables.reading import Column, read_table
from interviews.models import MOST_EXTERNAL_ID

MOST_ROWS = 5000
COLUMNS = (
    Column(
        key="email",
        heads=(
            "邮箱",
            "E-mail",
            "email",
            "mail",
            "电子邮箱",
            "电子邮件",
            "邮件",
            "邮箱地址",
            "邮件地址",
            "email address",
        ),
        is_required=True,
    ),
    Column(key="name", heads=("姓名", "Name", "名字", "候选人", "候选人姓名", "应聘者", "candidate", "full name")),
    Column(
        key="phone",
        heads=("电话", "Phone", "手机", "手机号", "手机号码", "联系电话", "电话号码", "mobile", "tel"),
    ),
    Column(key="language", heads=("语言", "Language", "邮件语言", "lang")),
    Column(key="deadline", heads=("截止时间", "Deadline", "截止日期", "截止", "due", "until")),
    Column(
        key="external_id",
        heads=("外部编号", "External id", "外部ID", "申请编号", "应聘编号", "应聘ID", "application id"),
    ),
)

_FULL_WIDTH = str.maketrans({"；": ";", "，": ",", "、": ",", "＜": "<", "＞": ">", "＠": "@", "　": " ", "：": ":"})
_ADDRESS = re.compile(r"[^\s<>;,\"'()\[\]|:]+@[^\s<>;,\"'()\[\]|:]+")
_OPENING, _CLOSING = re.compile(r"[<(\[]\s*$"), re.compile(r"^\s*[>)\]]")
_AFTER_ADDRESS = re.compile(r"(?<=>)\s*[;,]|(?<=[\w])\s*[;,](?=[^;,]*@)")
_LABEL = re.compile(r"(姓名|候选人|电子邮箱|邮箱|电话|手机号?|name|e-?mail|phone|mobile|tel)\s*:", re.IGNORECASE)
_PHONE = re.compile(r"(?<![^\s;,|:<>])(\(?\+?\d(?:[\s()\-]{0,2}\d){8,})(?![^\s;,|<>])")
_EXTERNAL_ID = re.compile(r"(?<![^\s;,|<>])#([^\s;,|<>]+)")
_BETWEEN = re.compile(r"\s*([;,|])[\s;,|]*")
_LANGUAGES = {
    "zh": "zh", "cn": "zh", "zh-cn": "zh", "zh-hans": "zh", "chinese": "zh", "中文": "zh", "汉语": "zh",
    "en": "en", "en-us": "en", "en-gb": "en", "english": "en", "英文": "en", "英语": "en",
}  # fmt: skip
_MOMENTS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S",
            "%Y年%m月%d日 %H:%M", "%Y年%m月%d日%H:%M", "%Y.%m.%d %H:%M")  # fmt: skip
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y%m%d")
_is_address = EmailValidator()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a line cannot be used; ``code`` is one of `interviews.inviting.wording`."""

    line: int
    code: str
    params: Mapping[str, Any]
    text: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"line": self.line, "code": self.code, "params": dict(self.params), "text": self.text[:200]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A candidate of a list. ``deadline_at`` is ISO 8601, empty for the list's; ``line`` counts from 1."""

    line: int
    email: str
    name: str = ""
    phone: str = ""
    language: str = ""
    deadline_at: str = ""
    external_id: str = ""  # what the company calls it

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Found:
    """What a list holds: candidates, and lines that are none."""

    rows: list[Row]
    problems: list[Problem]


def read_pasted(text: str, *, zone: str) -> Found:
    """``Name <mail>``, ``name; mail; phone`` or a bare address a line, with ``#id`` for the company's own id; empty
    lines are skipped. Several full addresses in one line are several candidates. Cells copied with their heads are a
    table, as `read_file` has it. Raises `TableRefused`."""
    if _has_heads(text):
        return read_file(io.BytesIO(text.encode()), zone=zone)
    lines = enumerate(text.splitlines(), start=1)
    parts = ((part, number) for number, line in lines for part in _parts(line.translate(_FULL_WIDTH).strip()))
    return _sorted_out(_candidate(part, number) for part, number in parts)


def read_file(file: IO[bytes], *, zone: str) -> Found:
    """The candidates of an Excel or CSV file. Times in it are in ``zone``. Raises `TableRefused`."""
    table = read_table(file, columns=COLUMNS, max_rows=MOST_ROWS)
    return _sorted_out(_table_row(row, zone) for row in table.rows)


def _sorted_out(found: Iterable[Row | Problem]) -> Found:
    """Candidates and problems apart; of lines with the same address, or the same external id, the first stays."""
    rows: dict[str, Row] = {}
    lines_of_ids: dict[str, int] = {}
    problems: list[Problem] = []
    for one in found:
        if isinstance(one, Problem):
            problems.append(one)
        elif one.email in rows:
            params = {"line": rows[one.email].line}
            problems.append(Problem(line=one.line, code="twice", params=params, text=one.email))
        elif one.external_id in lines_of_ids:
            params = {"line": lines_of_ids[one.external_id], "value": one.external_id[:80]}
            problems.append(Problem(line=one.line, code="id_twice", params=params, text=one.email))
        else:
            rows[one.email] = one
            if one.external_id:
                lines_of_ids[one.external_id] = one.line
    return Found(list(rows.values()), problems)


def read_moment(text: str, *, zone: str) -> dt.datetime | None:
    """A date and time in ``zone``; a day alone is its last minute. None for what is neither."""
    given = " ".join(text.split())
    for style in _MOMENTS:
        if moment := _parsed(given, style):
            return moment.replace(tzinfo=ZoneInfo(zone))
    for style in _DAYS:
        if day := _parsed(given, style):
            return day.replace(hour=23, minute=59, tzinfo=ZoneInfo(zone))
    return None


def _parsed(text: str, style: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text, style)  # noqa: DTZ007  (the caller knows the zone)
    except ValueError:
        return None


def _has_heads(text: str) -> bool:
    """Whether the first line that says something is one of heads."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    cells = re.split(r"[\t,;，]", first)
    return len(cells) > 1 and "@" not in first and tables.has_required(cells, COLUMNS)


def _parts(line: str) -> Sequence[str]:
    """The candidates of a line; most lines are one."""
    if not line:
        return ()
    if len(_ADDRESS.findall(line)) < 2:
        return (line,)
    return [part for part in (piece.strip(" ;,") for piece in _AFTER_ADDRESS.split(line)) if part]


def _candidate(text: str, line: int) -> Row | Problem:
    addresses = list(_ADDRESS.finditer(text))
    if len(addresses) != 1:
        return Problem(line=line, code="several_emails" if addresses else "no_email", params={}, text=text)
    address = addresses[0]
    before, after = _OPENING.sub(" ", text[: address.start()]), _CLOSING.sub(" ", text[address.end() :])
    rest, more = _taken_out(_one_line(f"{before} {after}"))
    if len(more["external_id"]) > MOST_EXTERNAL_ID:
        return Problem(line=line, code="id_too_long", params={"most": MOST_EXTERNAL_ID}, text=text)
    return _checked(line=line, email=address.group(), name=_plain(rest), text=text, **more)


def _taken_out(rest: str) -> tuple[str, dict[str, str]]:
    """What stands beside an address without its phone and external id, and the two."""
    found = {"external_id": "", "phone": ""}
    for key, pattern in (("external_id", _EXTERNAL_ID), ("phone", _PHONE)):
        if match := pattern.search(rest):
            found[key] = match.group(1).strip()
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    found["phone"] = found["phone"][:40]
    return _BETWEEN.sub(r"\1 ", rest), found


def _checked(*, line: int, email: str, name: str, text: str, **more: str) -> Row | Problem:
    email = email.strip().strip(".").lower()
    try:
        if len(email) > 254:
            raise ValidationError("")
        _is_address(email)
    except ValidationError:
        return Problem(line=line, code="email_invalid", params={"value": email[:80]}, text=text)
    return Row(line=line, email=email, name=name, **more)


def _plain(name: str) -> str:
    """A name without the signs around it, in one line."""
    return " ".join(_LABEL.sub(" ", _one_line(name)).split()).strip(" \"';,:|").strip()[:200]


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _table_row(row: tables.Row, zone: str) -> Row | Problem:
    cells = row.cells
    email, language = cells.get("email", "").translate(_FULL_WIDTH), cells.get("language", "")
    text = email or cells.get("name", "")
    if row.problems:
        return _problem(row, "cell", text, sentence=next(iter(row.problems.values())))
    if not email:
        return _problem(row, "no_email", text)
    if language and language.lower() not in _LANGUAGES:
        return _problem(row, "language_unknown", text, value=language[:40])
    given = cells.get("deadline", "")
    deadline = read_moment(given, zone=zone) if given else None
    if given and deadline is None:
        return _problem(row, "deadline_unreadable", text, value=given[:40])
    external_id = _one_line(cells.get("external_id", ""))
    if len(external_id) > MOST_EXTERNAL_ID:
        return _problem(row, "id_too_long", text, most=MOST_EXTERNAL_ID)
    return _checked(
        line=row.number,
        email=email,
        name=_one_line(cells.get("name", ""))[:200],
        text=text,
        phone=_one_line(cells.get("phone", ""))[:40],
        language=_LANGUAGES.get(language.lower(), ""),
        deadline_at=deadline.isoformat() if deadline else "",
        external_id=external_id,
    )


def _problem(row: tables.Row, code: str, text: str, **params: str | int) -> Problem:
    return Problem(line=row.number, code=code, params=params, text=text)
