"""Every word of a report, in Chinese and English, by key. Placeholders are named: ``{value}``.

The catalogue is put together from the `wording_*` modules; both languages have every key and the same
placeholders in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from reports.builders.wording_improvements import IMPROVEMENTS
from reports.builders.wording_indicators import INDICATORS, NORMS, SOURCES, UNITS
from reports.builders.wording_labels import ABILITIES, DIMENSION_LABELS, KINDS, REASONS, RECOMMENDATIONS
from reports.builders.wording_sentences import HIGHLIGHTS, NOTICES

Language: TypeAlias = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")

_GROUPS: Final[Mapping[str, Mapping[str, Mapping[str, str]]]] = {
    "ability": ABILITIES,
    "recommendation": RECOMMENDATIONS,
    "label": DIMENSION_LABELS,
    "reason": REASONS,
    "kind": KINDS,
    "indicator": INDICATORS,
    "unit": UNITS,
    "norm": NORMS,
    "source": SOURCES,
    "highlight": HIGHLIGHTS,
    "improve": IMPROVEMENTS,
    "notice": NOTICES,
}

CATALOGUE: Final[Mapping[str, Mapping[str, str]]] = {
    f"{group}.{key}": words for group, entries in _GROUPS.items() for key, words in entries.items()
}


def has_wording(key: str) -> bool:
    return key in CATALOGUE


def say(key: str, *, language: Language, **values: object) -> str:
    """Return the words for a key with its placeholders filled.

    Raises KeyError for an unknown key or a placeholder without a value.
    """
    return CATALOGUE[key][language].format(**values)


def listed(words: list[str], *, language: Language) -> str:
    """Return words as a list within a sentence."""
    return ("、" if language == "zh" else ", ").join(words)
