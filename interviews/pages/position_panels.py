"""What interviews show on the pages of positions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.template.loader import render_to_string

from common.pages import slots
from common.pages.listing import ordered, rows_of
from common.pages.slots import fill
from interviews import selectors
from interviews.enums import InterviewStatus
from interviews.models import Interview
from positions.models import Position

_COLUMNS = {
    "candidate": "candidate__username",
    "position": "position__title",
    "status": "status",
    "created": "created_at",
}


@fill("position_counts")
def counts(request: HttpRequest, positions: Sequence[Position]) -> dict[int, Any]:
    """In lists: how many interviews there are, and in which state."""
    found = _by_status(request.user, positions)
    return {
        key: render_to_string(
            "console/position_counts.html", {"total": sum(numbers.values()), "counts": _named(numbers)}
        )
        for key, numbers in found.items()
    }


@fill("position_overview")
def funnel(request: HttpRequest, positions: Sequence[Position]) -> dict[int, Any]:
    """How far those who were invited came."""
    seen = Interview.objects.visible_to(request.user).filter(position__in=positions)
    rows = (
        seen.values("position_id")
        .order_by()
        .annotate(
            invited=Count("pk"),
            started=Count("pk", filter=Q(started_at__isnull=False)),
            finished=Count("pk", filter=Q(status=InterviewStatus.COMPLETED)),
            live=Count("pk", filter=Q(status=InterviewStatus.IN_PROGRESS)),
        )
    )
    by_key = {row["position_id"]: row for row in rows}
    nothing = dict.fromkeys(("invited", "started", "finished", "live"), 0)
    return {
        position.pk: render_to_string(
            "console/position_funnel.html", {"position": position, **by_key.get(position.pk, nothing)}
        )
        for position in positions
    }


@fill("position_interviews")
def interviews(request: HttpRequest, positions: Sequence[Position]) -> dict[int, Any]:
    """The interviews of one position, a page of them."""
    return {position.pk: _listed(request, position) for position in positions}


@fill("position_actions")
def actions(request: HttpRequest, positions: Sequence[Position]) -> dict[int, Any]:
    return {
        position.pk: render_to_string("console/position_preview_link.html", {"position": position})
        for position in positions
    }


def _listed(request: HttpRequest, position: Position) -> str:
    found = selectors.listed_interviews(request.user, position_id=position.public_id)
    found, sort = ordered(found, request, columns=_COLUMNS, default="-created")
    rows = rows_of(selectors.with_marks(found), request)
    context = {"rows": rows, "sort": sort, "scores": slots.filled("interview_score", request, rows.items)}
    return render_to_string("console/position_interviews.html", context, request=request)


def _by_status(actor: Any, positions: Sequence[Position]) -> dict[int, dict[str, int]]:
    seen = Interview.objects.visible_to(actor).filter(position__in=positions).order_by()
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in seen.values("position_id", "status").annotate(number=Count("pk")):
        found[row["position_id"]][row["status"]] = row["number"]
    return found


def _named(numbers: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"label": status.label, "number": numbers[status], "key": status.value}
        for status in InterviewStatus
        if numbers.get(status)
    ]
