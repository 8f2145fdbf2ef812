"""Tables people take away. Memory stays the same however many rows there are; no cell becomes a formula or a link."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from common.tables.cells import MOST_CHARACTERS, RISKY, neutral

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
_MOST_ROWS = 1_048_576  # of a sheet in Excel
_PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_VALIDATED_ROWS = 5000


def write_xlsx(
    target: IO[bytes],
    *,
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    sheet: str = "",
    widths: Sequence[int] = (),
    choices: Mapping[int, Sequence[str]] | None = None,
) -> int:
    """Write a workbook and say how many rows it has. ``widths`` are in characters; ``choices`` offers, by column from
    0, a list to choose from. Numbers stay numbers; all else is text. What one sheet cannot hold goes on in the next.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm", **_PLAIN_TEXT}
    )
    styles = {
        "head": book.add_format({"bold": True, "bg_color": "#EEF0F4", "bottom": 1, "valign": "vcenter"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "risky": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
    }
    count = 0
    page: Any = None
    for row in rows:
        place = count % (_MOST_ROWS - 1)
        if place == 0:
            page = _new_sheet(book, sheet if count == 0 else "", heads, widths, choices or {}, styles)
        _write_row(page, place + 1, row, styles)
        count += 1
    if page is None:
        _new_sheet(book, sheet, heads, widths, choices or {}, styles)
    book.close()
    return count


def csv_lines(*, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A CSV file in pieces: UTF-8 with a byte order mark, which Excel needs to read Chinese."""
    yield codecs.BOM_UTF8
    yield _csv_line(heads)
    for row in rows:
        yield _csv_line(row)


def _csv_line(row: Sequence[Any]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(neutral(value) if isinstance(value, str) else value for value in row)
    return line.getvalue().encode("utf-8", "replace")


def _new_sheet(
    book: Any, name: str, heads: Sequence[str], widths: Sequence[int], choices: Mapping[int, Sequence[str]], styles: Any
) -> Any:
    sheet = book.add_worksheet(name[:31] or None)
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for column, offered in choices.items():
        sheet.data_validation(1, column, _VALIDATED_ROWS, column, {"validate": "list", "source": list(offered)})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, styles["head"])
    return sheet


def _write_row(sheet: Any, number: int, row: Sequence[Any], styles: Any) -> None:
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            text = str(value)[:MOST_CHARACTERS]
            sheet.write_string(number, column, text, styles["risky" if text.startswith(RISKY) else "text"])
        else:
            sheet.write_number(number, column, value)
