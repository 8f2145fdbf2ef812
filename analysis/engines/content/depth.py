"""How much substance an answer has: domain terms, figures, tools, examples; and words of working with others."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from analysis.engines.content import lexicon, words
from analysis.engines.content.calibration import DEPTH
from analysis.engines.content.spoken import Spoken
from analysis.engines.results import Mark

_MARKS_LIMIT = 40
_QUANTITY = re.compile(lexicon.QUANTITY)
_EXAMPLE = re.compile(lexicon.EXAMPLE, re.IGNORECASE)
_TOOL_IN_CHINESE = re.compile(r"[A-Za-z][A-Za-z0-9.+#/-]*[A-Za-z0-9+#]")
_TOOL_IN_ENGLISH = re.compile(
    r"\b(?:[A-Z]{2,}[a-z]?s?\d*|[A-Z][a-z]+[A-Z]\w*|[a-z]+[A-Z]\w*|[A-Za-z]+\d\w*)\b|(?<=[a-z,] )[A-Z][a-z]{2,}\w*"
)


@dataclass(frozen=True, slots=True)
class Depth:
    """``score`` and ``specifics`` 0-1; ``specifics`` counts figures, tools, examples and own actions only."""

    score: float
    specifics: float
    marks: tuple[Mark, ...]


def measure_depth(spoken: Spoken, *, on_topic: Sequence[float]) -> Depth:
    """Score substance. ``on_topic`` says for each sentence how far it belongs to the question (0-1) and counts."""
    marks: dict[tuple[str, str], tuple[Mark, float]] = {}
    for index, text in enumerate(spoken.scored):
        for kind, word in _marks_in(text):
            known = marks.get((kind, word.lower()))
            if known is None or known[1] < on_topic[index]:
                marks[kind, word.lower()] = (Mark(kind=kind, text=word, quote=spoken.quote(index)), on_topic[index])
    worth = dict.fromkeys(DEPTH["worth"], 0.0)
    for (kind, _), (_, share) in marks.items():
        worth[kind] += DEPTH["worth"][kind] * share
    specifics = worth["number"] + worth["tool"] + worth["example"]
    return Depth(
        score=_saturate(min(worth["term"], DEPTH["terms_ceiling"]) + specifics, DEPTH["half_worth"]),
        specifics=_saturate(specifics, DEPTH["half_specifics"]),
        marks=tuple(mark for mark, _ in marks.values())[:_MARKS_LIMIT],
    )


def _saturate(amount: float, half: float) -> float:
    """0 for nothing, 0.5 for ``half``, towards 1 for more."""
    return 1.0 - math.exp(-math.log(2) * amount / half)


def _marks_in(text: str) -> list[tuple[str, str]]:
    if not text:
        return []
    found = [("number", match.group().strip()) for match in _QUANTITY.finditer(text)]
    found += [("example", match.group()) for match in _EXAMPLE.finditer(text)]
    tools = _tools_in(_QUANTITY.sub(" ", text))
    found += [("tool", tool) for tool in tools]
    named = {tool.lower() for tool in tools}
    return found + [("term", word) for word in domain_terms(text) if word not in named]


def _tools_in(text: str) -> list[str]:
    pattern = _TOOL_IN_CHINESE if words.language_of(text) == "zh" else _TOOL_IN_ENGLISH
    found = (match.group() for match in pattern.finditer(text))
    return [tool for tool in dict.fromkeys(found) if len(tool) > 1 and not words.is_stop(tool.lower())]


def domain_terms(text: str) -> list[str]:
    """Words rare enough in general language to belong to a subject, in order, without repeats."""
    found = (
        term.text
        for term in words.terms(text)
        if term.weight >= DEPTH["term_weight"][words.language_of(term.text)]
        and len(term.text) > 1
        and not term.text[0].isdigit()
        and term.text not in lexicon.NUMBER_WORDS
        and words.is_in_dictionary(term.text)
    )
    return list(dict.fromkeys(found))


def find_collaboration(spoken: Spoken) -> tuple[Mark, ...]:
    """Each word of working with others once, with the sentence it stands in."""
    found: dict[str, Mark] = {}
    for index, text in enumerate(spoken.scored):
        for match in _collaboration(spoken.language).finditer(text.lower()):
            found.setdefault(match.group(), Mark(kind="collaboration", text=match.group(), quote=spoken.quote(index)))
    return tuple(found.values())


@cache
def _collaboration(language: str) -> re.Pattern[str]:
    entries = sorted(lexicon.COLLABORATION[language], key=len, reverse=True)
    joined = "|".join(re.escape(entry).replace(r"\*", r"\w*") for entry in entries)
    return re.compile(rf"\b(?:{joined})\b" if language == "en" else joined)
