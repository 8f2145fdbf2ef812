"""An interview that a candidate begins from an open position."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from interviews.errors import HeldAlready
from interviews.models import Interview
from interviews.selectors.candidates import open_interview_for
from interviews.selectors.consents import is_link_expired
from interviews.services.creation import create_interview
from positions.models import Position


@transaction.atomic
def begin_interview(*, position: Position, candidate: User) -> Interview:
    """The interview that waits or goes on for this position, else a new one: asking twice makes no second.

    Raises `HeldAlready`, `PositionInactive`, `BankIsEmpty`."""
    User.objects.select_for_update().get(pk=candidate.pk)  # of two requests at once one waits for the other
    found = open_interview_for(candidate, position)
    if found is None or is_link_expired(found):
        return create_interview(position=position, candidate=candidate)
    if found.ended_at is not None:
        raise HeldAlready
    return found


@transaction.atomic
def accept_invitation(interview: Interview, *, user: User) -> Interview:
    """Give the interview to the account of the invited address, where no account has it yet."""
    if interview.candidate_id is None and not user.is_enterprise and user.email == interview.candidate_email:
        Interview.objects.filter(pk=interview.pk, candidate=None).update(candidate=user)
        interview.refresh_from_db()
    return interview
