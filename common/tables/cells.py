"""One cell: what it says, and how it is written so that no program runs it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

# With these a spreadsheet takes a cell for a formula: OWASP, "CSV Injection".
RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
MOST_CHARACTERS = 32_767  # of a cell in Excel
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\ufffe\uffff]")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?%?")


def said(value: Any) -> str:
    """What a cell says, as text: whole numbers without fraction, times as 2026-11-30 18:00:00, no control signs."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0).isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return _tidy(str(value))


def neutral(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula: an apostrophe before it where it might."""
    return f"'{text}" if text.startswith(RISKY) and not _NUMBER.fullmatch(text) else text


def _tidy(text: str) -> str:
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    marked = text.startswith("'") and text[1:].startswith(RISKY)
    return text[1:] if marked else text
