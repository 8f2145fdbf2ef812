"""Reading what the sockets of an interview show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from common import clock
from interviews.contracts import LIVE_COLUMNS, Connected, QuestionStarted
from interviews.enums import ENDED_STATUSES, AnswerMode, EventType, InterviewStatus
from interviews.models import Answer, Interview, InterviewEvent, InterviewQuestion
from interviews.rules import course_of
from interviews.selectors.consents import signals_withheld
from positions.enums import Modality


@dataclass(frozen=True, slots=True)
class LiveContext:
    """What live analysis must know of an interview: which question runs, and what may be looked at."""

    takes_media: bool
    withheld: Mapping[str, str]  # "speech", "video": why it must not be looked at
    language: str
    question_pk: int | None
    question_id: str | None
    question_started_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class RunningCourse:
    """Where a running interview stands: the question whose clock runs, None between two, of ``total`` main ones."""

    question: InterviewQuestion | None
    total: int


def live_context(interview_pk: int) -> LiveContext:
    interview = Interview.objects.get(pk=interview_pk)
    question = running_question(interview) if interview.status == InterviewStatus.IN_PROGRESS else None
    return LiveContext(
        takes_media=interview.status == InterviewStatus.IN_PROGRESS,
        withheld=withheld_from_live(interview),
        language=interview.language,
        question_pk=question.pk if question else None,
        question_id=question.question_id if question else None,
        question_started_at=question.started_at if question else None,
    )


def snapshot(interview_pk: int, *, role: str, publishes: bool) -> Connected:
    """How the interview stands now, for one who joins."""
    interview = Interview.objects.get(pk=interview_pk)
    running = interview.status == InterviewStatus.IN_PROGRESS
    question = running_question(interview) if running else None
    return Connected(
        interview_id=interview.public_id,
        status=interview.status,
        end_reason=interview.end_reason,
        role=role,
        publishes=publishes,
        current_question=question_shown(question) if question else None,
        question_remaining_seconds=_remaining(question.deadline_at) if question else None,
        remaining_seconds=_remaining(interview.deadline_at) if running else None,
        last_seq=last_event(interview_pk),
    )


def is_over_for_sockets(interview_pk: int) -> bool:
    """Whether nothing more will be told: the report is ready or failed, or there will be none."""
    interview = Interview.objects.get(pk=interview_pk)
    if interview.status in ENDED_STATUSES and interview.started_at is None:
        return True
    return interview.events.filter(type=EventType.REPORT_READY).exists()


def events_after(interview_pk: int, seq: int) -> list[InterviewEvent]:
    """Stored events with a higher number, in order."""
    return list(InterviewEvent.objects.filter(interview_id=interview_pk, seq__gt=seq))


def last_event(interview_pk: int) -> int:
    """The number of the latest stored event, 0 before the first."""
    found = InterviewEvent.objects.filter(interview_id=interview_pk).aggregate(last=Max("seq"))
    return found["last"] or 0


def running_question(interview: Interview) -> InterviewQuestion | None:
    """The question whose clock runs, as stored; changes nothing."""
    answered = set(interview.answers.filter(is_current=True).values_list("question_id", flat=True))
    return _running(list(interview.questions.select_related("parent")), answered)


def courses_of(interviews: Sequence[Interview]) -> dict[int, RunningCourse]:
    """Where each stands, by its key, in two queries."""
    answers = Answer.objects.filter(interview__in=interviews, is_current=True).order_by()
    answered = set(answers.values_list("question_id", flat=True))
    asked: dict[int, list[InterviewQuestion]] = {interview.pk: [] for interview in interviews}
    for question in InterviewQuestion.objects.filter(interview__in=interviews).select_related("parent"):
        asked[question.interview_id].append(question)
    return {
        key: RunningCourse(
            question=_running(questions, answered), total=sum(not question.is_follow_up for question in questions)
        )
        for key, questions in asked.items()
    }


def _running(questions: Sequence[InterviewQuestion], answered: set[int]) -> InterviewQuestion | None:
    course = course_of(questions, answered=answered)
    return next((found for found in (course.follow_up, course.main) if found and found.started_at), None)


def question_shown(question: InterviewQuestion) -> QuestionStarted:
    """The question as the candidate is shown it."""
    return QuestionStarted(
        question_id=question.question_id,
        order=question.order,
        content=question.content,
        question_type=question.type,
        is_follow_up=question.is_follow_up,
        parent_question_id=question.parent.question_id if question.parent else None,
        time_limit=question.time_limit,
        started_at=clock.iso(question.started_at),
        deadline_at=clock.iso(question.deadline_at),
    )


_WITHHELD: Mapping[str, Mapping[str, str]] = {
    AnswerMode.VIDEO: {},
    AnswerMode.AUDIO: {"video": "no_video"},
    AnswerMode.TEXT: {"speech": "text_only", "video": "text_only"},
}

_STREAMS: Mapping[str, str] = {Modality.VOICE: "speech", Modality.FACE: "video"}


def withheld_from_live(interview: Interview) -> Mapping[str, str]:
    """What live analysis must not look at, "speech" or "video", and why (the names of the engines' reasons)."""
    withheld = {_STREAMS[name]: reason for name, reason in signals_withheld(interview).items()}
    return {**withheld, **_WITHHELD[interview.mode]}


def live_samples(interview: Interview) -> list[dict[str, Any]]:
    """What live analysis found, in order: one mapping a window with the question it belongs to."""
    tracks = interview.live_tracks.select_related("question")
    return [
        {
            "question_id": track.question.question_id if track.question else None,
            **dict(zip(LIVE_COLUMNS, sample, strict=True)),
        }
        for track in tracks
        for sample in track.samples
    ]


def _remaining(deadline: dt.datetime | None) -> float | None:
    """Seconds to the limit, not below 0 in the grace."""
    return max(0.0, round((deadline - clock.now()).total_seconds(), 1)) if deadline else None
