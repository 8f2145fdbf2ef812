"""Reading interviews."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from common import clock
from interviews.models import Answer, Interview, InterviewQuerySet, MediaFile


def interviews_visible_to(
    actor: Any,
    *,
    status: str | None = None,
    position_id: str | None = None,
    start_date: dt.date | None = None,
    end_date: dt.date | None = None,
    external_id: str | None = None,
) -> InterviewQuerySet:
    """Newest first. Dates are whole days, inclusive, in each interview's own time zone."""
    found = Interview.objects.visible_to(actor).select_related("position", "candidate")
    if status:
        found = found.filter(status=status)
    if position_id:
        found = found.filter(position__public_id=position_id)
    if external_id:
        found = found.filter(external_id=external_id)
    if start_date or end_date:
        found = found.filter(_created_between(found, start_date, end_date))
    return found


def interview_visible_to(actor: Any, interview_id: str) -> Interview:
    """Raises `NotFound` when missing or out of scope."""
    return Interview.objects.select_related("position", "candidate", "organization").get_visible(actor, interview_id)


def answers_of(interview: Interview) -> Any:
    """The answers that count, in asking order, each with its question and transcript."""
    answers = interview.answers.filter(is_current=True)
    return answers.select_related("question", "question__parent", "transcript", "audio", "video")


def answer_of(interview: Interview, answer_id: str) -> Answer | None:
    answers = interview.answers.filter(public_id=answer_id)
    return answers.select_related("question", "question__parent", "interview").first()


def answer_for_analysis(answer_pk: int) -> Answer:
    related = ("interview__position", "question__parent", "audio", "video", "follow_up_request")
    return Answer.objects.select_related(*related).get(pk=answer_pk)


def answered_counts(interview: Interview) -> dict[str, int]:
    """How many main questions and how many follow-ups have an answer."""
    numbers = list(interview.answers.filter(is_current=True).values_list("question__follow_up_number", flat=True))
    return {
        "questions_answered": sum(1 for number in numbers if number == 0),
        "follow_ups_answered": sum(1 for number in numbers if number > 0),
    }


def media_visible_to(actor: Any, upload_id: str) -> MediaFile:
    """Raises `NotFound` when missing or out of scope."""
    return MediaFile.objects.get_visible(actor, upload_id)


def _created_between(found: InterviewQuerySet, first: dt.date | None, last: dt.date | None) -> Q:
    """One condition a time zone in use, so that a day is a day where the interview is."""
    condition = Q(pk__in=[])
    for zone in found.order_by().values_list("timezone", flat=True).distinct():
        within = Q(timezone=zone)
        if first:
            within &= Q(created_at__gte=clock.day_start(first, zone))
        if last:
            within &= Q(created_at__lt=clock.day_start(last + dt.timedelta(days=1), zone))
        condition |= within
    return condition
