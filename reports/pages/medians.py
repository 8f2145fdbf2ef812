"""What is usual for a position: the median of each ability over its other reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from common.jobs import JobState
from reports.models import Report

MOST_REPORTS = 100  # the newest say what is usual now
FEWEST_REPORTS = 3  # a median of fewer would tell of single people


@dataclass(frozen=True, slots=True)
class Medians:
    """``scores`` by ability, over ``reports`` other reports; empty where there are too few."""

    scores: Mapping[str, float]
    reports: int


def medians_beside(report: Report) -> Medians:
    """The medians of the position's newest reports with scores, without ``report``, in one query."""
    others = Report.objects.filter(
        interview__position_id=report.interview.position_id,
        organization_id=report.organization_id,
        state__in=(JobState.DONE, JobState.PARTIAL),
        generated_at__isnull=False,
    )
    newest = others.exclude(pk=report.pk).exclude(ability_scores={}).order_by("-generated_at", "-pk")
    reports = list(newest.values_list("ability_scores", flat=True)[:MOST_REPORTS])
    if len(reports) < FEWEST_REPORTS:
        return Medians({}, len(reports))
    values: dict[str, list[float]] = {}
    for scores in reports:
        for key, score in scores.items():
            values.setdefault(key, []).append(score)
    known = {key: round(median(some), 1) for key, some in values.items() if len(some) >= FEWEST_REPORTS}
    return Medians(known, len(reports))
