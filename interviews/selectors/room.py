"""How an interview stands, as its room shows it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Sum

from common import clock
from interviews.enums import InterviewStatus
from interviews.models import Interview, InterviewQuestion, RecordingPart
from interviews.selectors.live import last_event, running_question


def standing(interview: Interview) -> dict[str, Any]:
    """The question that runs, its clock, what of its answer came in. Moments are milliseconds since 1970."""
    interview.refresh_from_db()
    runs = interview.status == InterviewStatus.IN_PROGRESS
    question = running_question(interview) if runs else None
    return {
        "status": interview.status,
        "end_reason": interview.end_reason,
        "now": _ms(clock.now()),
        "deadline": _ms(interview.deadline_at) if runs else None,
        "total": interview.questions.filter(follow_up_number=0).count(),
        "question": _shown(question) if question else None,
        "recorded": _recorded(question) if question else None,
        "last_seq": last_event(interview.pk),
    }


def _shown(question: InterviewQuestion) -> dict[str, Any]:
    return {
        "id": question.question_id,
        "number": question.order,
        "content": question.content,
        "is_follow_up": question.is_follow_up,
        "started": _ms(question.started_at),
        "deadline": _ms(question.deadline_at),
        "seconds": question.time_limit,
    }


def _recorded(question: InterviewQuestion) -> dict[str, Any]:
    """Of the open take; ``takes`` counts the ones begun."""
    open_takes = question.recordings.filter(finished_at=None)
    newest = open_takes.order_by("-take").first()
    parts = RecordingPart.objects.filter(segment__recording=newest) if newest else RecordingPart.objects.none()
    return {"takes": open_takes.count(), "ms": parts.aggregate(total=Sum("length_ms"))["total"] or 0}


def _ms(moment: dt.datetime | None) -> int | None:
    return round(moment.timestamp() * 1000) if moment else None
