"""Word lists and patterns of the content engine, from `lexicon.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_TABLES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))

STOP_EN: frozenset[str] = frozenset(_TABLES["stop"]["en"])
STOP_ZH: frozenset[str] = frozenset(_TABLES["stop"]["zh"])
NUMBER_WORDS: frozenset[str] = frozenset(_TABLES["number_words"]["en"])

# By language, then by kind: order, cause, contrast, example, summary.
CONNECTIVES: dict[str, dict[str, list[str]]] = _TABLES["connectives"]

# Where in a sequence an order word stands: 0 opens, 2 closes; words not named go on.
ORDER_STEP: dict[str, int] = {
    **dict.fromkeys(_TABLES["order_step"]["opens"], 0),
    **dict.fromkeys(_TABLES["order_step"]["closes"], 2),
}

# By language, then by part: situation, task, action, result. Regular expressions.
STAR: dict[str, dict[str, str]] = {
    language: {part: "|".join(alternatives) for part, alternatives in parts.items()}
    for language, parts in _TABLES["star"].items()
}

# By language; an English entry that ends in * stands for every word with that beginning.
COLLABORATION: dict[str, list[str]] = _TABLES["collaboration"]

EXAMPLE: str = "|".join(_TABLES["patterns"]["example"])
QUANTITY: str = "|".join(_TABLES["patterns"]["quantity"])

# Both ways round.
OPPOSITES: tuple[tuple[str, str], ...] = tuple(
    pair for first, second in _TABLES["opposites"]["pairs"] for pair in ((first, second), (second, first))
)
