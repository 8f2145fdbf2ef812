"""Who read a report and who took it away."""

from __future__ import annotations

from typing import Any

from common.audit.enums import Verb
from common.audit.writing import record_once
from reports.models import Report
from reports.services.reviewing import tell


def note_view(report: Report, *, actor: Any) -> None:
    """Write down the first time a member reads what the AI found."""
    record_once(
        Verb.REPORT_VIEWED,
        organization_id=report.organization_id,
        about=report.interview.public_id,
        actor=actor,
        subject=report.public_id,
    )


def note_export(report: Report, *, actor: Any, form: str) -> None:
    """Write down that somebody downloaded the report as a file (``form``: pdf, excel)."""
    tell(Verb.EXPORTED, report.interview, actor=actor, subject=report.public_id, format=form)
