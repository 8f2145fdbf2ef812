"""Sentences of follow-up questions, from `phrases.toml`."""

from __future__ import annotations

import re
import tomllib
import zlib
from functools import cache
from pathlib import Path
from typing import Any

_TABLES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8"))


def core(family: str, aspect: str, *, language: str, style: str, seed: str) -> str | None:
    """The asking part of ``family`` (term, figure, general), None where this style does not ask it."""
    choices = _TABLES[family][language].get(aspect, {}).get(style, ())
    return _choose(choices, f"{seed}{aspect}") if choices else None


def lead(kind: str, *, language: str, style: str, seed: str) -> str:
    """The part before it, that takes up what was said; ``kind`` is term, figure or none."""
    return _choose(_TABLES["lead"][language][style][kind], f"{seed}{kind}")


def is_answered(aspect: str, text: str, *, language: str) -> bool:
    """Whether ``text`` speaks of an aspect already."""
    pattern = _patterns("answered", language).get(aspect)
    return pattern is not None and bool(pattern.search(text))


def asked_for(point: str, *, language: str) -> str:
    """The aspect that a scoring point or a statement belongs to; "more" where it names none."""
    found = (aspect for aspect, pattern in _patterns("asks_for", language).items() if pattern.search(point))
    return next(found, "more")


@cache
def _patterns(table: str, language: str) -> dict[str, re.Pattern[str]]:
    return {aspect: re.compile(pattern, re.IGNORECASE) for aspect, pattern in _TABLES[table][language].items()}


def _choose(choices: list[str], seed: str) -> str:
    """The same choice for the same seed, spread over seeds."""
    return choices[zlib.crc32(seed.encode()) % len(choices)]
