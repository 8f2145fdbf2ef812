"""The reports that are to be laid side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from common.errors import NotFound
from common.jobs import JobState
from reports.errors import NotOnePosition, ReportNotReady, TooManyReports
from reports.models import Report
from reports.reviews.blindness import seen_by

MOST_COMPARED = 6


def chosen_reports(actor: Any, ids: Sequence[str]) -> list[Report]:
    """The reports of those public ids (of reports or their interviews), in the order asked for, each once, with their
    documents, and ``is_hidden`` where the actor must not see scores yet.

    Raises `TooManyReports`, `NotFound` when one is missing or out of scope, `NotOnePosition`, `ReportNotReady`."""
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MOST_COMPARED:
        raise TooManyReports(most=MOST_COMPARED)
    found = seen_by(Report.objects.visible_to(actor), actor)
    found = found.select_related("interview__candidate", "interview__position")
    by_report = {report.public_id: report for report in found.filter(public_id__in=wanted)}
    by_interview = {report.interview.public_id: report for report in found.filter(interview__public_id__in=wanted)}
    known = {**by_interview, **by_report}
    if any(key not in known for key in wanted):
        raise NotFound
    chosen = list({known[key].pk: known[key] for key in wanted}.values())
    if len({report.interview.position_id for report in chosen}) > 1:
        raise NotOnePosition
    if any(report.state != JobState.DONE for report in chosen):
        raise ReportNotReady
    return chosen
