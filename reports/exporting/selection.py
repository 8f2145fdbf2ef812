"""Which reports a file is made of: filters of a list, or chosen ones; always as its maker may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, Subquery

from common.jobs import JobState
from positions.models import Position
from reports.comparing.ranking import ranked_reports, sorted_reports
from reports.models import Decision, Report, ReportQuerySet
from reports.reviews.blindness import seen_by
from reports.selectors import listed_reports


def reports_selected(actor: Any, selection: Mapping[str, Any]) -> ReportQuerySet:
    """Ready reports that the actor may know of, documents deferred, with ``outcome`` of the decision that counts.

    ``selection`` is as it is kept with the job: ``{"reports": [ids]}``, ``{"list": {filters of listed_reports}}`` or
    ``{"ranking": {"position": id, "sort": ..., filters of ranked_reports, days as ISO}}``. A position that is gone
    gives nothing."""
    if "ranking" in selection:
        return _ranked(actor, dict(selection["ranking"]))
    if "list" in selection:
        found = listed_reports(actor, **selection["list"])
    else:
        found = seen_by(Report.objects.visible_to(actor), actor).filter(public_id__in=selection["reports"])
        found = found.defer("document").select_related("interview__candidate", "interview__position")
    latest = Decision.objects.filter(interview=OuterRef("interview_id")).order_by("-number")
    found = found.annotate(outcome=Subquery(latest.values("outcome")[:1]))
    return found.filter(state=JobState.DONE).order_by("-generated_at", "-pk")


def _ranked(actor: Any, wanted: dict[str, Any]) -> ReportQuerySet:
    position = Position.objects.visible_to(actor).filter(public_id=wanted.pop("position")).first()
    if position is None:
        return Report.objects.none()
    sort = wanted.pop("sort", "-score")
    for name in ("since", "until"):
        wanted[name] = dt.date.fromisoformat(wanted[name]) if wanted.get(name) else None
    return sorted_reports(ranked_reports(actor, position, **wanted), sort)[0]
