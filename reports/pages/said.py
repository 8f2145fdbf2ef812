"""What people decided and put beside the AI's findings: read once for a page, however many of its parts show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from interviews.models import Interview
from reports.reviews.models import Decision, Override, Review
from reports.reviews.reading import decisions_of, overrides_of, reviews_beside


@dataclass(frozen=True, slots=True)
class Said:
    """``decisions`` and ``overrides`` that count, the newest first; ``by_target`` has the newest override of each.
    ``reviews`` are handed in, the reader's ``own_review`` need not be."""

    decisions: Sequence[Decision]
    overrides: Sequence[Override]
    reviews: Sequence[Review]
    own_review: Review | None

    @property
    def decision(self) -> Decision | None:
        return self.decisions[0] if self.decisions else None

    @property
    def by_target(self) -> Mapping[str, Override]:
        return {override.target: override for override in reversed(self.overrides)}


def said_of(request: HttpRequest, interview: Interview) -> Said:
    """As it was when this request first asked. Not for readers who are to judge first."""
    known: dict[int, Said] = request.__dict__.setdefault("_said", {})
    if interview.pk not in known:
        reviews, own = reviews_beside(request.user, interview)
        known[interview.pk] = Said(list(decisions_of(interview)), overrides_of(interview), reviews, own)
    return known[interview.pk]
