"""Names of exported files, safe on every system."""

from __future__ import annotations

import re

from reports.enums import ExportKind
from reports.models import ExportJob

_SUFFIXES = {ExportKind.EXCEL: "xlsx", ExportKind.PDF_ZIP: "zip"}
_UNSAFE = re.compile(r"[^\w .()\-·]+")


def file_name_of(job: ExportJob) -> str:
    """``reports-20261122-0915.xlsx``, by the time it was asked for."""
    return f"reports-{job.created_at:%Y%m%d-%H%M}.{_SUFFIXES[ExportKind(job.kind)]}"


def safe_name(text: str, *, longest: int = 60) -> str:
    """Letters of every script, digits and a few signs; never empty, never a path."""
    return _UNSAFE.sub("_", text).strip(" .")[:longest].strip(" .") or "report"
