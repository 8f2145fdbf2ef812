"""Reading positions."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from positions.models import Position, PositionQuerySet


def positions_visible_to(actor: Any, *, category: str | None = None, status: str | None = None) -> PositionQuerySet:
    found = Position.objects.visible_to(actor)
    if category:
        found = found.filter(category=category)
    if status:
        found = found.filter(status=status)
    return found


def with_interview_counts(positions: PositionQuerySet) -> PositionQuerySet:
    """Each row also says how many interviews were made for it (``interview_count``): counted for the rows that are
    read, not for all."""
    own = Position.objects.filter(pk=OuterRef("pk")).order_by().annotate(number=Count("interviews")).values("number")
    return positions.annotate(interview_count=Subquery(own))


def position_visible_to(actor: Any, position_id: str) -> Position:
    """Raises `NotFound` when missing or out of scope."""
    return Position.objects.select_related("organization").get_visible(actor, position_id)


def listed_positions(actor: Any, *, search: str = "", category: str = "", status: str = "") -> PositionQuerySet:
    """Positions whose title holds ``search``, or whose id it is."""
    found = positions_visible_to(actor, category=category, status=status)
    return found.filter(Q(title__icontains=search) | Q(public_id=search)) if search else found
