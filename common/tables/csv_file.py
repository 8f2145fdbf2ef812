"""CSV files, whatever they are encoded in and parted by."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Generator
from typing import IO

from common.tables.cells import said
from common.tables.errors import DamagedTable, NotATable, UnknownEncoding

_PIECE = 256 * 1024
_LONGEST_CELL = 131_072  # what the csv module takes unless told otherwise
# A byte order mark says which; UTF-8 is strict enough to be told from GB18030 by trying.
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")


def csv_rows(file: IO[bytes]) -> Generator[tuple[int, list[str], list[tuple[int, str]]]]:
    """Line number and cells of each record that says something, and no problems. Raises `NotATable`, `UnknownEncoding`,
    `DamagedTable`."""
    encoding = _encoding_of(file)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        reader = csv.reader(text, delimiter=_delimiter_of(text), strict=False)
        before = 0
        for record in reader:
            cells = [said(cell) for cell in record]
            if any(cells):
                yield before + 1, cells, []
            before = reader.line_num
    except csv.Error:
        raise DamagedTable from None
    finally:
        text.detach()


def _encoding_of(file: IO[bytes]) -> str:
    file.seek(0)
    head = file.read(4096)
    if head.startswith(_BINARY):
        raise NotATable
    for mark, encoding in _MARKS:
        if head.startswith(mark) and _decodes(file, encoding):
            return encoding
    candidates = [_unmarked_utf16(head)] if b"\0" in head else ["utf-8", "gb18030"]
    for encoding in candidates:
        if encoding and _decodes(file, encoding):
            return encoding
    raise UnknownEncoding


def _unmarked_utf16(head: bytes) -> str:
    """Commas and line ends are ASCII: their zero bytes tell which half comes first."""
    odd, even = head[1::2].count(0), head[::2].count(0)
    if max(odd, even) * 20 < len(head):
        raise NotATable
    return "utf-16-le" if odd > even else "utf-16-be"


def _decodes(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while piece := file.read(_PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    finally:
        file.seek(0)
    return True


def _delimiter_of(text: io.TextIOWrapper) -> str:
    first = text.readline(_LONGEST_CELL)
    text.seek(0)
    return max((",", "\t", ";", "，"), key=first.count)
