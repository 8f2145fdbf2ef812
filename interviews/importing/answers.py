"""The words and sentences of one answer, out of the turns that make it up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from interviews.importing.texts import count_units, joined, sentences_of
from interviews.transcripts.turns import Turn, Word

Timed = dict[str, Any]  # {text, start_ms, end_ms}


def words_of(turns: Sequence[Turn], *, from_ms: int) -> list[Timed]:
    """The words with times from ``from_ms``; none where a turn has none: half of them would count as all."""
    if not all(turn.words for turn in turns):
        return []
    return [_timed(word.text, word.start_ms, word.end_ms, from_ms) for turn in turns for word in turn.words]


def sentences_in(turns: Sequence[Turn], *, from_ms: int) -> list[Timed]:
    """The sentences with times from ``from_ms``: by the words where there are any, else shared out by length."""
    return [_timed(text, start, end, from_ms) for turn in turns for text, start, end in _sentences(turn)]


def _sentences(turn: Turn) -> Iterable[tuple[str, int, int]]:
    if turn.whole:
        return [(turn.text, turn.start_ms, turn.end_ms)]
    return _by_words(turn.words) if turn.words else _by_length(turn)


def _by_words(words: Sequence[Word]) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    current: list[Word] = []
    for word in words:
        current.append(word)
        if word is words[-1] or word.text.rstrip("\"'”’)）").endswith(("。", "！", "？", "!", "?", ".", "…")):
            found.append((joined([one.text for one in current]), current[0].start_ms, current[-1].end_ms))
            current = []
    return found


def _by_length(turn: Turn) -> list[tuple[str, int, int]]:
    texts = sentences_of(turn.text) or [turn.text]
    total = sum(max(1, count_units(text)) for text in texts)
    found: list[tuple[str, int, int]] = []
    done = 0
    for text in texts:
        start = turn.start_ms + (turn.end_ms - turn.start_ms) * done // total
        done += max(1, count_units(text))
        found.append((text, start, turn.start_ms + (turn.end_ms - turn.start_ms) * done // total))
    return found


def _timed(text: str, start_ms: int, end_ms: int, from_ms: int) -> Timed:
    start = max(0, start_ms - from_ms)
    return {"text": text, "start_ms": start, "end_ms": max(start, end_ms - from_ms)}
