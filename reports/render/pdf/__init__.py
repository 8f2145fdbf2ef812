"""The report as a PDF."""

from __future__ import annotations

from reports.render.pdf.document import render_pdf, write_pdf

__all__ = ["render_pdf", "write_pdf"]
