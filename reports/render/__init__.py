"""The report as a file: PDF and Excel, in Chinese or English.

Both take the presented report (section 7.1 of the interface specification with its additions: see
`reports.builders`) as a mapping in one language. They know nothing of Django. The libraries behind them are
imported on first use, because a web process that only lists reports should not carry them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

from reports.builders.wording import LANGUAGES, Language

__all__ = ["LANGUAGES", "Language", "render_excel", "render_pdf", "write_excel", "write_pdf"]


def write_pdf(report: Mapping[str, Any], target: BinaryIO, *, language: Language) -> None:
    """Write ``report`` as a PDF into ``target``, a file open for writing bytes."""
    from reports.render import pdf

    pdf.write_pdf(report, target, language=language)


def render_pdf(report: Mapping[str, Any], *, language: Language) -> bytes:
    """``report`` as the bytes of a PDF; the same report gives the same bytes."""
    from reports.render import pdf

    return pdf.render_pdf(report, language=language)


def write_excel(report: Mapping[str, Any], target: BinaryIO, *, language: Language) -> None:
    """Write ``report`` as an Excel workbook into ``target``, a file open for writing bytes."""
    from reports.render import excel

    excel.write_excel(report, target, language=language)


def render_excel(report: Mapping[str, Any], *, language: Language) -> bytes:
    """``report`` as the bytes of an Excel workbook; the same report gives the same bytes."""
    from reports.render import excel

    return excel.render_excel(report, language=language)
