"""The word lists of the tidying rules."""

from __future__ import annotations

import tomllib
from pathlib import Path

_LISTS = tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))


def words_of(part: str, name: str) -> frozenset[str]:
    """The list ``name`` of ``part``, spaces inside phrases put back."""
    return frozenset(word.replace("_", " ") for word in _LISTS[part][name].split())
