"""How an answer is built: connectives and their order, STAR parts, whether neighbouring sentences hang together."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from analysis.engines.content import lexicon, words
from analysis.engines.content.calibration import STRUCTURE, ramp
from analysis.engines.content.encoder import Vectors
from analysis.engines.content.spoken import Spoken
from analysis.engines.results import Mark, Quote

_MARKS_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Structure:
    """``score`` 0-1; ``star`` maps the parts found (situation, task, action, result) to their sentences."""

    score: float
    marks: tuple[Mark, ...]
    star: Mapping[str, Quote]


def measure_structure(spoken: Spoken, *, vectors: Vectors, behavioral: bool) -> Structure:
    """Score the build of an answer, fairly for its length: a short answer has little structure to show."""
    marks = find_connectives(spoken)
    star = find_star(spoken)
    parts = {
        "variety": ramp(len({mark.kind for mark in marks}), low=0, high=STRUCTURE["kinds"]),
        "amount": ramp(len({mark.text for mark in marks}), low=0, high=STRUCTURE["markers"]),
        "order": _order(marks),
        "coherence": _coherence(spoken, vectors),
    }
    if behavioral:
        parts["star"] = len(star) / len(lexicon.STAR["en"])
    weights = STRUCTURE["weights_behavioral" if behavioral else "weights"]
    built = sum(weights[key] * value for key, value in parts.items())
    return Structure(score=built * _room(spoken), marks=tuple(marks[:_MARKS_LIMIT]), star=star)


def _room(spoken: Spoken) -> float:
    """How much structure an answer of this length can show, 0-1."""
    units = words.count_units(spoken.text)
    sentences = sum(bool(text) for text in spoken.scored)
    by_units = ramp(units, low=STRUCTURE["units_none"], high=STRUCTURE["units_full"])
    return by_units * (STRUCTURE["one_sentence"] if sentences < 2 else 1.0)


def find_connectives(spoken: Spoken) -> list[Mark]:
    """Connectives in order of appearance, each in a sentence that also says something; none is counted twice in one."""
    found: list[Mark] = []
    for index, text in enumerate(spoken.scored):
        if len({term.key for term in words.terms(text)}) < STRUCTURE["terms_beside_marker"]:
            continue
        found.extend(Mark(kind=kind, text=word, quote=spoken.quote(index)) for kind, word in _connectives_in(text))
    return found


def _connectives_in(text: str) -> list[tuple[str, str]]:
    language = words.language_of(text)
    hits = [
        (match.start(), match.lastgroup or "", match.group()) for match in _connectives(language).finditer(text.lower())
    ]
    return list(dict.fromkeys((kind, word) for _, kind, word in sorted(hits)))


@cache
def _connectives(language: str) -> re.Pattern[str]:
    kinds = lexicon.CONNECTIVES[language]
    border = r"\b" if language == "en" else ""
    head = r"(?:(?<=^)|(?<=[,;:] )|(?<=\band )|(?<=\bbut ))" if language == "en" else ""
    groups = (f"{head if kind == 'order' else ''}(?P<{kind}>{_any_of(entries)})" for kind, entries in kinds.items())
    return re.compile(f"{border}(?:{'|'.join(groups)}){border}")


def _any_of(entries: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(entries, key=len, reverse=True))


def _order(marks: Sequence[Mark]) -> float:
    """1 when order words open, go on and close in that order; part of it for two of the three or a broken order."""
    steps = [lexicon.ORDER_STEP.get(mark.text, 1) for mark in marks if mark.kind == "order"]
    if not steps:
        return 0.0
    kinds = len(set(steps)) / 3
    ups = sum(later >= earlier for earlier, later in itertools.pairwise(steps))
    kept = ups / (len(steps) - 1) if len(steps) > 1 else 0.5
    return kinds * kept


def _coherence(spoken: Spoken, vectors: Vectors) -> float:
    """Mean likeness of neighbouring passages, 0-1; 0 for a single passage, which shows no coherence."""
    texts = [segment.text for segment in spoken.segments]
    if len(texts) < 2:
        return 0.0
    near = [vectors.cosine(first, second) for first, second in itertools.pairwise(texts)]
    return ramp(sum(near) / len(near), low=STRUCTURE["cosine_unrelated"], high=STRUCTURE["cosine_connected"])


def find_star(spoken: Spoken) -> dict[str, Quote]:
    """The first sentence that shows each part of a STAR account."""
    found: dict[str, Quote] = {}
    for index, text in enumerate(spoken.scored):
        for part, pattern in _star_patterns(words.language_of(text) if text else spoken.language).items():
            if text and part not in found and pattern.search(text):
                found[part] = spoken.quote(index)
    return found


@cache
def _star_patterns(language: str) -> dict[str, re.Pattern[str]]:
    return {part: re.compile(pattern, re.IGNORECASE) for part, pattern in lexicon.STAR[language].items()}
