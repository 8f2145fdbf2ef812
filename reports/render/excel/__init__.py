"""The report as an Excel workbook with native charts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, BinaryIO, Final

from reports.builders.wording import Language
from reports.render import provenance
from reports.render.excel import sheets
from reports.render.excel.book import Book
from reports.render.formats import clip, moment
from reports.render.labels import Labels
from reports.render.reading import ReportReader

__all__ = ["render_excel", "write_excel"]

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_SHEETS: Final = (
    sheets.overview,
    sheets.abilities,
    sheets.people,
    sheets.indicators,
    sheets.evidence,
    sheets.moments,
    sheets.questions,
    sheets.transcript,
    sheets.method,
)


def write_excel(report: Mapping[str, Any], target: BinaryIO, *, language: Language) -> None:
    """Write the presented ``report`` as a workbook into ``target``, a file open for writing bytes.

    ``language`` is that of the words around the report. The same report gives the same bytes.
    """
    reader = ReportReader(report, language=language)
    book = Book(target, reader.labels)
    _describe(book, reader, reader.labels)
    for write in _SHEETS:
        write(book, reader)
    book.close()


def _describe(book: Book, reader: ReportReader, label: Labels) -> None:
    """Set title, author and labels. A property of one's own holds at most 255 characters, hence the short names."""
    made_at = moment(reader.report.get("generated_at")) or _EPOCH
    producer = reader.organization or label("author")
    names = " · ".join(part for part in (label("ai_label"), reader.title, reader.candidate, reader.position) if part)
    book.describe(
        {
            "title": clip(names, 250),
            "subject": label("subject"),
            "author": clip(producer, 250),
            "company": clip(reader.organization, 250),
            "category": label("ai_label"),
            "keywords": label("keywords"),
            "comments": label("ai_label_long"),
            "created": made_at.astimezone(UTC).replace(tzinfo=None),
        },
        {
            "AIGC": provenance.aigc_json(producer=_plain(producer, 40), report_id=_plain(reader.report_id, 40)),
            "DigitalSourceType": provenance.SOURCE_TYPE,
        },
    )


def _plain(text: str, length: int) -> str:
    """Letters, digits and spaces alone, so that the length holds in JSON and in UTF-16 too."""
    return re.sub(r"[^\w -]|[^\u0000-\uffff]", "", text)[:length]


def render_excel(report: Mapping[str, Any], *, language: Language) -> bytes:
    """`write_excel` into memory."""
    buffer = BytesIO()
    write_excel(report, buffer, language=language)
    return buffer.getvalue()
