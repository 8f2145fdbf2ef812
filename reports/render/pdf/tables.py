"""Tables in the one look the report has: hairlines, a quiet head that repeats on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, LongTable, TableStyle

from reports.render import theme
from reports.render.pdf.text import TABLE_HEAD, TABLE_HEAD_RIGHT, TextBlock


def grid(
    head: Sequence[str], rows: Sequence[Sequence[list[Flowable]]], *, widths: Sequence[float], right: Sequence[int] = ()
) -> LongTable:
    """A table over several pages. ``widths`` in points; ``right`` names columns whose head stands right.

    A row must fit a page: the caller clips its texts.
    """
    head_cells: list[Any] = [
        TextBlock(text, TABLE_HEAD_RIGHT if index in right else TABLE_HEAD) for index, text in enumerate(head)
    ]
    table = LongTable([head_cells, *rows], colWidths=list(widths), repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, HexColor(theme.FAINT)),
                ("LINEBELOW", (0, 1), (-1, -1), 0.5, HexColor(theme.RULE)),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("LEFTPADDING", (1, 0), (-1, -1), 12),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ]
        )
    )
    return table
