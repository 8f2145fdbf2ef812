"""What a file of a transcript is made from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """Something one person said, from ``start_ms`` to ``end_ms`` after the beginning."""

    start_ms: int
    end_ms: int
    speaker: str
    text: str


def clean(text: str) -> str:
    """One line without control characters, which no file format wants."""
    plain = "".join(" " if unicodedata.category(character) in ("Cc", "Cs") else character for character in text)
    return " ".join(plain.split())


def clock_time(ms: int) -> str:
    """01:02:03 after the beginning."""
    seconds = ms // 1000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
