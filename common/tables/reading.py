"""A table somebody brings: found out what it is, its columns matched by their heads, its rows with their numbers.

    COLUMNS = (
        Column(key="email", heads=("邮箱", "E-mail", "email", "电子邮件"), is_required=True),
        Column(key="name", heads=("姓名", "Name")),
    )
    table = read_table(upload, columns=COLUMNS)   # raises TableRefused with a sentence for the reader
    for row in table.rows:
        row.number, row.cells["email"], row.problems

The first head of a column is its Chinese one, the second its English one; templates and exports use them. All are
understood, in any case, with or without spaces, stars and notes in brackets.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import IO, Any

from django.conf import settings
from django.utils.translation import get_language, gettext

from common.tables.cells import said
from common.tables.csv_file import csv_rows
from common.tables.errors import (
    DamagedTable,
    EmptyTable,
    NotATable,
    OldWorkbook,
    RepeatedHeaders,
    TableRefused,
    TableTooBig,
    TooManyRows,
    WrongHeaders,
)

MOST_ROWS = 50_000
MOST_BYTES = 20 * 1024 * 1024
_SECONDS = 120
_HEAD_WITHIN = 10  # rows: titles and hints may stand above the head
_NOTE = re.compile(r"[(（\[【].*?[)）\]】]")
_Raw = tuple[int, list[Any], list[tuple[int, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column there may be. ``heads``: Chinese, English, and whatever else people write."""

    key: str
    heads: tuple[str, ...]
    is_required: bool = False

    @property
    def head(self) -> str:
        """In the reader's language."""
        return self.heads[0] if (get_language() or "").startswith("zh") else self.heads[1]


@dataclass(slots=True)
class Row:
    """``number`` is the one a spreadsheet shows beside the row. ``problems``: sentences about single cells that could
    not be read, by column key."""

    number: int
    cells: dict[str, str]
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """``present`` are the keys of the columns there are; ``ignored`` the heads nobody knows."""

    rows: list[Row]
    present: tuple[str, ...]
    ignored: tuple[str, ...]


def read_table(file: IO[bytes], *, columns: Sequence[Column], max_rows: int = MOST_ROWS) -> Table:
    """The table in an uploaded Excel or CSV file; which it is, its content tells, not its name.

    Empty rows are left out. A formula counts by the value it had when the file was saved. A cell merged downwards
    counts in each of its rows. Raises `TableRefused`.
    """
    size = file.seek(0, 2)
    if size > MOST_BYTES:
        raise TableTooBig(megabytes=MOST_BYTES // 1024 // 1024)
    with closing(_workbook_rows(file, max_rows) if _is_workbook(file) else csv_rows(file)) as raw:
        return _matched(raw, columns, max_rows)


def has_required(heads: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether ``heads`` name every column that must be there."""
    return not _missing(_places(heads, columns), columns)


def _is_workbook(file: IO[bytes]) -> bool:
    file.seek(0)
    head = file.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise OldWorkbook
    return head.startswith(b"PK")


def _workbook_rows(file: IO[bytes], max_rows: int) -> Generator[_Raw]:
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as kept:
        file.seek(0)
        shutil.copyfileobj(file, kept)
        kept.flush()
        command = [sys.executable, "-m", "common.tables.workbook", kept.name, str(max_rows)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True, cwd=settings.PROJECT_DIR)
        except (subprocess.SubprocessError, OSError):
            raise DamagedTable from None
    *lines, ending = done.stdout.splitlines()
    if (code := json.loads(ending)) != "ok":
        raise _refusal(code, max_rows)
    for line in lines:
        number, values, wrong = json.loads(line)
        yield number, values, [(place, code) for place, code in wrong]


def _refusal(code: str, max_rows: int) -> TableRefused:
    if code == "too_many_rows":
        return TooManyRows(rows=max_rows)
    if code == "too_big":
        return TableTooBig(megabytes=MOST_BYTES // 1024 // 1024)
    return {"not_a_table": NotATable, "empty": EmptyTable}.get(code, DamagedTable)()


def _matched(rest: Iterator[_Raw], columns: Sequence[Column], max_rows: int) -> Table:
    above: list[list[str]] = []
    for _number, values, _wrong in rest:
        heads = [said(value) for value in values]
        above.append(heads)
        places = _places(heads, columns)
        if not _missing(places, columns):
            return _table(rest, heads, places, max_rows)
        if len(above) == _HEAD_WITHIN:
            break
    if not above:
        raise EmptyTable
    raise _wrong_headers(above, columns)


def _wrong_headers(above: list[list[str]], columns: Sequence[Column]) -> WrongHeaders:
    """Told of the row that looks most like the head."""
    heads = max(above, key=lambda heads: len(_places(heads, columns)))
    missing = _missing(_places(heads, columns), columns)
    found = ", ".join(head[:40] for head in heads if head)
    error = WrongHeaders(missing=", ".join(column.head for column in missing), found=found[:400] or "–")
    error.errors = {"file": [error.message]}
    return error


def _places(heads: Sequence[str], columns: Sequence[Column]) -> dict[str, list[int]]:
    known = {_plain(head): column.key for column in columns for head in (*column.heads, column.key)}
    places: dict[str, list[int]] = {}
    for place, head in enumerate(heads):
        key = known.get(_plain(head))
        if key is not None:
            places.setdefault(key, []).append(place)
    return places


def _plain(head: str) -> str:
    """What two spellings of a head have in common."""
    text = _NOTE.sub("", unicodedata.normalize("NFKC", head)).casefold()
    return "".join(letter for letter in text if letter.isalnum())


def _missing(places: dict[str, list[int]], columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if column.is_required and column.key not in places]


def _table(rest: Iterator[_Raw], heads: list[str], places: dict[str, list[int]], max_rows: int) -> Table:
    twice = [heads[place] for found in places.values() if len(found) > 1 for place in found]
    if twice:
        raise RepeatedHeaders(headers=", ".join(twice))
    at = {found[0]: key for key, found in places.items()}
    rows: list[Row] = []
    for number, values, wrong in rest:
        row = _row(number, values, wrong, at)
        if not any(row.cells.values()) and not row.problems:
            continue
        if len(rows) == max_rows:
            raise TooManyRows(rows=max_rows)
        rows.append(row)
    if not rows:
        raise EmptyTable
    ignored = tuple(head for place, head in enumerate(heads) if head and place not in at)
    return Table(rows=rows, present=tuple(places), ignored=ignored)


def _row(number: int, values: list[Any], wrong: list[tuple[int, str]], at: dict[int, str]) -> Row:
    cells = {key: said(values[place]) if place < len(values) else "" for place, key in at.items()}
    return Row(number, cells, {at[place]: _problem(code) for place, code in wrong if place in at})


def _problem(code: str) -> str:
    return {
        "formula": gettext("This cell holds a formula without a value. Please put the value itself there."),
        "error": gettext("This cell holds an error of a formula."),
        "merged": gettext("This cell is merged with others beside it. Please split it."),
    }[code]
