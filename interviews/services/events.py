"""Telling what happens: stored and numbered with the fact itself, sent to the sockets after commit."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.db.models import Max

from common import clock
from common.realtime.publish import message_of, publish
from interviews.contracts import (
    Announcement,
    AnswerReceived,
    FollowUpGenerated,
    InterviewEnded,
    StoredEvent,
)
from interviews.models import Answer, Interview, InterviewEvent, InterviewQuestion
from interviews.selectors.live import question_shown


def group_of(interview_pk: int) -> str:
    """Where the frames of an interview are published."""
    return f"interview.{interview_pk}"


@transaction.atomic
def record_event(interview_pk: int, event: StoredEvent, *, key: str) -> InterviewEvent | None:
    """Store the event under the next number and send it after commit; None when ``key`` was told already.

    In the transaction of the fact itself, one is not without the other. The interview's row is the lock.
    """
    Interview.objects.select_for_update().filter(pk=interview_pk).values_list("pk").first()
    told = InterviewEvent.objects.filter(interview_id=interview_pk)
    if told.filter(key=key).exists():
        return None
    last = told.aggregate(last=Max("seq"))["last"] or 0
    row = InterviewEvent.objects.create(
        interview_id=interview_pk, seq=last + 1, type=event.type, key=key, data=asdict(event), at=clock.now()
    )
    publish(message_of(group_of(interview_pk), kind=row.type, data=row.data, seq=row.seq, at=row.at))
    return row


def announce(interview_pk: int, what: Announcement) -> None:
    """Send after commit what is not kept."""
    publish(message_of(group_of(interview_pk), kind=what.type, data=what))


def tell_question_started(question: InterviewQuestion) -> None:
    """A question whose clock was stopped by a follow-up starts once more."""
    key = f"question_started:{question.pk}:{int(question.started_at.timestamp() * 1000)}"
    record_event(question.interview_id, question_shown(question), key=key)


def tell_answer_received(answer: Answer) -> None:
    event = AnswerReceived(
        answer_id=answer.public_id, question_id=answer.question.question_id, take=answer.take, is_late=answer.is_late
    )
    record_event(answer.interview_id, event, key=f"answer_received:{answer.pk}")


def tell_follow_up(answer: Answer, question: InterviewQuestion) -> None:
    event = FollowUpGenerated(
        answer_id=answer.public_id,
        question_id=question.question_id,
        content=question.content,
        is_follow_up=True,
        parent_question_id=question.parent.question_id,
        time_limit=question.time_limit,
    )
    record_event(answer.interview_id, event, key=f"follow_up_generated:{answer.pk}")


def tell_interview_ended(interview: Interview) -> None:
    event = InterviewEnded(
        interview_id=interview.public_id,
        status=interview.status,
        end_reason=interview.end_reason,
        total_duration=interview.total_seconds,
        ended_at=clock.iso(interview.ended_at),
    )
    record_event(interview.pk, event, key="interview_ended")
