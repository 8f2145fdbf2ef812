"""The course of an interview, free of the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from interviews.enums import InterviewerStyle
from interviews.models import Interview, InterviewQuestion

FOLLOW_UP_CAP = {InterviewerStyle.FRIENDLY: 1, InterviewerStyle.SERIOUS: 1, InterviewerStyle.PRESSURE: 2}
FOLLOW_UP_TIME_LIMIT = 120  # seconds
LONGEST_LIMIT = 32_767  # seconds
TIME_FOR_A_FOLLOW_UP = dt.timedelta(seconds=30)  # less left of the interview than this: no follow-up


@dataclass(frozen=True, slots=True)
class Course:
    """Where an interview stands: the open follow-up, if any, and the next main question, if any."""

    follow_up: InterviewQuestion | None
    main: InterviewQuestion | None

    @property
    def current(self) -> InterviewQuestion | None:
        return self.follow_up or self.main

    def accepts(self, question: InterviewQuestion) -> bool:
        """An open follow-up may be answered, or skipped by answering the next main question."""
        return question in (self.follow_up, self.main)


def course_of(questions: Sequence[InterviewQuestion], *, answered: set[int]) -> Course:
    """``questions`` in asking order, ``answered`` the primary keys of those with an answer."""
    closed = {question.pk for question in questions if question.pk in answered or question.timed_out_at}
    mains = [question for question in questions if not question.is_follow_up]
    upcoming = next((question for question in mains if question.pk not in closed), None)
    before = [question for question in mains if question.pk in closed]
    latest = before[-1] if before else None
    open_follow_up = next(
        (
            question
            for question in questions
            if question.is_follow_up and latest and question.parent_id == latest.pk and question.pk not in closed
        ),
        None,
    )
    return Course(follow_up=open_follow_up, main=upcoming)


def correction_closes_at(interview: Interview) -> dt.datetime | None:
    """Until when a candidate may put the finished transcript right; None before the end."""
    if interview.ended_at is None:
        return None
    return interview.ended_at + dt.timedelta(hours=settings.TRANSCRIPT_CORRECTION_HOURS)


def with_extra_time(seconds: int, factor: float) -> int:
    """A limit with the candidate's extra time, as the table can hold it."""
    return min(round(seconds * factor), LONGEST_LIMIT)


def grace() -> dt.timedelta:
    """How long after a limit an answer is still accepted, marked late."""
    return dt.timedelta(seconds=settings.LATE_ANSWER_GRACE_SECONDS)


def is_overdue(deadline_at: dt.datetime | None, *, now: dt.datetime) -> bool:
    return deadline_at is not None and now > deadline_at + grace()


def is_late(deadline_at: dt.datetime | None, *, now: dt.datetime) -> bool:
    return deadline_at is not None and now > deadline_at
