"""The framed parts of the report: the heading of an ability and the cards of the dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from reports.render import theme
from reports.render.labels import Labels
from reports.render.pdf.canvas import tagged
from reports.render.pdf.charts import draw_bar
from reports.render.pdf.lines import Line
from reports.render.pdf.text import draw_line, draw_text, fit, lay_out
from reports.render.records import AbilityItem, DimensionItem

_Part = tuple[str, Sequence[Line], bool]  # name, words, whether measured


class AbilityHeading(Flowable):
    """An ability's name and score over a bar, with its weight and coverage; a heading in the structure."""

    def __init__(self, item: AbilityItem, labels: Labels, *, meta: str) -> None:
        super().__init__()
        self.item = item
        self.labels = labels
        self.meta = meta

    def getSpaceBefore(self) -> float:  # noqa: N802 (reportlab's name)
        return 16

    def getSpaceAfter(self) -> float:  # noqa: N802 (reportlab's name)
        return 6

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, 44.0
        return self.width, self.height

    def draw(self) -> None:
        measured = self.item.score is not None
        words = str(self.item.score) if measured else self.labels("not_measured")
        size, colour = (17, theme.ACCENT) if measured else (9.5, theme.MUTED)
        with tagged(self.canv, "H2"):
            label = fit(self.item.label, width=self.width - 110, size=13)
            draw_text(self.canv, label, x=0, y=28, size=13, colour=theme.INK)
            draw_text(self.canv, words, x=self.width, y=28, size=size, colour=colour, align="right")
        draw_bar(self.canv, self.item.score, x=0, y=16, width=self.width)
        meta = fit(self.meta, width=self.width, size=7.5)
        draw_text(self.canv, meta, x=0, y=4, size=7.5, colour=theme.MUTED, tag="P")


class DimensionCards(Flowable):
    """Speech, video and content side by side: a score and words for the parts of each."""

    GAP: Final = 12.0
    PAD: Final = 11.0

    def __init__(self, items: Sequence[DimensionItem], labels: Labels, *, scored: bool) -> None:
        super().__init__()
        self.items = items
        self.scored = scored
        self.labels = labels

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        self.card = (available_width - self.GAP * (len(self.items) - 1)) / len(self.items)
        inner = self.card - 2 * self.PAD
        self._parts = [
            [
                (name, lay_out(words or self.labels("not_measured"), width=inner - 70, size=8.5)[:3], bool(words))
                for name, words in item.parts
            ]
            for item in self.items
        ]
        self._reasons = [lay_out(item.reason, width=inner, size=7.5)[:3] for item in self.items]
        rows = max(sum(max(len(lines), 1) * 12 + 5 for _, lines, _ in parts) for parts in self._parts)
        self.height = 46.0 + rows + max(len(lines) for lines in self._reasons) * 10
        return self.width, self.height

    def draw(self) -> None:
        for index, item in enumerate(self.items):
            self._draw_card(item, self._parts[index], self._reasons[index], x=index * (self.card + self.GAP))

    def _draw_card(self, item: DimensionItem, parts: Sequence[_Part], reason: Sequence[Line], *, x: float) -> None:
        canvas = self.canv
        canvas.setFillColor(HexColor(theme.PANEL))
        canvas.roundRect(x, 0, self.card, self.height, 4, stroke=0, fill=1)
        left, right, y = x + self.PAD, x + self.card - self.PAD, self.height - 23
        with tagged(canvas, "P"):
            draw_text(canvas, item.label, x=left, y=y, size=10.5, colour=theme.INK)
            if item.score is not None:
                draw_text(canvas, str(item.score), x=right, y=y, size=14, colour=theme.ACCENT, align="right")
            elif self.scored:
                words = self.labels("not_scored")
                draw_text(canvas, words, x=right, y=y, size=8.5, colour=theme.FAINT, align="right")
            y -= 20
            for name, lines, measured in parts:
                draw_text(canvas, fit(name, width=66, size=8), x=left, y=y, size=8, colour=theme.MUTED)
                for line in lines:
                    colour = theme.INK if measured else theme.FAINT
                    draw_line(canvas, line, x=right - line.width, y=y, size=8.5, colour=colour)
                    y -= 12
                y -= 5 if lines else 17
            for line in reason:
                draw_line(canvas, line, x=left, y=y, size=7.5, colour=theme.MUTED)
                y -= 10
