"""Who acts in an interview: its candidate. The company watches, cancels and may end it."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from accounts.selectors import demand_recruiter, recruits_for
from common.api.permissions import EnterpriseOnly
from common.errors import NotAllowed
from interviews.models import Interview


class RecruitersOnly(EnterpriseOnly):
    """Owners and recruiters of an organization: those who bring interviews in."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return super().has_permission(request, view) and recruits_for(request.user)


def demand_candidate(actor: User, interview: Interview) -> None:
    """Raises `NotAllowed` for anyone but the interview's own candidate."""
    if interview.candidate_id != actor.pk:
        raise NotAllowed


def demand_candidate_or_recruiter(actor: User, interview: Interview) -> None:
    """Raises `NotAllowed` for members who only read or review."""
    if not is_candidate(actor, interview):
        demand_recruiter(actor, interview.organization_id)


def is_candidate(actor: Any, interview: Interview) -> bool:
    return interview.candidate_id == actor.pk
