"""Start, the clock of each question, and the end."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from accounts.enums import WebhookEvent
from common import clock
from interviews import rules
from interviews.enums import ENDED_STATUSES, EndReason, InterviewStatus
from interviews.errors import AlreadyStarted, ConsentDeclined, InterviewOver, LinkExpired, NotOpenYet, NotStarted
from interviews.models import Interview, InterviewQuestion
from interviews.rules import Course, course_of
from interviews.selectors.consents import has_declined, opens_later
from interviews.services import events
from interviews.services.takes import rescue_answers
from interviews.services.webhooks import announce_end, announce_interview
from interviews.signals import interview_ended, interview_started, question_presented


def locked(interview: Interview) -> Interview:
    """The interview, locked for the rest of the transaction (SQLite: the transaction itself is the lock)."""
    return (
        Interview.objects.select_for_update(of=("self",)).select_related("candidate", "position").get(pk=interview.pk)
    )


def start_interview(interview: Interview) -> tuple[Interview, InterviewQuestion | None]:
    """Start, or take up again. Raises `InterviewOver`, `LinkExpired`, `ConsentDeclined`, `NotOpenYet`.

    Consents nobody asked for here (an interview held over the API) are the integrator's to have."""
    settle(interview)
    with transaction.atomic():
        return _start(locked(interview))


def _start(interview: Interview) -> tuple[Interview, InterviewQuestion | None]:
    if interview.status == InterviewStatus.CREATED:
        if has_declined(interview):
            raise ConsentDeclined
        if opens_at := opens_later(interview):
            raise NotOpenYet(opens_at=clock.written(opens_at, interview.timezone))
        now = clock.now()
        factor = float(interview.extra_time_factor)
        interview.status = InterviewStatus.IN_PROGRESS
        interview.started_at = now
        interview.deadline_at = now + dt.timedelta(minutes=interview.duration_minutes) * factor
        interview.save(update_fields=["status", "started_at", "deadline_at"])
        _give_extra_time(interview, factor)
        announce_interview(interview.pk, WebhookEvent.INTERVIEW_STARTED)
        transaction.on_commit(lambda: interview_started.send(sender=Interview, interview_id=interview.pk))
    elif interview.status == InterviewStatus.EXPIRED and interview.end_reason == EndReason.LINK_EXPIRED:
        raise LinkExpired
    elif interview.status in ENDED_STATUSES:
        raise InterviewOver
    return interview, present_current_question(interview)


def _give_extra_time(interview: Interview, factor: float) -> None:
    if factor != 1:
        questions = list(interview.questions.all())
        for question in questions:
            question.time_limit = rules.with_extra_time(question.time_limit, factor)
        InterviewQuestion.objects.bulk_update(questions, ["time_limit"])


@transaction.atomic
def present_current_question(interview: Interview) -> InterviewQuestion | None:
    """The current question; its clock starts when it is first shown. Only the current question's clock runs."""
    course = course_now(interview)
    if course.current is None or interview.status != InterviewStatus.IN_PROGRESS:
        return None
    if course.follow_up is not None and course.main is not None and course.main.started_at is not None:
        _set_clock(course.main, None)
    if course.current.started_at is None:
        _set_clock(course.current, clock.now())
    return course.current


def course_now(interview: Interview) -> Course:
    """Where the interview stands; a question whose time is over, with the grace, is closed first. What was recorded for
    it by then is its answer."""
    questions = list(interview.questions.all())
    answered = set(interview.answers.filter(is_current=True).values_list("question_id", flat=True))
    now = clock.now()
    for question in questions:
        overdue = rules.is_overdue(question.deadline_at, now=now)
        if overdue and question.pk not in answered and rescue_answers(interview, question=question):
            answered.add(question.pk)
        elif overdue and question.timed_out_at is None and question.pk not in answered:
            question.timed_out_at = now
            question.save(update_fields=["timed_out_at"])
    return course_of(questions, answered=answered)


def end_interview(interview: Interview, *, reason: str = EndReason.FINISHED) -> Interview:
    """End an interview in progress; ended already: as it was. Raises `NotStarted`, `InterviewOver` (cancelled)."""
    settle(interview)
    with transaction.atomic():
        return _end(locked(interview), reason=reason)


def _end(interview: Interview, *, reason: str) -> Interview:
    if interview.status == InterviewStatus.CREATED:
        raise NotStarted
    if interview.status == InterviewStatus.CANCELLED or interview.started_at is None:
        raise InterviewOver
    if interview.status == InterviewStatus.IN_PROGRESS:
        rescue_answers(interview)
        _close(interview, status=InterviewStatus.COMPLETED, reason=reason, at=clock.now())
    return interview


def cancel_interview(interview: Interview) -> Interview:
    """Cancel before the start. Raises `AlreadyStarted`, `InterviewOver`."""
    settle(interview)
    with transaction.atomic():
        return _cancel(locked(interview))


def _cancel(interview: Interview) -> Interview:
    if interview.status == InterviewStatus.IN_PROGRESS:
        raise AlreadyStarted
    if interview.status in (InterviewStatus.COMPLETED, InterviewStatus.EXPIRED):
        raise InterviewOver
    if interview.status == InterviewStatus.CREATED:
        _close(interview, status=InterviewStatus.CANCELLED, reason=EndReason.CANCELLED, at=clock.now())
    return interview


@transaction.atomic
def settle(interview: Interview) -> None:
    """Let time have its way, in a transaction of its own: a link that expired, a duration that ran out."""
    now = clock.now()
    interview = locked(interview)
    if interview.status == InterviewStatus.CREATED and now > interview.link_expires_at:
        _close(interview, status=InterviewStatus.EXPIRED, reason=EndReason.LINK_EXPIRED, at=interview.link_expires_at)
    elif interview.status == InterviewStatus.IN_PROGRESS and rules.is_overdue(interview.deadline_at, now=now):
        rescue_answers(interview)
        answered = interview.answers.filter(is_current=True).exists()
        status = InterviewStatus.COMPLETED if answered else InterviewStatus.EXPIRED
        _close(interview, status=status, reason=EndReason.TIME_LIMIT, at=interview.deadline_at)


def close_overdue(*, limit: int = 200) -> int:
    """Settle every interview whose time is over; how many there were. For the beat."""
    now = clock.now()
    overdue = Interview.objects.filter(
        Q(status=InterviewStatus.CREATED, link_expires_at__lt=now)
        | Q(status=InterviewStatus.IN_PROGRESS, deadline_at__lt=now - rules.grace())
    )[:limit]
    for interview in overdue:
        settle(interview)
    return len(overdue)


def _close(interview: Interview, *, status: str, reason: str, at: dt.datetime | None) -> None:
    interview.status, interview.end_reason, interview.ended_at = status, reason, at
    interview.save(update_fields=["status", "end_reason", "ended_at"])
    events.tell_interview_ended(interview)
    announce_end(interview.pk)
    transaction.on_commit(lambda: interview_ended.send(sender=Interview, interview_id=interview.pk))


def _set_clock(question: InterviewQuestion, now: dt.datetime | None) -> None:
    question.started_at = now
    question.deadline_at = now + dt.timedelta(seconds=question.time_limit) if now else None
    question.save(update_fields=["started_at", "deadline_at"])
    if now:
        events.tell_question_started(question)
        transaction.on_commit(
            lambda: question_presented.send(sender=InterviewQuestion, interview_id=question.interview_id)
        )
