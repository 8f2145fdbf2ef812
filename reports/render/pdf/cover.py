"""The first page: who, for what, when, the overall score and the recommendation in words."""

from __future__ import annotations

from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from reports.render import theme
from reports.render.formats import clip
from reports.render.pdf.canvas import tagged
from reports.render.pdf.charts import draw_ring
from reports.render.pdf.text import TextBlock, TextStyle, draw_line, draw_text, fit, lay_out, width_of
from reports.render.reading import ReportReader

MARGIN: Final = 57.0  # 20 mm
BAND: Final = 300.0
_NAME_SIZES: Final = ((14, 34.0), (28, 26.0), (60, 20.0), (10_000, 13.0))
_VERDICT_SIZES: Final = (24, 20, 16)
_LONGEST_FACT = 200  # as long as the id that a company gives
_FACT_NAME = TextStyle(size=8, leading=12, colour=theme.MUTED)
_FACT = TextStyle(size=9.5, leading=14, colour=theme.INK)


def draw_band(canvas: Any, reader: ReportReader) -> None:
    """The coloured upper part of the cover with the title and the names."""
    width, height = A4
    bottom = height - BAND
    with tagged(canvas, "Artifact"):
        canvas.setFillColor(HexColor(theme.ACCENT))
        canvas.rect(0, bottom, width, BAND, stroke=0, fill=1)
    draw_text(canvas, reader.title, x=MARGIN, y=height - 66, size=12, colour=theme.ACCENT_SOFT, tag="P")
    label = reader.labels("ai_label")
    draw_text(canvas, label, x=width - MARGIN, y=height - 66, size=9, colour=theme.ACCENT_SOFT, align="right", tag="P")
    y = _draw_block(canvas, clip(reader.candidate, 110) or "–", y=height - 138, sizes=_NAME_SIZES, tag="H1")
    y = _draw_block(canvas, clip(reader.position, 110), y=y - 10, sizes=((40, 15.0), (10_000, 10.5)), tag="P")
    _draw_block(
        canvas, fit(reader.organization, width=A4[0] - 2 * MARGIN, size=10.5), y=y - 4, sizes=((10_000, 10.5),), tag="P"
    )


def _draw_block(canvas: Any, text: str, *, y: float, sizes: tuple[tuple[int, float], ...], tag: str) -> float:
    """Draw ``text`` from base line ``y`` downwards in the first size meant for its length; return the next one."""
    if not text:
        return y
    size = next(size for length, size in sizes if len(text) <= length)
    with tagged(canvas, tag):
        for line in lay_out(text, width=A4[0] - 2 * MARGIN, size=size)[:3]:
            draw_line(canvas, line, x=MARGIN, y=y, size=size, colour=theme.WHITE)
            y -= size * 1.4
    return y


class Verdict(Flowable):
    """The overall score in a ring and the recommendation beside it."""

    def __init__(self, reader: ReportReader) -> None:
        super().__init__()
        self.reader = reader

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, 118.0
        return self.width, self.height

    def draw(self) -> None:
        reader, label = self.reader, self.reader.labels
        with tagged(self.canv, "P"):
            draw_ring(self.canv, reader.overall_score, x=55, y=60, radius=50)
            left = 140.0
            draw_text(self.canv, label("recommendation"), x=left, y=86, size=9, colour=theme.MUTED)
            words = reader.recommendation or label("not_scored")
            room = self.width - left
            size = next((size for size in _VERDICT_SIZES if width_of(words, size) <= room), _VERDICT_SIZES[-1])
            draw_text(self.canv, fit(words, width=room, size=size), x=left, y=56, size=size, colour=theme.ACCENT)
            score = "" if reader.overall_score is None else f"{reader.overall_score} / 100"
            under = " · ".join(
                part for part in (label.colon(label("overall_score"), score) if score else "", reader.coverage) if part
            )
            draw_text(
                self.canv, fit(under, width=self.width - left, size=8.5), x=left, y=34, size=8.5, colour=theme.MUTED
            )


def cover(reader: ReportReader, *, width: float) -> list[Flowable]:
    """What stands under the band: verdict (where there are scores), facts, and the note on what this is."""
    story: list[Flowable] = []
    if reader.has_scores:
        story += [Verdict(reader), Spacer(0, 26)]
    if reader.facts:
        story.append(_facts(reader, width=width))
    return story


def _facts(reader: ReportReader, *, width: float) -> Table:
    cells = [
        [TextBlock(name, _FACT_NAME), TextBlock(clip(words, _LONGEST_FACT), _FACT)] for name, words in reader.facts
    ]
    rows = [cells[index : index + 2] for index in range(0, len(cells), 2)]
    if len(rows[-1]) == 1:
        rows[-1].append([])
    table = Table(rows, colWidths=[width / 2, width / 2])
    table.setStyle(
        TableStyle(
            [
                ("LINEABOVE", (0, 0), (-1, 0), 0.6, HexColor(theme.RULE)),
                ("LINEBELOW", (0, 0), (-1, -1), 0.6, HexColor(theme.RULE)),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 7),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
            ]
        )
    )
    return table


def draw_note(canvas: Any, reader: ReportReader) -> None:
    """At the foot of the cover: a machine made this, and a person decides."""
    width = A4[0] - 2 * MARGIN
    lines = lay_out(reader.labels("ai_label_long"), width=width - 28, size=8.5)
    height = len(lines) * 13 + 18
    with tagged(canvas, "Artifact"):
        canvas.setFillColor(HexColor(theme.ACCENT_WASH))
        canvas.roundRect(MARGIN, 62, width, height, 4, stroke=0, fill=1)
    with tagged(canvas, "P"):
        for index, line in enumerate(lines):
            y = 62 + height - 20 - index * 13
            draw_line(canvas, line, x=MARGIN + 14, y=y, size=8.5, colour=theme.ACCENT)
