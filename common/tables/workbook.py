"""Reads one Excel file in a process of its own: ``python -m common.tables.workbook FILE MAX_ROWS``.

The spreadsheet library brings megabytes with it and believes what a file says. Here neither matters: the memory of
this process is bounded and ends with it. Writes one JSON list a row; the last line says how it went. Knows nothing
of Django.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import traceback
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

MOST_BYTES_UNPACKED = 200 * 1024 * 1024
MOST_COLUMNS = 100
_MEMORY = 1536 * 1024 * 1024
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_PIECE = 1024 * 1024
_LONGEST_MATCH = 120
_MOST_MERGED = 10_000
_ROWS_ABOVE = 10  # titles and the head stand above what is counted


class _Refused(Exception):
    """``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def main(path: str, max_rows: int) -> str:
    """How it went: ``ok``, or a code of `common.tables.reading`."""
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        _check(path)
        for count, row in enumerate(_rows(path), start=1):
            if count > max_rows + _ROWS_ABOVE:
                return "too_many_rows"
            sys.stdout.write(json.dumps(row) + "\n")
    except _Refused as refused:
        return refused.code
    except MemoryError:
        return "too_big"
    except Exception:  # noqa: BLE001  (whatever a hostile file brings about: it cannot be read)
        traceback.print_exc()
        return "damaged"
    return "ok"


def _check(path: str) -> None:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > MOST_BYTES_UNPACKED or len(members) > 5000:
            raise _Refused("too_big")
        if not any(member.filename.lower() == "xl/workbook.xml" for member in members):
            raise _Refused("not_a_table")


def _rows(path: str) -> Iterator[list[Any]]:
    """Number, cells, and what is wrong with them (``[column, code]``) of each row that says something."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
    if sheet is None:
        raise _Refused("empty")
    merged, has_formulas = _marks_of(path, sheet._worksheet_path)
    formulas = _formulas_of(path, sheet.title) if has_formulas else iter(())
    sheet.reset_dimensions()
    kept: dict[int, tuple[int, Any]] = {}
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        is_formula = next(formulas, frozenset())
        values = [_value(cell.value) for cell in cells]
        wrong = [[place, "formula"] for place in sorted(is_formula) if place < len(values) and values[place] is None]
        wrong += [[place, "error"] for place, cell in enumerate(cells) if cell.data_type == "e"]
        _spread(values, number, merged, kept)
        wide = merged.get((number, "wide"), ())
        wrong += [[place, "merged"] for place in wide if place < len(values) and values[place]]
        if wrong or any(value not in (None, "") for value in values):
            yield [number, values, wrong]


def _value(value: Any) -> Any:
    """As JSON; times as text."""
    if value is None or isinstance(value, str | int | float):
        return value
    from common.tables.cells import said

    return said(value)


def _spread(values: list[Any], number: int, merged: dict[Any, Any], kept: dict[int, tuple[int, Any]]) -> None:
    """A cell merged downwards says the same in each of its rows."""
    for column, last in merged.get((number, "down"), ()):
        if column < len(values):
            kept[column] = (last, values[column])
    for column, (last, value) in list(kept.items()):
        if number > last:
            del kept[column]
            continue
        values.extend([None] * (column + 1 - len(values)))
        values[column] = value


def _formulas_of(path: str, title: str) -> Iterator[frozenset[int]]:
    """Row by row, which cells hold formulas."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
    sheet = book[title]
    sheet.reset_dimensions()
    for cells in sheet.iter_rows(max_col=MOST_COLUMNS):
        yield frozenset(place for place, cell in enumerate(cells) if cell.data_type == "f")


def _marks_of(path: str, member: str) -> tuple[dict[Any, list[Any]], bool]:
    """Merged cells by first row (down: column and last row; wide: column), and whether there is any formula."""
    merged: dict[Any, list[Any]] = {}
    has_formulas = False
    count = 0
    for piece, fresh in _pieces(path, member):
        has_formulas = has_formulas or _FORMULA.search(piece) is not None
        for match in _MERGED.finditer(piece):
            if match.end() <= fresh:
                continue
            count += 1
            if count > _MOST_MERGED:
                raise _Refused("too_big")
            _note_merged(merged, *(_place(end.decode()) for end in match.groups()))
    return merged, has_formulas


def _note_merged(merged: dict[Any, list[Any]], first: tuple[int, int], last: tuple[int, int]) -> None:
    if last[0] > first[0]:
        merged.setdefault((first[0], "down"), []).append((first[1], last[0]))
    if last[1] > first[1]:
        for row in range(first[0], min(last[0], first[0] + 1000) + 1):
            merged.setdefault((row, "wide"), []).append(first[1])


def _pieces(path: str, member: str) -> Iterator[tuple[bytes, int]]:
    """The part in pieces that overlap, and how much of each was there before."""
    with zipfile.ZipFile(path) as archive, archive.open(member.lstrip("/")) as part:
        rest = b""
        while piece := part.read(_PIECE):
            yield rest + piece, len(rest)
            rest = (rest + piece)[-_LONGEST_MATCH:]


def _place(reference: str) -> tuple[int, int]:
    """Row from 1 and column from 0 of a reference such as B7."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]), column - 1


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], int(sys.argv[2]))) + "\n")
