"""Making an interview."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from accounts.selectors import candidate_with_email
from common import clock
from common.audit.enums import Verb
from common.audit.writing import record
from interviews.candidacy.accommodations import Accommodations
from interviews.enums import AnswerMode
from interviews.errors import BankIsEmpty, PositionInactive
from interviews.models import Interview, InterviewQuestion
from positions.enums import PositionStatus
from positions.models import Position
from questionbank.models import Question
from questionbank.selectors import bank_of, choose_questions


def create_interview(
    *,
    position: Position,
    candidate: User,
    interviewer_style: str = "",
    mode: str = AnswerMode.VIDEO,
) -> Interview:
    """An interview that a candidate makes for itself; without a style it has the position's.

    Raises `BankIsEmpty`, `PositionInactive`."""
    return _create(
        position=position,
        candidate=candidate,
        candidate_email=candidate.email,
        created_by=candidate,
        interviewer_style=interviewer_style,
        mode=mode,
    )


def invite_candidate(
    *,
    position: Position,
    candidate_email: str,
    actor: User,
    interviewer_style: str = "",
    mode: str = AnswerMode.VIDEO,
    accommodations: Accommodations | None = None,
    external_id: str = "",
) -> Interview:
    """An interview that a company makes for whoever has this e-mail, now or on registration; as `create_interview`.

    ``external_id`` is what it is called in the company's own system; several interviews may share one."""
    granted = accommodations or Accommodations()
    return _create(
        position=position,
        candidate=candidate_with_email(candidate_email),
        candidate_email=candidate_email.strip().lower(),
        created_by=actor,
        interviewer_style=interviewer_style,
        mode=mode,
        extra_time_factor=Decimal(str(round(granted.extra_time, 2))),
        with_captions=granted.captions,
        without_countdown=granted.no_countdown,
        external_id=external_id,
    )


def link_candidate(user: User) -> int:
    """Give a newly registered candidate the interviews that wait for this e-mail; how many."""
    waiting = Interview.objects.filter(candidate=None, candidate_email=user.email)
    return waiting.update(candidate=user)


@transaction.atomic
def _create(*, position: Position, interviewer_style: str, **fields: object) -> Interview:
    if position.status != PositionStatus.ACTIVE:
        raise PositionInactive
    questions = choose_questions(bank_of(position), count=position.question_count)
    if not questions:
        raise BankIsEmpty
    now = clock.now()
    interview = Interview.objects.create(
        organization_id=position.organization_id,
        position=position,
        interviewer_style=interviewer_style or position.interviewer_style,
        language=position.language,
        timezone=position.timezone,
        duration_minutes=position.interview_duration,
        retakes_allowed=position.retakes_allowed,
        created_at=now,
        link_expires_at=now + dt.timedelta(days=position.link_valid_days),
        **fields,
    )
    InterviewQuestion.objects.bulk_create(
        _frozen(interview, question, order) for order, question in enumerate(questions, start=1)
    )
    _tell(interview)
    return interview


def _tell(interview: Interview) -> None:
    maker = interview.created_by
    record(
        Verb.INVITED if maker and maker.is_enterprise else Verb.CREATED,
        organization_id=interview.organization_id,
        about=interview.public_id,
        actor=maker,
    )


def _frozen(interview: Interview, question: Question, order: int) -> InterviewQuestion:
    return InterviewQuestion(
        interview=interview,
        question_id=question.public_id,
        order=order,
        content=question.content,
        type=question.type,
        difficulty=question.difficulty,
        time_limit=question.time_limit,
        follow_up_enabled=question.follow_up_enabled,
        reference_answer=question.reference_answer,
        scoring_points=question.scoring_points,
    )
