"""The time of every character: from words that have times, or shared out over a stretch.

Times of characters are pairs of floats, milliseconds; None for a character that is not heard.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher

from interviews.transcripts.letters import is_spoken, syllables_of
from interviews.transcripts.turns import Word

Span = tuple[float, float]


def shared_out(text: str, start_ms: float, end_ms: float) -> list[Span | None]:
    """Times for ``text`` spoken evenly, syllable by syllable, from ``start_ms`` to ``end_ms``."""
    weights = [syllables_of(character) for character in text]
    total = sum(weights)
    spans: list[Span | None] = []
    done = 0.0
    for weight in weights:
        if not weight:
            spans.append(None)
            continue
        begin, done = done, done + weight
        length = end_ms - start_ms
        spans.append((start_ms + length * begin / total, start_ms + length * done / total))
    return spans


def taken_from(text: str, words: Sequence[Word]) -> list[Span | None]:
    """Times for ``text`` from ``words``, which say the same or nearly: characters that agree keep the words' times,
    the others share the time between them."""
    letters, spans = _heard(words)
    places = [index for index, character in enumerate(text) if is_spoken(character)]
    wanted = "".join(text[index].lower()[:1] for index in places)
    found = spans if wanted == letters else _aligned(wanted, letters, spans)
    times: list[Span | None] = [None] * len(text)
    for place, span in zip(places, found, strict=True):
        times[place] = span
    return times


def _heard(words: Sequence[Word]) -> tuple[str, list[Span]]:
    """The characters that are heard, in lower case, each with its share of its word's time."""
    letters: list[str] = []
    spans: list[Span] = []
    for word in words:
        timed = zip(word.text, shared_out(word.text, word.start_ms, word.end_ms), strict=True)
        for character, span in timed:
            if span is not None:
                letters.append(character.lower()[:1])
                spans.append(span)
    return "".join(letters), spans


def _aligned(wanted: str, letters: str, spans: Sequence[Span]) -> list[Span]:
    """A span for each of ``wanted``, by the characters that both texts have in the same order."""
    if not spans:
        return [(0.0, 0.0)] * len(wanted)
    first = _common_start(wanted, letters)
    last = _common_start(wanted[first:][::-1], letters[first:][::-1])
    found: dict[int, Span] = {index: spans[index] for index in range(first)}
    for back in range(1, last + 1):
        found[len(wanted) - back] = spans[-back]
    middle = SequenceMatcher(
        None, wanted[first : len(wanted) - last], letters[first : len(letters) - last], autojunk=False
    )
    for block in middle.get_matching_blocks():
        for step in range(block.size):
            found[first + block.a + step] = spans[first + block.b + step]
    return _filled(wanted, found, whole=(spans[0][0], spans[-1][1]))


def _filled(wanted: str, found: dict[int, Span], *, whole: Span) -> list[Span]:
    """The gaps between known characters shared out over the time between those."""
    known = sorted(found)
    filled: list[Span] = []
    for index in range(len(wanted)):
        if index in found:
            filled.append(found[index])
            continue
        after = bisect_right(known, index)
        low, high = (known[after - 1] if after else -1), (known[after] if after < len(known) else len(wanted))
        start = found[low][1] if low >= 0 else whole[0]
        end = max(start, found[high][0] if high < len(wanted) else whole[1])
        step = (end - start) / (high - low - 1)
        filled.append((start + step * (index - low - 1), start + step * (index - low)))
    return filled


def _common_start(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
