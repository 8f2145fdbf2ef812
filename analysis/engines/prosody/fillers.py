"""Hesitation words in a transcript.

Sounds of hesitation always count. Words that also carry meaning (那个, 就是, "like") count only where the
speaker stops after them or says them twice, and some only where they stand alone: better to miss a filler
than to call a sentence one. Recognisers leave many out, so the count is a lower bound.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.engines.results import Filler, Word
from analysis.engines.text import units_of

# A stop that can be heard after a word.
BREAK_MS = 200

_ALWAYS = frozenset({"嗯", "呃", "um", "uh", "umm", "uhm", "erm", "er", "hmm", "mm", "mhm", "uhh", "eh"})
# With a stop on both sides: 额 is also "amount", 啊 also ends a sentence.
_ALONE = frozenset({"额", "啊", "唔", "诶", "ah", "like", "you know", "i mean"})
_BEFORE_BREAK = frozenset({"那个", "这个", "就是", "就是说", "怎么说", "怎么说呢"})
_REPEATED = frozenset({"那个", "这个", "就是", "然后", "like", "so", "and"})
_ALL = _ALWAYS | _ALONE | _BEFORE_BREAK | _REPEATED
_ENDS_IN_STOP = re.compile(r"[^\w\s'’-]\s*$")


@dataclass(frozen=True, slots=True)
class _Token:
    """One character or one word with its time and whether the speaker stops around it."""

    text: str
    start_ms: int
    end_ms: int
    stop_after: bool


def find_fillers(words: Sequence[Word]) -> tuple[Filler, ...]:
    """The hesitation words among ``words``, in order."""
    tokens = _tokens(words)
    fillers: list[Filler] = []
    position = 0
    while position < len(tokens):
        length = _filler_at(tokens, position)
        if length:
            part = tokens[position : position + length]
            fillers.append(Filler(_phrase(part), part[0].start_ms, part[-1].end_ms))
        position += max(1, length)
    return tuple(fillers)


def _filler_at(tokens: Sequence[_Token], position: int) -> int:
    """Number of tokens of the longest filler that begins at ``position``; 0 where none does."""
    for length in (4, 3, 2, 1):
        part = tokens[position : position + length]
        if len(part) == length and _phrase(part) in _ALL and _counts(tokens, position, length):
            return length
    return 0


def _counts(tokens: Sequence[_Token], position: int, length: int) -> bool:
    phrase = _phrase(tokens[position : position + length])
    if phrase in _ALWAYS:
        return True
    stops_after = tokens[position + length - 1].stop_after
    stops_before = position == 0 or tokens[position - 1].stop_after
    if phrase in _ALONE and stops_after and stops_before:
        return True
    if phrase in _BEFORE_BREAK and stops_after:
        return True
    return phrase in _REPEATED and _phrase(tokens[position + length : position + 2 * length]) == phrase


def _phrase(tokens: Sequence[_Token]) -> str:
    latin = any(token.text.isascii() for token in tokens)
    return (" " if latin else "").join(token.text for token in tokens)


def _tokens(words: Sequence[Word]) -> list[_Token]:
    tokens: list[_Token] = []
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else None
        stop = (
            following is None
            or following.start_ms - word.end_ms >= BREAK_MS
            or _ENDS_IN_STOP.search(word.text) is not None
        )
        tokens += _tokens_of(word, stop=stop)
    return tokens


def _tokens_of(word: Word, *, stop: bool) -> list[_Token]:
    units = units_of(word.text)
    step = (word.end_ms - word.start_ms) / max(1, len(units))
    return [
        _Token(
            text=unit.lower(),
            start_ms=round(word.start_ms + index * step),
            end_ms=round(word.start_ms + (index + 1) * step),
            stop_after=stop and index == len(units) - 1,
        )
        for index, unit in enumerate(units)
    ]
