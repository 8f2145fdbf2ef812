"""Whether a passage says the opposite of a statement it otherwise resembles: other figures, a negation, an antonym."""

from __future__ import annotations

import re

from analysis.engines.content import lexicon, words

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_NEGATION = {
    "en": re.compile(r"\b(?:not|never|cannot|without|neither|nor)\b|n't\b|\bno\b(?! longer than)"),
    "zh": re.compile(r"不(?!仅|但|同|断|管|过|少|错|需要人工)|没有|没法|无法|无需|并非|未能|从不|禁止"),
}


def contradicts(statement: str, passage: str) -> bool:
    """Whether ``passage``, taken to speak of the same thing, denies ``statement``.

    Figures count only where both name some and none agree; a negation only where one side negates and both are short
    enough for it to be about the same thing.
    """
    first, second = statement.lower(), passage.lower()
    return _figures_differ(first, second) or _one_negates(first, second) or _opposite_words(first, second)


def _figures_differ(first: str, second: str) -> bool:
    ours, theirs = set(_FIGURE.findall(first)), set(_FIGURE.findall(second))
    return bool(ours) and bool(theirs) and not ours & theirs and _alike(_FIGURE.sub("", first), _FIGURE.sub("", second))


def _one_negates(first: str, second: str) -> bool:
    pattern = _NEGATION[words.language_of(first)]
    return bool(pattern.search(first)) != bool(pattern.search(second)) and _alike(first, second)


def _opposite_words(first: str, second: str) -> bool:
    for one, other in lexicon.OPPOSITES:
        if _has(one, first) and not _has(other, first) and _has(other, second) and not _has(one, second):
            return _alike(first, second)
    return False


def _has(word: str, text: str) -> bool:
    return bool(re.search(rf"\b{word}", text)) if word.isascii() else word in text


def _alike(first: str, second: str) -> bool:
    """Whether most telling words of the shorter text stand in the other too, so that both speak of one thing."""
    ours, theirs = ({term.key for term in words.terms(text)} for text in (first, second))
    smaller = min(len(ours), len(theirs))
    return smaller >= 2 and len(ours & theirs) >= 0.6 * smaller and max(len(ours), len(theirs)) <= 2.5 * smaller
