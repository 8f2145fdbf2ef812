"""The live side of an interview: its clock, what the page tells of its surroundings, what live analysis found."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from common import clock
from interviews import rules
from interviews.contracts import TimeWarning
from interviews.enums import InterviewStatus
from interviews.models import IntegritySignal, Interview, InterviewQuestion, LiveTrack
from interviews.selectors.live import running_question
from interviews.services.events import record_event
from interviews.services.integrity import record_integrity_signal
from interviews.services.lifecycle import locked, present_current_question, settle

QUESTION_WARNING = dt.timedelta(seconds=30)
INTERVIEW_WARNING = dt.timedelta(minutes=5)
# A limit is passed when the clock is past it; a step that woke a little early would wait once more.
_AFTER = dt.timedelta(milliseconds=20)


def step_clock(interview_pk: int, *, candidate_is_here: bool) -> float | None:
    """Do what is due by the stored deadlines, and say in how many seconds to come again (None: nothing runs).

    Ends an interview whose time is over, closes a question whose time is over (with the grace) and shows the candidate
    the next, warns before a limit. Called by every process that holds a socket: each fact is stored once, whoever
    comes first. The next question is shown only while the candidate is here to see it.
    """
    interview = Interview.objects.get(pk=interview_pk)
    if interview.status != InterviewStatus.IN_PROGRESS:
        return None
    if rules.is_overdue(interview.deadline_at, now=clock.now()):
        settle(interview)
        return None
    current = running_question(interview)
    if candidate_is_here and current is not None and rules.is_overdue(current.deadline_at, now=clock.now()):
        _show_next(interview)
        current = running_question(interview)
    _warn(interview, current)
    return _seconds_until(_moments(interview, current))


def note_integrity(
    interview_pk: int,
    *,
    kind: str,
    question_id: str = "",
    at_ms: int | None = None,
    context: Mapping[str, Any] | None = None,
) -> IntegritySignal | None:
    """Keep a signal that came over a socket, or that live analysis saw; None where `record_integrity_signal` keeps
    none."""
    interview = Interview.objects.get(pk=interview_pk)
    return record_integrity_signal(interview, kind=kind, question_id=question_id, at_ms=at_ms, context=context)


def keep_samples(interview_pk: int, *, question_pk: int | None, samples: Sequence[Sequence[Any]]) -> None:
    """Keep samples of live analysis for the report's time line (columns: `interviews.contracts.LIVE_COLUMNS`)."""
    if Interview.objects.filter(pk=interview_pk).exists():
        LiveTrack.objects.create(interview_id=interview_pk, question_id=question_pk, samples=list(samples))


@transaction.atomic
def _show_next(interview: Interview) -> None:
    present_current_question(locked(interview))


def _warn(interview: Interview, current: InterviewQuestion | None) -> None:
    now = clock.now()
    if current is not None and _is_due(current.started_at, current.deadline_at, QUESTION_WARNING, now=now):
        key = f"time_warning:{current.pk}:{int(current.deadline_at.timestamp())}"
        record_event(interview.pk, _warning("question", current.deadline_at, now, current.question_id), key=key)
    if _is_due(interview.started_at, interview.deadline_at, INTERVIEW_WARNING, now=now):
        record_event(interview.pk, _warning("interview", interview.deadline_at, now), key="time_warning:interview")


def _is_due(start: dt.datetime, deadline: dt.datetime, before: dt.timedelta, *, now: dt.datetime) -> bool:
    """Within the warning time, unless there never was more than that."""
    return deadline - start > before and deadline - before <= now < deadline


def _warning(scope: str, deadline: dt.datetime, now: dt.datetime, question_id: str | None = None) -> TimeWarning:
    remaining = math.ceil((deadline - now).total_seconds())
    return TimeWarning(
        scope=scope, question_id=question_id, remaining_seconds=remaining, deadline_at=clock.iso(deadline)
    )


def _moments(interview: Interview, current: InterviewQuestion | None) -> list[dt.datetime]:
    """When something may next be due."""
    moments = [interview.deadline_at - INTERVIEW_WARNING, interview.deadline_at + rules.grace()]
    if current is not None:
        moments += [current.deadline_at - QUESTION_WARNING, current.deadline_at + rules.grace()]
    return moments


def _seconds_until(moments: Sequence[dt.datetime]) -> float | None:
    now = clock.now()
    ahead = [moment + _AFTER - now for moment in moments if moment + _AFTER > now]
    return min(ahead).total_seconds() if ahead else None
