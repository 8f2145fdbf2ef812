"""Who reviews an interview, and who must not see yet what the AI found in it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import MemberRole
from accounts.models import Membership, User
from accounts.selectors import recruits_for
from interviews.models import Assignment, Interview


def assignments_of(interview: Interview) -> QuerySet[Assignment]:
    """With the people, the first assigned first."""
    return Assignment.objects.filter(interview=interview).select_related("reviewer", "assigned_by")


def assignments_visible_to(actor: Any, *, everyones: bool = False, is_done: bool | None = None) -> QuerySet[Assignment]:
    """One's own; with ``everyones``, those of all interviews one may know of."""
    found = Assignment.objects.visible_to(actor).select_related(
        "reviewer", "interview__candidate", "interview__position"
    )
    if not everyones:
        found = found.filter(reviewer_id=actor.pk)
    return found if is_done is None else found.filter(reviewed_at__isnull=not is_done)


def is_assigned(actor: Any, interview: Interview) -> bool:
    key = getattr(actor, "pk", None)
    return key is not None and Assignment.objects.filter(interview=interview, reviewer_id=key).exists()


def takes_part(actor: Any, interview: Interview) -> bool:
    """Whether the actor may review and comment: owners and recruiters, and whoever is assigned. Others read."""
    return recruits_for(actor, interview.organization_id) or is_assigned(actor, interview)


def members_of(interview: Interview) -> QuerySet[User]:
    """Who can be assigned to it: the members of its organization whose account and membership are switched on."""
    active = User.objects.filter(is_active=True)
    found = active.filter(memberships__organization_id=interview.organization_id, memberships__is_active=True)
    return found.order_by("username", "pk").distinct()


def members_who_know(interview: Interview) -> QuerySet[User]:
    """Those of `members_of` who may know of it: of the reviewers, whoever it was assigned to."""
    held = Membership.objects.filter(organization_id=interview.organization_id, is_active=True)
    whole = held.exclude(role=MemberRole.REVIEWER)
    assigned = Assignment.objects.filter(interview=interview)
    return members_of(interview).filter(Q(pk__in=whole.values("user_id")) | Q(pk__in=assigned.values("reviewer_id")))


def memberships_of(interview: Interview) -> QuerySet[Membership]:
    """What each of `members_of` is in the organization, with their name and address."""
    held = Membership.objects.filter(organization_id=interview.organization_id, is_active=True, user__is_active=True)
    shown = ("role", "user__public_id", "user__username", "user__email")
    return held.select_related("user").only(*shown).order_by("user__username", "user_id")


def knows_of(member: Membership, assigned: Collection[int]) -> bool:
    """Whether one of `memberships_of` is of those who know, where ``assigned`` are the keys of the reviewers."""
    return member.role != MemberRole.REVIEWER or member.user_id in assigned


def blind_interviews(actor: Any) -> QuerySet[Any, Any]:
    """Keys of the interviews whose review this person still owes, of positions that want reviews blind: what the AI
    found in them stays hidden from this person, whatever the role. Applications owe none."""
    owed = Assignment.objects.filter(reviewed_at=None, interview__position__blind_review=True)
    return owed.filter(reviewer_id=getattr(actor, "pk", None)).values("interview_id")


def is_blind(actor: Any, interview: Interview) -> bool:
    """Whether ``interview`` is one of the actor's `blind_interviews`."""
    if getattr(actor, "pk", None) is None:
        return False
    return blind_interviews(actor).filter(interview=interview).exists()
