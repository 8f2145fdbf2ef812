"""What one reader may do on one report page: asked for once, however many panels want to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from accounts.selectors import recruits_for
from interviews.models import Interview
from interviews.selectors.reviewing import is_assigned, is_blind


@dataclass(frozen=True, slots=True)
class Standing:
    """``is_hidden``: what the AI found stays hidden until the reader's own review is handed in."""

    recruits: bool
    is_assigned: bool
    is_hidden: bool

    @property
    def takes_part(self) -> bool:
        """Whether the reader may review and comment."""
        return self.recruits or self.is_assigned


def standing_of(request: HttpRequest, interview: Interview) -> Standing:
    """As it was when this request first asked."""
    known: dict[int, Standing] = request.__dict__.setdefault("_standings", {})
    if interview.pk not in known:
        known[interview.pk] = _asked(request.user, interview)
    return known[interview.pk]


def _asked(actor: Any, interview: Interview) -> Standing:
    assigned = is_assigned(actor, interview)
    return Standing(
        recruits=recruits_for(actor, interview.organization_id),
        is_assigned=assigned,
        is_hidden=assigned and is_blind(actor, interview),
    )
