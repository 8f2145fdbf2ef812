"""False starts out: what a speaker takes back and says anew.

Two signs are trusted: a phrase that says so (不对, "I mean", "sorry"), followed by the words the speaker goes back to,
and a clause that breaks off in a dash or dots and begins again. Without either, two clauses that begin alike may both
be meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviews.transcripts.tidying.lexicon import words_of
from interviews.transcripts.tidying.tokens import Token, breaks_after, breaks_before, without

_TAKEN_BACK = words_of("repairs", "taken_back")
_LONGEST_MARKER = 3  # words
_REACH = 8  # how many words back a speaker goes
_BROKEN_OFF = re.compile(r"(?:—|–|-{2,}|…|\.{3}).*")
_NUMBER = re.compile(r"[0-9０-９.]+%?|[零〇一二两三四五六七八九十百千万亿点半几]+[个名次条年月天台人家块元倍]?")


def without_false_starts(tokens: Sequence[Token]) -> list[Token]:
    kept = list(tokens)
    index = 1
    while index < len(kept):
        start, end = _taken_back(kept, index) or _broken_off(kept, index) or (index, index)
        if end > start:
            kept = without(kept, set(range(start, end)))
            index = max(1, start)
        else:
            index += 1
    return kept


def _taken_back(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """What goes when a phrase that takes something back begins at ``index``: from the word that is said again."""
    for length in range(min(_LONGEST_MARKER, len(tokens) - index - 1), 0, -1):
        after = index + length
        if _phrase(tokens[index:after]) not in _TAKEN_BACK:
            continue
        if not (breaks_before(tokens, index) and breaks_after(tokens, after - 1)):
            continue
        if tokens[index - 1].ends_sentence or tokens[after - 1].ends_sentence:
            continue
        start = _said_before(tokens, index, after)
        if start is not None:
            return start, after
    return None


def _said_before(tokens: Sequence[Token], index: int, after: int) -> int | None:
    """Where the word at ``after`` was said before ``index``; a number takes the place of the number just said."""
    anew = tokens[after]
    for place in range(index - 1, max(-1, index - 1 - _REACH), -1):
        if tokens[place].key == anew.key:
            return place
    if _NUMBER.fullmatch(anew.core) and _NUMBER.fullmatch(tokens[index - 1].core):
        return index - 1
    return None


def _broken_off(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """What goes when the word before ``index`` breaks off and the clause begins again at ``index``."""
    if not _BROKEN_OFF.fullmatch(tokens[index - 1].after.strip()):
        return None
    for start in range(max(0, index - _REACH), index):
        if tokens[start].key == tokens[index].key and breaks_before(tokens, start):
            return start, index
    return None


def _phrase(tokens: Sequence[Token]) -> str:
    latin = any(token.core.isascii() for token in tokens)
    return (" " if latin else "").join(token.key for token in tokens)
