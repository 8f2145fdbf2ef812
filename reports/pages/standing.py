"""What one reader may do on one report page: asked for once, however many panels want to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from accounts.models import Membership
from interviews.models import Assignment, Interview
from interviews.selectors.reviewing import assignments_of, is_blind, memberships_of


@dataclass(frozen=True, slots=True)
class Standing:
    """``assigned``: whoever reviews the interview, the first assigned first. ``is_hidden``: what the AI found stays
    hidden until the reader's own review is handed in."""

    recruits: bool
    assigned: tuple[Assignment, ...]
    is_assigned: bool
    is_hidden: bool

    @property
    def reviewers(self) -> frozenset[int]:
        """Keys of those it is assigned to."""
        return frozenset(assignment.reviewer_id for assignment in self.assigned)

    @property
    def takes_part(self) -> bool:
        """Whether the reader may review and comment."""
        return self.recruits or self.is_assigned


def members_of(request: HttpRequest, interview: Interview) -> Sequence[Membership]:
    """Of the interview's organization, by name: asked for once a request."""
    known: dict[int, Sequence[Membership]] = request.__dict__.setdefault("_members", {})
    if interview.organization_id not in known:
        known[interview.organization_id] = tuple(memberships_of(interview))
    return known[interview.organization_id]


def standing_of(request: HttpRequest, interview: Interview) -> Standing:
    """As it was when this request first asked."""
    known: dict[int, Standing] = request.__dict__.setdefault("_standings", {})
    if interview.pk not in known:
        known[interview.pk] = _asked(request.user, interview)
    return known[interview.pk]


def _asked(actor: Any, interview: Interview) -> Standing:
    assigned = tuple(assignments_of(interview))
    is_assigned = any(assignment.reviewer_id == actor.pk for assignment in assigned)
    return Standing(
        recruits=actor.is_superuser or interview.organization_id in actor.recruited_organization_ids,
        assigned=assigned,
        is_assigned=is_assigned,
        is_hidden=is_assigned and is_blind(actor, interview),
    )
