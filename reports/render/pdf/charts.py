"""The drawings of the report: radar, score bars, dimension cards, timeline and score ring.

Each is a flowable with a fixed height, drawn with the canvas alone. A score that is None is drawn as absent
(a dashed axis, an empty track), never as zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from reports.render import theme
from reports.render.formats import short_clock
from reports.render.labels import Labels
from reports.render.pdf.canvas import tagged
from reports.render.pdf.text import draw_line, draw_text, fit, lay_out
from reports.render.records import AbilityItem, HighlightItem

Point = tuple[float, float]
_RINGS: Final = (0.25, 0.5, 0.75, 1.0)


def _stroke(canvas: Any, colour: str, width: float, dash: tuple[float, float] | None = None) -> None:
    canvas.setStrokeColor(HexColor(colour))
    canvas.setLineWidth(width)
    canvas.setDash(*(dash or ()))


def _polygon(canvas: Any, points: Sequence[Point], *, fill: bool, stroke: bool) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, fill=int(fill), stroke=int(stroke))


class Radar(Flowable):
    """Scores of the abilities as a radar. A missing score leaves its corner of the figure open."""

    def __init__(self, abilities: Sequence[AbilityItem], labels: Labels, *, width: float, height: float) -> None:
        super().__init__()
        self.abilities = abilities
        self.labels = labels
        self.width, self.height = width, height
        self.radius = min(width * 0.26, height * 0.35)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        values = (f"{item.label} {self._value(item)}" for item in self.abilities)
        alt = self.labels("radar_alt", values=self.labels.join(list(values)))
        with tagged(self.canv, "Figure", alt=alt):
            self.canv.saveState()
            self.canv.translate(self.width / 2, self.height / 2 - self.radius * 0.06)
            self._draw_grid()
            self._draw_scores()
            self._draw_labels()
            self.canv.restoreState()

    def _value(self, item: AbilityItem) -> str:
        return self.labels("not_measured") if item.score is None else str(item.score)

    def _point(self, index: int, share: float) -> Point:
        angle = math.pi / 2 - 2 * math.pi * index / len(self.abilities)
        return self.radius * share * math.cos(angle), self.radius * share * math.sin(angle)

    def _draw_grid(self) -> None:
        count = len(self.abilities)
        self.canv.setFillColor(HexColor(theme.PANEL))
        for share in reversed(_RINGS):
            _stroke(self.canv, theme.RULE, 0.6)
            _polygon(self.canv, [self._point(index, share) for index in range(count)], fill=share == 1.0, stroke=True)
        for index, item in enumerate(self.abilities):
            missing = item.score is None
            _stroke(
                self.canv, theme.FAINT if missing else theme.RULE, 0.8 if missing else 0.6, (3, 2) if missing else None
            )
            self.canv.line(0, 0, *self._point(index, 1))
        self.canv.setDash()

    def _draw_scores(self) -> None:
        points = [
            None if item.score is None else self._point(i, item.score / 100) for i, item in enumerate(self.abilities)
        ]
        self.canv.setFillColor(HexColor(theme.ACCENT))
        self.canv.setFillAlpha(0.16)
        pairs = [(points[index], points[(index + 1) % len(points)]) for index in range(len(points))]
        for start, end in pairs:
            if start and end:
                _polygon(self.canv, [(0, 0), start, end], fill=True, stroke=False)
        self.canv.setFillAlpha(1)
        _stroke(self.canv, theme.ACCENT, 1.6)
        self.canv.setLineJoin(1)
        for start, end in pairs:
            if start and end:
                self.canv.line(*start, *end)
        for point in points:
            if point:
                self.canv.circle(*point, 2.6, fill=1, stroke=0)

    def _draw_labels(self) -> None:
        for index, item in enumerate(self.abilities):
            x, y = self._point(index, 1.13)
            align = "centre" if abs(x) < 1 else ("left" if x > 0 else "right")
            room = self.width if align == "centre" else self.width / 2 - abs(x)
            lines = lay_out(item.label, width=room, size=8)[:3]
            top = y + (len(lines) * 10 if y > self.radius * 0.9 else (len(lines) - 1) * 5 + 2)
            for number, line in enumerate(lines):
                left = x - {"left": 0.0, "centre": line.width / 2, "right": line.width}[align]
                draw_line(self.canv, line, x=left, y=top - number * 10, size=8, colour=theme.INK)
            colour, size = (theme.MUTED, 8) if item.score is None else (theme.ACCENT, 9.5)
            below = top - len(lines) * 10 - 1.5
            draw_text(self.canv, self._value(item), x=x, y=below, size=size, colour=colour, align=align)


class ScoreBars(Flowable):
    """One line an ability: its name, its score, and a bar; under it why there is none."""

    ROW: Final = 38.0

    def __init__(self, abilities: Sequence[AbilityItem], labels: Labels, *, width: float) -> None:
        super().__init__()
        self.abilities = abilities
        self.labels = labels
        self.width = width
        self.height = self.ROW * len(abilities)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        for index, item in enumerate(self.abilities):
            self._draw_row(item, y=self.height - self.ROW * index - 13)

    def _draw_row(self, item: AbilityItem, *, y: float) -> None:
        measured = item.score is not None
        words = str(item.score) if measured else self.labels("not_measured")
        with tagged(self.canv, "P"):
            name = fit(item.label, width=self.width - (30 if measured else 62), size=9.5)
            draw_text(self.canv, name, x=0, y=y, size=9.5, colour=theme.INK)
            size, colour = (12, theme.ACCENT) if measured else (8.5, theme.MUTED)
            draw_text(self.canv, words, x=self.width, y=y, size=size, colour=colour, align="right")
            draw_bar(self.canv, item.score, x=0, y=y - 9, width=self.width)
            if not measured and item.reason:
                reason = fit(item.reason, width=self.width, size=7)
                draw_text(self.canv, reason, x=0, y=y - 17.5, size=7, colour=theme.MUTED)


def draw_bar(canvas: Any, score: float | None, *, x: float, y: float, width: float, height: float = 4.0) -> None:
    """A track with a filled part; a dashed empty one where there is no score."""
    if score is None:
        _stroke(canvas, theme.FAINT, 0.7, (2, 2))
        canvas.line(x, y + height / 2, x + width, y + height / 2)
        canvas.setDash()
        return
    canvas.setFillColor(HexColor(theme.ACCENT_SOFT))
    canvas.roundRect(x, y, width, height, height / 2, stroke=0, fill=1)
    filled = width * min(max(score, 0), 100) / 100
    if filled > 0:
        canvas.setFillColor(HexColor(theme.ACCENT))
        canvas.roundRect(x, y, max(filled, height), height, height / 2, stroke=0, fill=1)


class Timeline(Flowable):
    """The interview as a line with a numbered mark for each moment: filled for a strength, hollow otherwise."""

    RADIUS: Final = 7.0

    def __init__(self, items: Sequence[HighlightItem], labels: Labels, *, duration_ms: int | None) -> None:
        super().__init__()
        self.items = [item for item in items if item.at_ms is not None]
        self.labels = labels
        self.end_ms = max([duration_ms or 0, *(item.at_ms or 0 for item in self.items), 1])

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        self._levels = self._stack()
        self.height = 34.0 + max(self._levels, default=0) * (2 * self.RADIUS + 3) + 2 * self.RADIUS
        return self.width, self.height

    def _x(self, at_ms: int) -> float:
        return self.RADIUS + (self.width - 2 * self.RADIUS) * at_ms / self.end_ms

    def _stack(self) -> list[int]:
        """How high each mark stands above the line, so that close ones do not cover each other."""
        ends: list[float] = []
        levels = []
        for item in self.items:
            x = self._x(item.at_ms or 0)
            level = next((index for index, end in enumerate(ends) if abs(x - end) > 2 * self.RADIUS + 2), len(ends))
            if level == len(ends):
                ends.append(x)
            ends[level] = x
            levels.append(min(level, 4))
        return levels

    def draw(self) -> None:
        with tagged(self.canv, "Figure", alt=self.labels("timeline_alt", count=len(self.items))):
            self._draw_axis()
            places = [
                (item, self._x(item.at_ms or 0), self._y(level))
                for item, level in zip(self.items, self._levels, strict=True)
            ]
            _stroke(self.canv, theme.ACCENT, 0.8)
            for _, x, y in places:
                self.canv.line(x, 18, x, y)
            for place in places:
                self._draw_mark(*place)

    def _draw_axis(self) -> None:
        left, right = self.RADIUS, self.width - self.RADIUS
        _stroke(self.canv, theme.ACCENT_SOFT, 3)
        self.canv.setLineCap(1)
        self.canv.line(left, 18, right, 18)
        for share in (0, 0.25, 0.5, 0.75, 1):
            x = left + (right - left) * share
            align = "left" if share == 0 else "right" if share == 1 else "centre"
            x_text = {"left": 0.0, "right": self.width, "centre": x}[align]
            text = short_clock(self.end_ms * share)
            draw_text(self.canv, text, x=x_text, y=3, size=7, colour=theme.MUTED, align=align)

    def _y(self, level: int) -> float:
        return 18 + 8 + self.RADIUS + level * (2 * self.RADIUS + 3)

    def _draw_mark(self, item: HighlightItem, x: float, y: float) -> None:
        self.canv.setFillColor(HexColor(theme.ACCENT if item.positive else theme.WHITE))
        self.canv.circle(x, y, self.RADIUS, stroke=1, fill=1)
        colour = theme.WHITE if item.positive else theme.ACCENT
        draw_text(self.canv, str(item.number), x=x, y=y - 2.7, size=7.5, colour=colour, align="centre")


def draw_ring(canvas: Any, score: int | None, *, x: float, y: float, radius: float) -> None:
    """The overall score as a ring around its number; dashed and empty where there is none."""
    box = (x - radius, y - radius, x + radius, y + radius)
    canvas.setLineCap(1)
    _stroke(canvas, theme.RULE if score is None else theme.ACCENT_SOFT, 7, (1, 11) if score is None else None)
    canvas.circle(x, y, radius, stroke=1, fill=0)
    canvas.setDash()
    if score:
        _stroke(canvas, theme.ACCENT, 7)
        canvas.arc(*box, startAng=90, extent=-359.9 * min(score, 100) / 100)
    text, colour = ("–", theme.FAINT) if score is None else (str(score), theme.INK)
    draw_text(canvas, text, x=x, y=y - radius * 0.27, size=radius * 0.8, colour=colour, align="centre")
