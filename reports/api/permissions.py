"""What of a report members may know: who is to review blind sees nothing of it before."""

from __future__ import annotations

from typing import Any

from interviews.models import Interview
from interviews.selectors import interview_visible_to
from interviews.selectors.reviewing import is_blind
from reports import selectors
from reports.models import Report
from reports.reviews.errors import ReviewFirst


def open_interview(actor: Any, interview_id: str) -> Interview:
    """Raises `NotFound`, and `ReviewFirst` for one who owes a blind review."""
    interview = interview_visible_to(actor, interview_id)
    if is_blind(actor, interview):
        raise ReviewFirst
    return interview


def open_report(actor: Any, interview_id: str) -> Report:
    """Raises as `report_visible_to`, and `ReviewFirst` for one who owes a blind review."""
    report = selectors.report_visible_to(actor, interview_id)
    if not selectors.sees_scores(actor, report):
        raise ReviewFirst
    return report
