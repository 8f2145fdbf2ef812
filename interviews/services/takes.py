"""Recordings become takes: the one that is handed in, those set aside before it, those that time ran out on."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max, QuerySet, Sum

from common import clock
from common.jobs import enqueue
from interviews import rules
from interviews.enums import AnswerMode, FollowUpStatus
from interviews.models import (
    Answer,
    FollowUpRequest,
    Interview,
    InterviewQuestion,
    MediaFile,
    Recording,
    RecordingPart,
)
from interviews.services import events
from interviews.signals import answer_submitted

JOIN_TASK = "interviews.join_recording"


def open_recordings(question: InterviewQuestion) -> QuerySet[Recording]:
    """Takes that no answer has yet and of which something came in, the newest first."""
    begun = question.recordings.filter(finished_at=None, segments__parts__isnull=False)
    return begun.select_related("media").distinct().order_by("-take")


def length_ms(recording: Recording) -> int:
    """What came in, in milliseconds."""
    found = RecordingPart.objects.filter(segment__recording=recording).aggregate(total=Sum("length_ms"))
    return found["total"] or 0


def close_takes(question: InterviewQuestion, *, but: MediaFile | None) -> None:
    """Keep the open takes beside the answer that is about to be stored, whose recording is ``but``.

    Whatever comes in for them later is refused."""
    number = question.answers.count()
    for recording in reversed(open_recordings(question)):
        if but is None or recording.media_id != but.pk:
            number += 1
            _keep(recording, take=number, is_current=False)
            enqueue(JOIN_TASK, recording.media_id)
    question.recordings.filter(finished_at=None).update(finished_at=clock.now())


def rescue_answers(interview: Interview, *, question: InterviewQuestion | None = None) -> int:
    """Hand in what was recorded for questions without an answer, in the caller's transaction; how many there were.

    Of several takes the newest counts. Nothing further is asked about such an answer."""
    questions = interview.questions.filter(recordings__finished_at=None, recordings__segments__parts__isnull=False)
    questions = questions.exclude(answers__is_current=True).distinct()
    found = list(questions if question is None else questions.filter(pk=question.pk))
    for waiting in found:
        _rescue(waiting)
    return len(found)


def _rescue(question: InterviewQuestion) -> None:
    newest = open_recordings(question)[0]
    close_takes(question, but=newest.media)
    answer = _keep(newest, take=question.answers.count() + 1, is_current=True)
    now = clock.now()
    FollowUpRequest.objects.create(
        answer=answer, status=FollowUpStatus.NONE, reason="time_over", requested_at=now, decided_at=now
    )
    events.tell_answer_received(answer)
    transaction.on_commit(lambda: answer_submitted.send(sender=Answer, answer_id=answer.pk))


def _keep(recording: Recording, *, take: int, is_current: bool) -> Answer:
    question, media, heard_at = recording.question, recording.media, _last_heard(recording)
    media.attached_at = clock.now()
    media.save(update_fields=["attached_at"])
    with_video = recording.interview.mode == AnswerMode.VIDEO
    return Answer.objects.create(
        interview=recording.interview,
        organization_id=recording.interview.organization_id,
        question=question,
        take=take,
        is_current=is_current,
        audio=media,
        video=media if with_video else None,
        duration=round(length_ms(recording) / 1000),
        is_late=rules.is_late(question.deadline_at, now=heard_at),
        fingerprint="",
        submitted_at=heard_at,
    )


def _last_heard(recording: Recording) -> dt.datetime:
    found = RecordingPart.objects.filter(segment__recording=recording).aggregate(last=Max("received_at"))
    return found["last"] or clock.now()
