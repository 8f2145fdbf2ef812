"""A workbook in the report's look, and the one way a sheet of it is written.

Text goes in with `write_string` alone, so words that begin with "=" stay words: nothing a candidate says can
become a formula or a link. Times are written as Excel durations and shown as HH:MM:SS.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.render import theme
from reports.render.formats import clean
from reports.render.labels import Labels

CELL_LIMIT: Final = 32_767  # characters, by Excel's specification
_PLAIN_TEXT: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# Bars of the kind every reader of the format knows; those of Excel 2010 make other programs complain.
_DATA_BAR: Final = {
    "type": "data_bar",
    "bar_color": theme.ACCENT_SOFT,
    "min_type": "num",
    "min_value": 0,
    "max_type": "num",
    "max_value": 100,
}
_MS_A_DAY: Final = 86_400_000
_LINE: Final = {"bottom": 1, "bottom_color": theme.RULE}
_BODY: Final = {"font_color": theme.BODY, "valign": "top", **_LINE}
_HEAD: Final = {
    "bold": True,
    "font_color": theme.WHITE,
    "bg_color": theme.ACCENT,
    "text_wrap": True,
    "valign": "vcenter",
    "border": 1,
    "border_color": theme.ACCENT,
}

FORMATS: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"font_size": 18, "font_color": theme.INK, "valign": "vcenter"},
    "label": {"font_size": 10, "font_color": theme.ACCENT, "valign": "vcenter"},
    "heading": {"font_size": 13, "font_color": theme.ACCENT, "valign": "top"},
    "head": _HEAD | {"indent": 1},
    "head_right": _HEAD | {"align": "right"},
    "name": {"font_color": theme.MUTED, "valign": "vcenter", **_LINE},
    "text": _BODY | {"text_wrap": True, "align": "left", "indent": 1},
    "fact": _BODY | {"text_wrap": True, "valign": "vcenter"},
    "note": {"font_color": theme.MUTED, "valign": "top", "text_wrap": True},
    "number": _BODY | {"num_format": "0.0##", "align": "right"},
    "score": _BODY | {"num_format": "0", "align": "right", "font_color": theme.INK},
    "big": {
        "font_size": 26,
        "font_color": theme.ACCENT,
        "num_format": "0",
        "align": "left",
        "valign": "vcenter",
        **_LINE,
    },
    "verdict": {"font_size": 14, "font_color": theme.ACCENT, "valign": "vcenter", **_LINE},
    "percent": _BODY | {"num_format": "0%", "align": "right"},
    "time": _BODY | {"num_format": "[hh]:mm:ss", "align": "right"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters, and how its values are shown (a key of `FORMATS`)."""

    head: str
    width: float
    kind: str = "text"
    bars: bool = False  # shade each cell by its share of 100


def lines_in(text: str, *, width: float) -> int:
    """About how many lines ``text`` takes in a column of ``width`` digits; a Chinese character is nearly two wide."""
    paragraphs = text.split("\n")
    units = (sum(1.9 if ord(char) > 0x2E7F else 0.9 for char in paragraph) for paragraph in paragraphs)
    return sum(max(1, math.ceil(count / width)) for count in units)


def _height(columns: Sequence[Column], row: Sequence[object]) -> float:
    """Points that the tallest cell needs, at most what Excel allows (409)."""
    lines = (lines_in(clean(value), width=column.width) for column, value in zip(columns, row, strict=True))
    return min(max(lines) * 14.0 + 4, 409)


class Book:
    """An Excel file being written; call `close` to finish it."""

    def __init__(self, target: BinaryIO, labels: Labels) -> None:
        self.labels = labels
        self._book = xlsxwriter.Workbook(target, {"in_memory": True, **_PLAIN_TEXT})
        base = {"font_name": "Microsoft YaHei" if labels.language == "zh" else "Calibri", "font_size": 10}
        self._formats = {key: self._book.add_format({**base, **look}) for key, look in FORMATS.items()}

    def sheet(self, name: str, *, landscape: bool = False, pages_tall: int = 0) -> Sheet:
        """Add a sheet, printed one page wide and ``pages_tall`` pages tall (0: as many as it takes)."""
        worksheet = self._book.add_worksheet(name)
        worksheet.hide_gridlines(2)
        worksheet.set_paper(9)  # A4
        worksheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        worksheet.fit_to_pages(1, pages_tall)
        worksheet.set_footer(f"&L&8{self.labels('ai_label')}&R&8&P / &N")
        if landscape:
            worksheet.set_landscape()
        return Sheet(worksheet, self._formats)

    def chart(self, kind: str, subtype: str | None = None) -> Any:
        options = {"type": kind} | ({"subtype": subtype} if subtype else {})
        return self._book.add_chart(options)

    def describe(self, properties: Mapping[str, Any], custom: Mapping[str, str]) -> None:
        """Set the document's properties (names as in xlsxwriter) and its own additional ones."""
        self._book.set_properties(dict(properties))
        for name, value in custom.items():
            self._book.set_custom_property(name, value, "text")

    def close(self) -> None:
        self._book.close()


class Sheet:
    """One sheet; rows and columns count from 0."""

    def __init__(self, worksheet: Worksheet, formats: Mapping[str, Format]) -> None:
        self.worksheet = worksheet
        self.name: str = worksheet.get_name()
        self._formats = formats

    def put(self, row: int, column: int, value: object, kind: str = "text") -> None:
        """Write one value; None leaves an empty cell. ``kind`` "time" takes milliseconds."""
        look = self._formats[kind]
        if value is None or value == "":
            self.worksheet.write_blank(row, column, None, look)
        elif isinstance(value, (int, float)):
            self.worksheet.write_number(row, column, value / _MS_A_DAY if kind == "time" else value, look)
        else:
            self.worksheet.write_string(row, column, clean(value)[:CELL_LIMIT], look)

    def merge(self, row: int, columns: tuple[int, int], text: str, kind: str) -> None:
        """Write text over several columns of one row."""
        self.worksheet.merge_range(row, columns[0], row, columns[1], "", self._formats[kind])
        self.put(row, columns[0], text, kind)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[object]], *, keep: int = 1) -> None:
        """A table with a head that stays in view and is printed on every page, and a filter on every column.

        ``keep`` first columns stay in view too.
        """
        self.widths([column.width for column in columns])
        self.worksheet.set_row(0, 24)
        for index, column in enumerate(columns):
            self.put(0, index, column.head, "head" if column.kind == "text" else "head_right")
        for number, row in enumerate(rows, start=1):
            self.height(number, _height(columns, row))
            for index, (column, value) in enumerate(zip(columns, row, strict=True)):
                self.put(number, index, value, "text" if isinstance(value, str) else column.kind)
        last = max(len(rows), 1)
        self.worksheet.freeze_panes(1, keep)
        self.worksheet.repeat_rows(0)
        self.worksheet.autofilter(0, 0, last, len(columns) - 1)
        for index in (index for index, column in enumerate(columns) if column.bars):
            self.worksheet.conditional_format(1, index, last, index, _DATA_BAR)

    def widths(self, widths: Sequence[float]) -> None:
        for index, width in enumerate(widths):
            self.worksheet.set_column(index, index, width)

    def height(self, row: int, points: float) -> None:
        self.worksheet.set_row(row, points)

    def place(self, chart: Any, *, row: int, column: int, width: int, height: int) -> None:
        """Put a chart with its upper left corner at a cell; its size is in pixels."""
        chart.set_size({"width": width, "height": height})
        self.worksheet.insert_chart(row, column, chart, {"object_position": 2})
