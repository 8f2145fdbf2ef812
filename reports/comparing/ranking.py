"""The reports of one position, to be filtered and sorted by any ability."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from analysis.contracts import ABILITIES
from common.clock import day_start
from common.jobs import JobState
from positions.models import Position
from reports.models import Decision, Report, ReportQuerySet
from reports.reviews.blindness import seen_by

NOT_DECIDED = "none"
SORTS = ("score", "made", "candidate", "coverage", *ABILITIES)


def ranked_reports(
    actor: Any,
    position: Position,
    *,
    search: str = "",
    min_score: int | None = None,
    recommendation: str = "",
    decision: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> ReportQuerySet:
    """Ready reports of the position as the actor may see them (`seen_by`), with ``outcome`` of the decision that counts
    and each ability's score under its own name, null where there is none. ``since`` and ``until`` are days in the
    position's time zone on which reports were made, both included."""
    found = seen_by(Report.objects.visible_to(actor), actor).filter(interview__position=position, state=JobState.DONE)
    found = found.defer("document").select_related("interview__candidate", "interview__position")
    found = found.annotate(outcome=Subquery(_latest_decision()), **{key: _ability(key) for key in ABILITIES})
    if min_score is not None:
        found = found.filter(shown_score__gte=min_score)
    if recommendation:
        found = found.filter(shown_recommendation=recommendation)
    if decision:
        found = found.filter(outcome=None) if decision == NOT_DECIDED else found.filter(outcome=decision)
    found = _between(found, position.timezone, since=since, until=until)
    return found.filter(_named(search)) if search else found


def sorted_reports(found: ReportQuerySet, sort: str) -> tuple[ReportQuerySet, str]:
    """In the order of one of `SORTS`, ``-`` before it for descending, what has no value last; and the order taken."""
    key = sort.removeprefix("-")
    if key not in SORTS:
        sort, key = "-score", "score"
    column = F(_COLUMNS.get(key, key))
    is_down = sort.startswith("-")
    order = column.desc(nulls_last=True) if is_down else column.asc(nulls_last=True)
    return found.order_by(order, "-pk" if is_down else "pk"), sort


_COLUMNS = {
    "score": "shown_score",
    "made": "generated_at",
    "candidate": "interview__candidate__username",
}


def _latest_decision() -> Any:
    return Decision.objects.filter(interview=OuterRef("interview_id")).order_by("-number").values("outcome")[:1]


def _ability(key: str) -> Case:
    score = Cast(KeyTextTransform(key, "ability_scores"), IntegerField())
    return Case(When(is_hidden=True, then=Value(None)), default=score, output_field=IntegerField())


def _between(found: ReportQuerySet, zone: str, *, since: dt.date | None, until: dt.date | None) -> ReportQuerySet:
    if since is not None:
        found = found.filter(generated_at__gte=day_start(since, zone))
    if until is not None:
        found = found.filter(generated_at__lt=day_start(until + dt.timedelta(days=1), zone))
    return found


def _named(text: str) -> Q:
    condition = Q(interview__public_id=text) | Q(public_id=text) | Q(interview__external_id=text)
    for field in ("candidate_name", "candidate_email", "candidate__username", "candidate__email"):
        condition |= Q(**{f"interview__{field}__icontains": text})
    return condition
