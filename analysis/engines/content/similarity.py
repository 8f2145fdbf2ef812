"""Evidence that an answer says what a reference says: by words, by characters, by meaning.

Words that the question already gives count a quarter, in the reference and in the answer ("question demoting",
Mohler et al. 2011; term weighting as in Sultan et al. 2016), because saying them back shows nothing.
All measures run from 0 to 1 and grow with agreement.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os.path import commonpath

from analysis.engines.content import segments, words
from analysis.engines.content.calibration import COVERAGE, GRADE, ramp
from analysis.engines.content.contradiction import contradicts
from analysis.engines.content.encoder import Vectors

_GIVEN = 0.25  # worth of a word that the question gives
_ITEM_WEIGHT_CEILING = 1.5  # a long statement does not outweigh several short ones
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NUMBERS_ZH = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_COUNT_WORD = rf"({'|'.join(_NUMBERS)}|\d)"
_WANTED = re.compile(
    rf"at least {_COUNT_WORD}\b|\b(?:name|state|describe|give|list)(?: and describe)? (?:the )?{_COUNT_WORD}\b"
    rf"|至少.?([{''.join(_NUMBERS_ZH)}\d])|([{''.join(_NUMBERS_ZH)}\d])[个种项条点]"
)


@dataclass(frozen=True, slots=True)
class Given:
    """The question's words and character groups, whose worth is lowered."""

    text: str
    keys: frozenset[str]
    pairs: frozenset[str]

    @classmethod
    def of(cls, question: str) -> Given:
        keys = frozenset(term.key for term in words.terms(question))
        return cls(text=question, keys=keys, pairs=frozenset(words.char_pairs(question)))


@dataclass(frozen=True, slots=True)
class AnswerText:
    """What to compare of an answer: the whole, and ``pieces`` (passages, and the parts of a short answer)."""

    text: str
    pieces: tuple[str, ...]
    keys: frozenset[str]
    pairs: frozenset[str]

    @classmethod
    def of(cls, text: str, *, passages: Sequence[str]) -> AnswerText:
        parts = segments.split_statements(text, limit=COVERAGE["parts"]) if len(text) <= COVERAGE["short_text"] else []
        keys = frozenset(term.key for term in words.terms(text))
        pieces = tuple(dict.fromkeys([*passages, *parts, text]))
        return cls(text=text, pieces=pieces, keys=keys, pairs=frozenset(words.char_pairs(text)))


@dataclass(frozen=True, slots=True)
class Match:
    """How far one statement is said. ``piece`` is the part of the answer nearest to it in meaning."""

    statement: str
    weight: float
    terms: int  # content words of the statement, as a measure of how literally it is to be taken
    lexical: float  # share of its words and character pairs that the answer has, the better of the two
    semantic: float  # cosine to ``piece``, as the model gives it
    piece: str

    @property
    def coverage(self) -> float:
        """Both kinds of evidence as one figure, 0-1.

        A listed item of a word or two is there or it is not, and its neighbours in the list mean nearly the same, so
        words decide; a whole sentence may be said in other words, so meaning counts as much.
        """
        low = COVERAGE["cosine_low"][words.language_of(self.statement)]
        meaning = ramp(self.semantic, low=low, high=COVERAGE["cosine_high"])
        length = ramp(self.terms, low=COVERAGE["item_terms"], high=COVERAGE["sentence_terms"])
        share, low, high = (
            item + (sentence - item) * length
            for item, sentence in zip(COVERAGE["item"], COVERAGE["sentence"], strict=True)
        )
        return ramp(share * self.lexical + (1 - share) * meaning, low=low, high=high)


def match_statement(statement: str, answer: AnswerText, *, given: Given, vectors: Vectors, listed: bool) -> Match:
    """Compare one statement with the answer; a contradiction halves it.

    ``listed`` is true for statements cut out of a reference, where a short one is an item of a list, and false for
    scoring points, which are short because they sum up.
    """
    known = [(term.key, term.weight * (_GIVEN if term.key in given.keys else 1.0)) for term in words.terms(statement)]
    weight = sum(worth for _, worth in known)
    by_words = sum(worth * _nearness(key, answer.keys) for key, worth in known) / weight if weight else 0.0
    semantic, piece = max((vectors.cosine(statement, piece), piece) for piece in answer.pieces)
    lexical = max(by_words, _pair_share(statement, answer.pairs, given))
    if contradicts(statement, piece):
        lexical, semantic = lexical * COVERAGE["contradiction"], min(semantic, COVERAGE["cosine_contradiction"])
    return Match(
        statement=statement,
        weight=min(_ITEM_WEIGHT_CEILING, weight or 0.05),
        terms=len(known) if listed else COVERAGE["sentence_terms"],
        lexical=lexical,
        semantic=semantic,
        piece=piece,
    )


def _nearness(key: str, keys: frozenset[str]) -> float:
    """1 for the same word, less for one of the same family (a long common beginning, shared characters)."""
    if key in keys:
        return 1.0
    return max((_family(key, other) for other in keys), default=0.0)


def _family(first: str, second: str) -> float:
    if first.isascii() != second.isascii():
        return 0.0
    if first.isascii():
        common = len(commonpath([first, second]))
        return 0.8 * common / max(len(first), len(second)) if common >= 5 else 0.0
    shared = len(set(first) & set(second))
    return 1.2 * shared / (len(first) + len(second)) if shared and len(first) > 1 else 0.0


def _pair_share(text: str, pairs: frozenset[str], given: Given) -> float:
    worth = [(pair, _GIVEN if pair in given.pairs else 1.0) for pair in words.char_pairs(text)]
    total = sum(value for _, value in worth)
    return sum(value for pair, value in worth if pair in pairs) / total if total else 0.0


def wanted_count(question: str) -> int | None:
    """How many things the question asks for ("name two", "至少三点"), None where it does not say."""
    match = _WANTED.search(question.lower())
    if match is None:
        return None
    found = next(group for group in match.groups() if group)
    return _NUMBERS.get(found) or _NUMBERS_ZH.get(found) or int(found) or None


def grade_features(
    answer: AnswerText, *, reference: str, matches: Sequence[Match], given: Given, vectors: Vectors
) -> dict[str, float]:
    """The features of the grade (names as in the calibration file), each 0-1."""
    wanted = wanted_count(given.text)
    meaning = [ramp(match.semantic, low=GRADE["cosine_low"], high=GRADE["cosine_high"]) for match in matches]
    weights = [match.weight for match in matches]
    recall, dice = _character_overlap(answer.text, reference, given.text)
    whole = vectors.cosine(answer.text, reference)
    closer = whole - (vectors.cosine(given.text, reference) if given.text else GRADE["cosine_low"])
    return {
        "statements": _mean([match.lexical for match in matches], weights, None),
        "wanted_statements": _mean([match.lexical**2 for match in matches], weights, wanted),
        "wanted_meaning": _mean(meaning, weights, wanted),
        "closer_than_question": ramp(closer, low=GRADE["closer_low"], high=GRADE["closer_high"]),
        "character_recall": recall,
        "character_dice": dice,
        "substance": min(
            _substance(answer.text, reference, given), ramp(whole, low=GRADE["topic_low"], high=GRADE["topic_high"])
        ),
    }


def _mean(values: Sequence[float], weights: Sequence[float], best: int | None) -> float:
    """Weighted mean, or the plain mean of the ``best`` highest where fewer are wanted than there are."""
    if best is not None and best < len(values):
        return sum(sorted(values, reverse=True)[:best]) / best
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)


def _character_overlap(answer: str, reference: str, question: str) -> tuple[float, float]:
    """Recall and Dice overlap of character groups (2 in Chinese, 4 in English)."""
    size = 2 if words.language_of(reference) == "zh" else 4
    said, wanted, asked = (_groups(text, size) for text in (answer, reference, question))
    said_worth, wanted_worth = _discount(said, asked), _discount(wanted, asked)
    total = sum(wanted_worth.values())
    if not total or not said_worth:
        return 0.0, 0.0
    both = sum(min(worth, wanted_worth[group]) for group, worth in said_worth.items() if group in wanted_worth)
    recall = sum(worth for group, worth in wanted_worth.items() if group in said) / total
    return recall, 2 * both / (sum(said_worth.values()) + total)


def _groups(text: str, size: int) -> Counter[str]:
    letters = re.sub(r"\W+", "", text.lower())
    return Counter(letters[i : i + size] for i in range(len(letters) - size + 1))


def _discount(groups: Mapping[str, int], given: Mapping[str, int]) -> dict[str, float]:
    return {group: count * (_GIVEN if group in given else 1.0) for group, count in groups.items()}


def _substance(answer: str, reference: str, given: Given) -> float:
    """How much the answer says beyond the question, against the reference (or against eight telling words)."""
    own = sum(term.weight for term in words.terms(answer) if term.key not in given.keys)
    full = sum(term.weight * (_GIVEN if term.key in given.keys else 1.0) for term in words.terms(reference))
    return min(1.0, own / max(1e-6, min(full, GRADE["substance_terms"])))
