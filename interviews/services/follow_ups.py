"""Asking further: requested with the answer, decided by analysis, read by the client."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from common import clock
from interviews import rules
from interviews.enums import FollowUpStatus, InterviewerStyle, InterviewStatus
from interviews.models import Answer, FollowUpRequest, Interview, InterviewQuestion
from interviews.services import events
from interviews.services.lifecycle import course_now, locked, present_current_question
from interviews.signals import follow_up_decided


@dataclass(frozen=True, slots=True)
class FollowUpAnswer:
    """What a client is told: pending, none, or ready with the question."""

    status: str
    question: InterviewQuestion | None
    reason: str = ""


def request_follow_up(answer: Answer) -> FollowUpRequest:
    """Open the question whether to ask further, or close it at once where no follow-up may come."""
    refusal = _refusal(answer)
    return FollowUpRequest.objects.create(
        answer=answer,
        status=FollowUpStatus.NONE if refusal else FollowUpStatus.PENDING,
        reason=refusal,
        requested_at=clock.now(),
        decided_at=clock.now() if refusal else None,
    )


@transaction.atomic
def offer_follow_up(answer: Answer, *, text: str, writer: str) -> InterviewQuestion | None:
    """Ask ``text`` about ``answer``, unless that has been decided, is too late, or the interview has moved on."""
    interview = locked(answer.interview)
    request = FollowUpRequest.objects.select_for_update().filter(answer=answer).first()
    if request is None or request.status != FollowUpStatus.PENDING:
        return None
    main = answer.question.parent or answer.question
    moved_on = interview.status != InterviewStatus.IN_PROGRESS or _a_later_main_is_answered(answer, main)
    if moved_on or _waited_too_long(request):
        _decide(request, FollowUpStatus.NONE, reason="too_late")
        return None
    number = main.follow_ups.count() + 1
    question = InterviewQuestion.objects.create(
        interview=interview,
        question_id=f"{main.question_id}_f{number}",
        order=main.order,
        follow_up_number=number,
        parent=main,
        content=text,
        type=main.type,
        difficulty=main.difficulty,
        time_limit=min(main.time_limit, _longest(interview)),
        follow_up_enabled=main.follow_up_enabled,
        reference_answer=main.reference_answer,
        scoring_points=main.scoring_points,
    )
    request.question, request.writer = question, writer
    _decide(request, FollowUpStatus.READY)
    events.tell_follow_up(answer, question)
    return question


@transaction.atomic
def decline_follow_up(answer: Answer, *, reason: str) -> None:
    """Nothing more to ask."""
    request = FollowUpRequest.objects.select_for_update().filter(answer=answer, status=FollowUpStatus.PENDING).first()
    if request is not None:
        _decide(request, FollowUpStatus.NONE, reason=reason)


@transaction.atomic
def read_follow_up(answer: Answer) -> FollowUpAnswer:
    """What became of the follow-up. A ready one that is still open starts its clock by being read."""
    request = FollowUpRequest.objects.select_related("question").get(answer=answer)
    if request.status == FollowUpStatus.PENDING and _waited_too_long(request):
        _decide(request, FollowUpStatus.NONE, reason="too_late")
    if request.status == FollowUpStatus.READY:
        interview = locked(answer.interview)
        if course_now(interview).follow_up == request.question:
            present_current_question(interview)
            request.question.refresh_from_db()
    return FollowUpAnswer(status=request.status, question=request.question, reason=request.reason)


def _longest(interview: Interview) -> int:
    return rules.with_extra_time(rules.FOLLOW_UP_TIME_LIMIT, float(interview.extra_time_factor))


def _refusal(answer: Answer) -> str:
    question, interview = answer.question, answer.interview
    main = question.parent or question
    asked = main.follow_ups.count()
    if not main.follow_up_enabled:
        return "not_enabled"
    if asked >= rules.FOLLOW_UP_CAP[InterviewerStyle(interview.interviewer_style)]:
        return "enough_asked"
    if interview.deadline_at - clock.now() < rules.TIME_FOR_A_FOLLOW_UP:
        return "no_time"
    return ""


def _a_later_main_is_answered(answer: Answer, main: InterviewQuestion) -> bool:
    return answer.interview.answers.filter(question__order__gt=main.order).exists()


def _waited_too_long(request: FollowUpRequest) -> bool:
    return clock.now() - request.requested_at > dt.timedelta(seconds=settings.FOLLOW_UP_WAIT_SECONDS)


def _decide(request: FollowUpRequest, status: str, *, reason: str = "") -> None:
    request.status, request.reason, request.decided_at = status, reason, clock.now()
    request.save(update_fields=["status", "reason", "decided_at", "question", "writer"])
    transaction.on_commit(lambda: follow_up_decided.send(sender=FollowUpRequest, answer_id=request.answer_id))
