"""Reports for tests of versions, sharing, comparing and exporting: whole ones, made in a few rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.models import User
from common import clock
from common.jobs import JobState
from interviews.enums import EndReason, InterviewStatus
from interviews.models import Interview
from positions.models import Position
from reports.models import Report
from tests.factories import make_interview
from tests.reports.samples import sample_document


def make_report(candidate: User, position: Position, **changes: Any) -> Report:
    """A ready report of an interview that was held. ``scores`` by ability replace those of the document."""
    interview = make_interview(candidate, position, mode="text")
    now = clock.now()
    Interview.objects.filter(pk=interview.pk).update(
        status=InterviewStatus.COMPLETED,
        end_reason=EndReason.FINISHED,
        started_at=now - dt.timedelta(minutes=20),
        ended_at=now,
    )
    scores = changes.pop("scores", {})
    document = sample_document()
    for ability in document["abilities"]:
        ability["score"] = scores.get(ability["key"], ability["score"])
    fields = {
        "overall_score": document["overall_score"],
        "recommendation": document["recommendation"],
        "coverage": document["coverage"],
        **changes,
    }
    document["overall_score"] = fields["overall_score"]
    return Report.objects.create(
        interview_id=interview.pk,
        organization=position.organization,
        state=JobState.DONE,
        document=document,
        generated_at=now,
        rubric_version=document["rubric_version"],
        ability_scores={one["key"]: one["score"] for one in document["abilities"] if one["score"] is not None},
        **fields,
    )
