"""What reports show on the pages of positions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import median
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from common.jobs import JobState
from common.pages.slots import fill
from positions.models import Position
from reports.enums import Recommendation
from reports.models import Report
from reports.reviews.blindness import seen_by

FEWEST_SCORES = 3  # a median of fewer would tell of single people


@fill("position_score")
def medians(request: HttpRequest, positions: Sequence[Position]) -> dict[int, Any]:
    """The median of the overall scores, in lists."""
    found = _scores(request.user, positions)
    return {
        key: render_to_string("console/position_score.html", {"median": _median(scores), "count": len(scores)})
        for key, scores in found.items()
        if len(scores) >= FEWEST_SCORES
    }


@fill("position_overview")
def summary(request: HttpRequest, positions: Sequence[Position]) -> dict[int, Any]:
    """What the reports of a position come to."""
    ready = _ready(request.user, positions)
    by_position: dict[int, list[tuple[int | None, str]]] = defaultdict(list)
    for key, score, recommendation in ready.values_list("interview__position_id", "overall_score", "recommendation"):
        by_position[key].append((score, recommendation))
    return {key: _summary(rows) for key, rows in by_position.items()}


def _summary(rows: Sequence[tuple[int | None, str]]) -> str:
    scores = [score for score, _recommendation in rows if score is not None]
    numbers = Counter(recommendation for _score, recommendation in rows)
    total = sum(numbers.values())
    shares = [
        {"key": kind.value, "label": kind.label, "number": numbers[kind], "share": numbers[kind] / total}
        for kind in Recommendation
        if numbers[kind]
    ]
    context = {"reports": len(rows), "shares": shares, "count": len(scores)}
    context["median"] = _median(scores) if len(scores) >= FEWEST_SCORES else None
    return render_to_string("console/position_reports.html", context)


def _scores(actor: Any, positions: Sequence[Position]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    scored = _ready(actor, positions).filter(overall_score__isnull=False)
    for key, score in scored.values_list("interview__position_id", "overall_score"):
        found[key].append(score)
    return found


def _ready(actor: Any, positions: Sequence[Position]) -> Any:
    visible = Report.objects.visible_to(actor).filter(interview__position__in=positions, state=JobState.DONE)
    return seen_by(visible, actor).filter(is_hidden=False).order_by()


def _median(scores: Sequence[int]) -> int:
    return round(median(scores))
