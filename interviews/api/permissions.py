"""Who acts in an interview: its candidate. The company watches, cancels and may end it."""

from __future__ import annotations

from typing import Any

from accounts.enums import MemberRole
from accounts.models import User
from common.api.permissions import EnterpriseOnly
from common.errors import NotAllowed
from interviews.models import Interview

_WHO_BRING_IN = (MemberRole.OWNER, MemberRole.RECRUITER)


class RecruitersOnly(EnterpriseOnly):
    """Owners and recruiters of an organization: those who bring interviews in."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return super().has_permission(request, view) and brings_in(request.user)


def brings_in(actor: Any, organization_id: int | None = None) -> bool:
    """Whether ``actor`` may bring interviews into the organization (any, where none is named)."""
    if actor.is_superuser:
        return True
    held = actor.memberships.filter(role__in=_WHO_BRING_IN)
    return (held if organization_id is None else held.filter(organization_id=organization_id)).exists()


def demand_candidate(actor: User, interview: Interview) -> None:
    """Raises `NotAllowed` for anyone but the interview's own candidate."""
    if interview.candidate_id != actor.pk:
        raise NotAllowed


def is_candidate(actor: Any, interview: Interview) -> bool:
    return interview.candidate_id == actor.pk
