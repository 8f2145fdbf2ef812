"""Reading interviews for the candidate they are of."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, When

from interviews.enums import AnswerMode, InterviewStatus
from interviews.models import Interview, InterviewQuerySet
from positions.enums import PositionStatus
from positions.models import Position


def own_interview(user: Any, interview_id: str) -> Interview:
    """The candidate's own interview. Raises `NotFound` for anyone else's, and for members of a company."""
    return own_interviews(user).get_visible(user, interview_id)


def own_interviews(user: Any) -> InterviewQuerySet:
    """Newest first, with what tells which step comes next."""
    found = Interview.objects.visible_to(user).filter(candidate_id=user.pk)
    return found.select_related(
        "position__organization", "organization", "human_request", "invitation"
    ).prefetch_related("consents")


def running_first(found: InterviewQuerySet) -> InterviewQuerySet:
    """In front those that are being held: their time runs."""
    return found.order_by(Case(When(status=InterviewStatus.IN_PROGRESS, then=0), default=1), "-created_at", "-pk")


def invited(public_id: str) -> Interview | None:
    """The interview of an invitation, in whatever state."""
    return Interview.objects.select_related("position", "organization", "candidate").filter(public_id=public_id).first()


def open_interview_for(user: Any, position: Position) -> Interview | None:
    """The candidate's interview for this position that can still be held, else the latest that was."""
    found = own_interviews(user).filter(position=position)
    going = found.filter(status__in=[InterviewStatus.CREATED, InterviewStatus.IN_PROGRESS]).first()
    return going or found.filter(started_at__isnull=False, withdrawn_at=None).first()


def open_positions(user: Any) -> Any:
    """What a candidate may apply for."""
    found = Position.objects.visible_to(user).filter(status=PositionStatus.ACTIVE)
    return found.select_related("organization")


def modes_offered(interview: Interview) -> list[AnswerMode]:
    """Other ways to answer than the present one, where the position allows any."""
    if not interview.position.mode_choice_allowed:
        return []
    return [mode for mode in AnswerMode if mode != interview.mode]
