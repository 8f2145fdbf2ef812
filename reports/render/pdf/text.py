"""`TextBlock`, the paragraph of the report.

It lays out plain text (so nothing in a candidate's words can act as markup), keeps Chinese line rules, splits
over pages, and marks itself for screen readers. Laying out is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from reports.render import theme
from reports.render.pdf import fonts, rtl
from reports.render.pdf.canvas import tagged
from reports.render.pdf.lines import Line, Span, break_lines


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a block looks. ``tag`` is its role in the document's structure (P, H1, H2, H3). Sizes in points."""

    size: float = 9.5
    leading: float = 15.0
    colour: str = theme.BODY
    align: str = "left"  # left | right | centre
    before: float = 0.0
    after: float = 0.0
    indent: float = 0.0
    tag: str = "P"


BODY = TextStyle(after=5)
SMALL = TextStyle(size=8, leading=12)
SMALL_RIGHT = TextStyle(size=8, leading=12, align="right")
MUTED = TextStyle(size=8, leading=12, colour=theme.MUTED)
TABLE_HEAD = TextStyle(size=7.5, leading=11, colour=theme.MUTED)
TABLE_HEAD_RIGHT = TextStyle(size=7.5, leading=11, colour=theme.MUTED, align="right")
NOTE = TextStyle(size=8.5, leading=13, colour=theme.MUTED, after=10)
H1 = TextStyle(size=19, leading=26, colour=theme.INK, after=10, tag="H1")
H2 = TextStyle(size=12.5, leading=18, colour=theme.ACCENT, before=14, after=6, tag="H2")
H3 = TextStyle(size=10.5, leading=15, colour=theme.INK, before=8, after=3, tag="H3")


_WIDE: Final = re.compile("[\u2e80-\uffef\U00020000-\U0003ffff]")
_LATIN_APOSTROPHE: Final = re.compile("(?<=[A-Za-z])\u2019(?=[A-Za-z])")
_NARROW: Final = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "…": "...", "—": "–"})


def spans_of(text: str | Sequence[Span]) -> tuple[Span, ...]:
    """The text as spans that the fonts can draw."""
    spans = (Span(text),) if isinstance(text, str) else text
    return tuple(Span(_ready(span.text), span.colour) for span in spans if span.text)


def _ready(text: str) -> str:
    return fonts.drawable(latin_marks(rtl.shape(text) if rtl.needed(text) else text))


def latin_marks(text: str) -> str:
    """``text`` with narrow marks in place of typographic ones where it is not Chinese.

    The font draws quotation marks, dashes and dots as wide as a Chinese character, which tears Latin text apart.
    """
    if text.isascii():
        return text
    if _WIDE.search(text):
        return _LATIN_APOSTROPHE.sub("'", text)
    return text.translate(_NARROW)


def lay_out(text: str | Sequence[Span], *, width: float, size: float) -> tuple[Line, ...]:
    return break_lines(spans_of(text), width=width, measure=partial(fonts.width_of, size=size))


def draw_line(canvas: Any, line: Line, *, x: float, y: float, size: float, colour: str) -> None:
    """Draw one laid-out line with its left end at ``x`` and its base line at ``y``."""
    text = canvas.beginText(x, y)
    for span in line.pieces:
        text.setFillColor(HexColor(span.colour or colour))
        for name, piece in fonts.runs(rtl.visual(span.text) if rtl.needed(span.text) else span.text):
            text.setFont(name, size)
            text.textOut(piece)
    canvas.drawText(text)


def draw_text(
    canvas: Any, text: str, *, x: float, y: float, size: float, colour: str, align: str = "left", tag: str | None = None
) -> float:
    """Draw ``text`` on one line at ``x`` (its left end, centre or right end by ``align``); return its width."""
    ready = _ready(text)
    width = fonts.width_of(ready, size)
    left = x - {"left": 0.0, "centre": width / 2, "right": width}[align]
    with tagged(canvas, tag):
        draw_line(canvas, Line((Span(ready),), width), x=left, y=y, size=size, colour=colour)
    return width


def width_of(text: str, size: float) -> float:
    """Width in points of any text."""
    return fonts.width_of(_ready(text), size)


def fit(text: str, *, width: float, size: float) -> str:
    """``text`` cut with an ellipsis to fit one line of ``width``."""
    ready = _ready(text)
    if fonts.width_of(ready, size) <= width:
        return ready
    dots = "…" if _WIDE.search(ready) else "..."
    room = width - fonts.width_of(dots, size)
    used, kept = 0.0, []
    for char in ready:
        used += fonts.width_of(char, size)
        if used > room:
            break
        kept.append(char)
    return "".join(kept).rstrip() + dots


class TextBlock(Flowable):
    """A paragraph of plain text, or of spans in several colours; optionally with a label in its left margin.

    ``gutter`` is a short text (a time, a number) drawn in the indent, on the first line.
    """

    def __init__(
        self, text: str | Sequence[Span], style: TextStyle = BODY, *, gutter: str = "", lines: Sequence[Line] = ()
    ) -> None:
        super().__init__()
        self.text = text
        self.style = style
        self.gutter = gutter
        self._lines = tuple(lines)
        self._laid_out_for: float | None = None

    def getSpaceBefore(self) -> float:  # noqa: N802 (reportlab's name)
        return self.style.before

    def getSpaceAfter(self) -> float:  # noqa: N802 (reportlab's name)
        return self.style.after

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        if self._laid_out_for != available_width:
            if self.text:
                inner = max(available_width - self.style.indent, self.style.size)
                self._lines = lay_out(self.text, width=inner, size=self.style.size)
            self._laid_out_for = available_width
        self.width = available_width
        self.height = len(self._lines) * self.style.leading
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """As many lines as fit and the rest; nothing when fewer than two would stay together."""
        self.wrap(available_width, available_height)
        fitting = int(available_height // self.style.leading)
        total = len(self._lines)
        if fitting >= total:
            return [self]
        fitting = min(fitting, total - 2) if total > 3 else fitting
        if fitting < 2 and total > 1:
            return []
        return [self._part(self._lines[:fitting], self.gutter), self._part(self._lines[fitting:], "")]

    def _part(self, lines: Sequence[Line], gutter: str) -> TextBlock:
        part = TextBlock("", self.style, gutter=gutter, lines=lines)
        part._laid_out_for = self._laid_out_for
        return part

    def draw(self) -> None:
        style = self.style
        top = self.height - style.leading / 2 - style.size * 0.36
        with tagged(self.canv, style.tag):
            if self.gutter:
                draw_text(self.canv, self.gutter, x=0, y=top, size=style.size - 1, colour=theme.FAINT)
            for index, line in enumerate(self._lines):
                room = self.width - style.indent - line.width
                shift = {"left": 0.0, "centre": room / 2, "right": room}[style.align]
                y = top - index * style.leading
                draw_line(self.canv, line, x=style.indent + shift, y=y, size=style.size, colour=style.colour)
