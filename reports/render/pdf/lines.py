"""Breaking text into lines: Chinese between characters, English between words, long words where they must.

Rules kept for Chinese (as in GB/T 15834 and CLREQ): no line begins with closing punctuation or ends with an
opening bracket or quotation mark. A word or address longer than the line is cut, so that nothing overflows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

_OPEN: Final = "（《「『【〔〈［｛“‘￥"
_CLOSE: Final = "，。！？；：、）》」』】〕〉］｝”’…—·～％℃"
_CJK: Final = (
    "\u2e80-\u2fff\u3005-\u3007\u3021-\u30ff\u3105-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff10-\uffef\u25a1\U00020000-\U0003ffff"
)
_WORD: Final = rf"(?:[^\s{_CJK}{_OPEN}{_CLOSE}]|\xa0)+"  # a no-break space is part of the word
_UNIT: Final = re.compile(
    rf"\n|[^\S\n\xa0]+|[{_OPEN}]*(?:{_WORD}(?:’{_WORD})*|[{_CJK}](?:\xa0{_WORD})?)[{_CLOSE}]*|[{_OPEN}]+[{_CLOSE}]*|[{_CLOSE}]+"
)

Measure = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one colour (None: the colour of the block)."""

    text: str
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line as drawn: pieces from left to right, and their width together."""

    pieces: tuple[Span, ...]
    width: float


class _Filler:
    """Fills lines greedily; spaces at the start and at the end of a line vanish."""

    def __init__(self, width: float, measure: Measure) -> None:
        self.width = width
        self.measure = measure
        self.lines: list[Line] = []
        self._parts: list[tuple[str, str | None]] = []
        self._used = 0.0
        self._space: tuple[str, str | None, float] | None = None

    def add(self, unit: str, colour: str | None) -> None:
        if unit == "\n":
            self.flush(force=True)
        elif unit.isspace():
            if self._parts:
                self._space = (" ", colour, self.measure(" "))
        else:
            self._add_word(unit, colour)

    def _add_word(self, unit: str, colour: str | None) -> None:
        width = self.measure(unit)
        gap = self._space[2] if self._space else 0.0
        if self._parts and self._used + gap + width > self.width and not self._worth_cutting(width):
            self.flush()
        if self._space:
            self._put(*self._space)
            self._space = None
        while self._used + width > self.width and len(unit) > 1:
            head = self._fitting(unit)
            self._put(head, colour, self.measure(head))
            self.flush()
            unit = unit[len(head) :]
            width = self.measure(unit)
        self._put(unit, colour, width)

    def _fitting(self, unit: str) -> str:
        """As much of a too long word as the line still holds, at least one character; no mark begins the rest."""
        used, count = self._used, 0
        for char in unit:
            used += self.measure(char)
            if used > self.width and count:
                break
            count += 1
        count = min(count, len(unit) - 1)
        earlier = next((at for at in range(count, 1, -1) if unit[at] not in _CLOSE), count)
        return unit[:earlier]

    def _worth_cutting(self, width: float) -> bool:
        """Whether a word of ``width`` needs a cut anyway and enough of this line is left to begin it here."""
        return width > self.width and self._used < self.width * 0.7

    def _put(self, text: str, colour: str | None, width: float) -> None:
        self._parts.append((text, colour))
        self._used += width

    def flush(self, *, force: bool = False) -> None:
        """End the line; an empty one counts only when ``force`` is set."""
        if self._parts or force:
            self.lines.append(Line(_merged(self._parts), self._used))
        self._parts, self._used, self._space = [], 0.0, None


def _merged(parts: Sequence[tuple[str, str | None]]) -> tuple[Span, ...]:
    """Neighbours of one colour joined, so that a line is few drawing operations."""
    texts: list[str] = []
    colours: list[str | None] = []
    for text, colour in parts:
        if colours and colours[-1] == colour:
            texts[-1] += text
        else:
            texts.append(text)
            colours.append(colour)
    return tuple(map(Span, texts, colours))


def break_lines(spans: Sequence[Span], *, width: float, measure: Measure) -> tuple[Line, ...]:
    """The spans as lines of at most ``width``; ``measure`` gives a text's width in the same unit."""
    filler = _Filler(width, measure)
    for span in spans:
        for unit in _UNIT.findall(span.text):
            filler.add(unit, span.colour)
    filler.flush()
    return tuple(filler.lines)
