"""Hesitations out.

Sounds of hesitation always go. Words that also carry meaning (那个, 就是, "like") go only where the speaker stops after
them, or on both sides of them: better to leave a filler in than to take a word out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviews.transcripts.tidying.lexicon import words_of
from interviews.transcripts.tidying.tokens import Token, breaks_after, breaks_before, without

_SOUND = re.compile(r"(?:嗯|呃|唔|噢)+|u[hm]+|uhm+|e+r+m*|h+m+|m{2,}|eh|ah")
_UNITS_OF_LENGTH = frozenset({"mm"})
_ALONE = words_of("fillers", "alone")
_BEFORE_BREAK = words_of("fillers", "before_break")
# A verb or preposition before 那个 or 这个 makes it the object: 我说的是那个，不是这个.
_TAKES_OBJECT = re.compile(r".*[是在用对把给跟和选要看]$|的")
_LONGEST = 3  # words of a filler


def without_fillers(tokens: Sequence[Token]) -> list[Token]:
    dropped: set[int] = set()
    index = 0
    while index < len(tokens):
        length = _filler_at(tokens, index, dropped)
        dropped.update(range(index, index + length))
        index += max(1, length)
    return without(tokens, dropped)


def without_sounds(tokens: Sequence[Token]) -> list[Token]:
    """Without the sounds alone (嗯, "um"), which always go."""
    return without(tokens, {index for index in range(len(tokens)) if _is_sound(tokens, index)})


def _filler_at(tokens: Sequence[Token], index: int, dropped: set[int]) -> int:
    """How many words the filler that begins here has; 0 where none does."""
    if _is_sound(tokens, index):
        return 1
    for length in range(min(_LONGEST, len(tokens) - index), 0, -1):
        phrase = _phrase(tokens[index : index + length])
        begins = breaks_before(tokens, index) or index - 1 in dropped
        ends = breaks_after(tokens, index + length - 1)
        if phrase in _ALONE and begins and ends and not _is_all(tokens, length):
            return length
        if phrase in _BEFORE_BREAK and _may_go(tokens, index, length, begins=begins):
            return length
    return 0


def _may_go(tokens: Sequence[Token], index: int, length: int, *, begins: bool) -> bool:
    last = index + length - 1
    if last + 1 >= len(tokens) or tokens[last].ends_sentence or not breaks_after(tokens, last):
        return False
    is_object = not begins and _TAKES_OBJECT.fullmatch(tokens[index - 1].key) is not None
    return not (is_object and tokens[last].after)


def _is_sound(tokens: Sequence[Token], index: int) -> bool:
    """Whether this is a hesitation and not a length (5 mm)."""
    if not _SOUND.fullmatch(tokens[index].key):
        return False
    return tokens[index].key not in _UNITS_OF_LENGTH or not (index and tokens[index - 1].core[-1:].isdigit())


def _is_all(tokens: Sequence[Token], length: int) -> bool:
    """A whole sentence that is one such word says something ("啊？", "Well?")."""
    return len(tokens) == length and not tokens[-1].after.strip("，,。.…")


def _phrase(tokens: Sequence[Token]) -> str:
    latin = any(token.core.isascii() for token in tokens)
    return (" " if latin else "").join(token.key for token in tokens)
