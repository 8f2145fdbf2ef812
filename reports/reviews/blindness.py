"""What a reviewer may know of a report before the own review: who said what, and nothing of what the AI found.

Whether somebody is such a reviewer is `interviews.selectors.reviewing.blind_interviews`; every door asks there, by
`seen_by` for lists and `presented_report` for one report.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    ExpressionWrapper,
    F,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    Value,
    When,
)

from interviews.selectors.reviewing import blind_interviews
from positions.enums import CandidateReport

Found = TypeVar("Found", bound=QuerySet)

_KEPT = (
    "report_id",
    "interview_id",
    "external_id",
    "candidate",
    "position",
    "organization",
    "interviewer_style",
    "mode",
    "interview_language",
    "timezone",
    "started_at",
    "ended_at",
    "end_reason",
    "total_duration",
    "generated_at",
    "language",
    "ai_generated",
    "origin",
)
_KEPT_OF_QUESTIONS = (
    "question_id",
    "order",
    "parent_question_id",
    "is_follow_up",
    "content",
    "type",
    "difficulty",
    "answer_id",
    "duration",
    "transcript",
    "transcript_source",
    "transcript_reason",
    "transcript_reason_label",
    "sentences",
    "offset_ms",
    "media_offset_ms",
)


def seen_by(found: Found, actor: Any) -> Found:
    """Each report with what this reader may know: ``is_hidden`` (scores must not be shown), ``shown_score`` and
    ``shown_recommendation`` (null and empty where hidden), to be shown, filtered and sorted by."""
    hidden = _hidden_from(actor)
    return found.annotate(
        is_hidden=ExpressionWrapper(hidden, output_field=BooleanField()),
        shown_score=Case(
            When(hidden, then=Value(None)), default=F("overall_score"), output_field=PositiveSmallIntegerField()
        ),
        shown_recommendation=Case(When(hidden, then=Value("")), default=F("recommendation"), output_field=CharField()),
    )


def _hidden_from(actor: Any) -> Q:
    if getattr(actor, "is_superuser", False) or getattr(actor, "is_enterprise", False):
        return Q(interview__in=blind_interviews(actor))
    return ~Q(interview__position__candidate_report=CandidateReport.FULL)


def without_findings(presented: Mapping[str, Any]) -> dict[str, Any]:
    """The presented report without scores, recommendation, highlights, suggestions and measurements; the keys that
    would carry them are absent."""
    questions = [
        {key: question[key] for key in _KEPT_OF_QUESTIONS if key in question} for question in presented["questions"]
    ]
    return {**{key: presented[key] for key in _KEPT if key in presented}, "blind": True, "questions": questions}
