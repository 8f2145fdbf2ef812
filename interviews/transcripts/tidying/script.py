"""Traditional characters as simplified ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from interviews.transcripts.letters import has_han
from interviews.transcripts.turns import Word


def simplified(words: Sequence[Word]) -> list[Word]:
    """The same words in simplified characters, converted in their context (乾淨 is 干净, 乾坤 stays)."""
    text = "".join(word.text for word in words)
    if not has_han(text):
        return list(words)
    converted = converter()(text)
    if len(converted) != len(text):
        return [Word(converter()(word.text), word.start_ms, word.end_ms) for word in words]
    changed: list[Word] = []
    place = 0
    for word in words:
        changed.append(Word(converted[place : place + len(word.text)], word.start_ms, word.end_ms))
        place += len(word.text)
    return changed


@cache
def converter() -> Callable[[str], str]:
    import opencc

    return opencc.OpenCC("t2s").convert
