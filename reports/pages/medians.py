"""What is usual for a position: the median of each ability over its other reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.core.cache import cache
from django.db.models.fields.json import KeyTransform

from common.jobs import JobState
from reports.models import Report

MOST_REPORTS = 100  # the newest say what is usual now
FEWEST_REPORTS = 3  # a median of fewer would tell of single people
_KEPT_SECONDS = 24 * 3600

_Scores = dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Medians:
    """``scores`` by ability, over ``reports`` other reports; empty where there are too few."""

    scores: Mapping[str, float]
    reports: int


def medians_beside(report: Report) -> Medians:
    """The medians of the position's newest ready reports without ``report``: two queries at most.

    The scores of one report are kept in the cache under the time it was made."""
    others = Report.objects.filter(
        interview__position_id=report.interview.position_id,
        organization_id=report.organization_id,
        state__in=(JobState.DONE, JobState.PARTIAL),
        generated_at__isnull=False,
    )
    rows = others.exclude(pk=report.pk).order_by("-generated_at", "-pk").values_list("pk", "generated_at")
    keys = {pk: f"ability-scores:{pk}:{made.timestamp():.3f}" for pk, made in rows[:MOST_REPORTS]}
    return _medians(_scores(keys).values())


def _scores(keys: Mapping[int, str]) -> dict[int, _Scores]:
    kept = cache.get_many(keys.values()) if keys else {}
    found = {pk: kept[key] for pk, key in keys.items() if key in kept}
    unknown = [pk for pk in keys if pk not in found]
    if unknown:
        read = _read(unknown)
        cache.set_many({keys[pk]: scores for pk, scores in read.items()}, _KEPT_SECONDS)
        found.update(read)
    return found


def _read(keys: Sequence[int]) -> dict[int, _Scores]:
    rows = Report.objects.filter(pk__in=keys).values_list("pk", KeyTransform("abilities", "document"))
    return {pk: _by_ability(abilities) for pk, abilities in rows}


def _by_ability(abilities: Any) -> _Scores:
    return {ability["key"]: ability["score"] for ability in abilities or []}


def _medians(found: Iterable[_Scores]) -> Medians:
    reports = list(found)
    if len(reports) < FEWEST_REPORTS:
        return Medians({}, len(reports))
    values: dict[str, list[int]] = {}
    for scores in reports:
        for key, score in scores.items():
            if score is not None:
                values.setdefault(key, []).append(score)
    return Medians({key: round(median(some), 1) for key, some in values.items()}, len(reports))
