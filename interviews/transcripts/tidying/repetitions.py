"""Words said twice out, once each; the last one stays, because the speaker goes on from it.

What Chinese doubles on purpose stays (看看, 讨论讨论, 一步一步, 非常非常), and so do numbers and "very very".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from interviews.transcripts.letters import is_han
from interviews.transcripts.tidying.lexicon import words_of
from interviews.transcripts.tidying.tokens import Token, breaks_after, without

_LONGEST = 6  # words of a repeated phrase
_NUMBER = re.compile(r".*[0-9０-９零〇一二两三四五六七八九十百千万亿].*")
_SMALL = words_of("repetitions", "small")
_EMPHATIC = words_of("repetitions", "emphatic")
_WHOLE_WORDS = words_of("repetitions", "whole_words")
_BROKEN_OFF = re.compile(r"[-‐–—]+")


def without_repetitions(tokens: Sequence[Token], *, is_verb: Callable[[str], bool]) -> list[Token]:
    """``is_verb`` tells of a Chinese word of two or more characters whether it is one: a verb is doubled on purpose."""
    kept = list(tokens)
    for length in range(_LONGEST, 0, -1):
        kept = _collapsed(kept, length, is_verb)
    return without(kept, {index for index in range(len(kept) - 1) if _breaks_off(kept, index)})


def _collapsed(tokens: list[Token], length: int, is_verb: Callable[[str], bool]) -> list[Token]:
    dropped: set[int] = set()
    index = 0
    while index + 2 * length <= len(tokens):
        if _is_repeated(tokens, index, length, is_verb):
            dropped.update(range(index, index + length))
            index += length
        else:
            index += 1
    return without(tokens, dropped)


def _is_repeated(tokens: Sequence[Token], index: int, length: int, is_verb: Callable[[str], bool]) -> bool:
    first, second = tokens[index : index + length], tokens[index + length : index + 2 * length]
    if any(one.key != other.key or not one.key for one, other in zip(first, second, strict=True)):
        return False
    if any(token.ends_sentence or token.before for token in first) or any(token.after for token in first[:-1]):
        return False
    if any(_NUMBER.fullmatch(token.key) for token in first):
        return False
    if length > 1:
        return True
    return _is_slip(tokens, index, is_verb)


def _is_slip(tokens: Sequence[Token], index: int, is_verb: Callable[[str], bool]) -> bool:
    word = tokens[index].key
    if word in _EMPHATIC:
        return False
    if not is_han(word):
        return True
    if len(word) == 1:
        return word in _SMALL
    return breaks_after(tokens, index) or _is_again(tokens, index) or not is_verb(word)


def _is_again(tokens: Sequence[Token], index: int) -> bool:
    """Said three times or more."""
    near = [tokens[place].key for place in (index - 1, index + 2) if 0 <= place < len(tokens)]
    return tokens[index].key in near


def _breaks_off(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word is only the beginning of the next one: 我 我们, "pro- project"."""
    token, following = tokens[index], tokens[index + 1]
    if token.ends_sentence or not token.core or not following.key.startswith(token.key):
        return False
    if is_han(token.core):
        return not token.after and len(token.core) < len(following.core) and following.core in _WHOLE_WORDS
    return _BROKEN_OFF.fullmatch(token.after.strip()) is not None
