"""Turning the report's values into text: times, numbers, dates, and text that any file format can hold."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reports.builders.wording import Language

MISSING: Final = "–"
_MONTHS: Final = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
# Control characters that neither XML nor a PDF can show, lone surrogates, and invisible direction marks, which
# would let one field's text reorder the line it stands in.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)

_INNER_QUOTES: Final = str.maketrans("\u201c\u201d", "\u2018\u2019")


def clean(text: object) -> str:
    """``text`` without what cannot be printed; line ends are "\\n", None is empty."""
    if text is None:
        return ""
    return _UNPRINTABLE.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: object) -> str:
    return " ".join(clean(text).split())


def clip(text: object, length: int) -> str:
    """``text`` on one line, at most ``length`` characters, with an ellipsis where it was cut."""
    line = one_line(text)
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def quoted(text: str, *, length: int) -> str:
    """``text`` clipped and in quotation marks, its own double ones turned into single ones."""
    return "\u201c" + clip(text, length).translate(_INNER_QUOTES) + "\u201d"


def clock(ms: float | None) -> str:
    """Milliseconds as HH:MM:SS; `MISSING` when there are none."""
    if ms is None:
        return MISSING
    seconds = max(0, int(ms)) // 1000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def short_clock(ms: float | None) -> str:
    """Milliseconds as MM:SS, with hours only where there are any."""
    text = clock(ms)
    return text[3:] if text.startswith("00:") else text


def span(start_ms: float | None, end_ms: float | None) -> str:
    """ "02:10–02:18", only its start where the end is not known, empty where neither is."""
    if start_ms is None:
        return ""
    if end_ms is None or int(end_ms) // 1000 <= int(start_ms) // 1000:
        return short_clock(start_ms)
    return f"{short_clock(start_ms)}–{short_clock(end_ms)}"


def number(value: object) -> str:
    """About three significant digits, without trailing zeros: "212", "34.7", "0.08"."""
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
        return MISSING
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    text = f"{round(value, digits) + 0.0:.{digits}f}"  # adding zero turns -0.0 into 0.0
    return (text.rstrip("0").rstrip(".") if digits else text) or "0"


def with_unit(value: object, unit: str) -> str:
    """A number and its unit: "212 syllables/min", "62%"."""
    return f"{number(value)}%" if unit == "%" else f"{number(value)} {unit}".strip()


def percent(share: object) -> str:
    return f"{share * 100:.0f}%" if isinstance(share, (int, float)) else MISSING


def zone(name: object) -> tzinfo:
    """The named time zone; UTC where the name is not known."""
    try:
        return ZoneInfo(str(name)) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def moment(value: object) -> datetime | None:
    """An ISO 8601 text (or datetime) as an aware datetime; None where it is not one."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    try:
        parsed = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def date_and_time(value: object, *, language: Language, timezone: object) -> str:
    """ "2026年11月21日 14:05" or "21 November 2026, 14:05" in ``timezone``; empty where there is no time."""
    at = moment(value)
    if at is None:
        return ""
    local = at.astimezone(zone(timezone))
    if language == "zh":
        return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"
