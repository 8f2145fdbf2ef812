"""What erasing a candidate takes away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from interviews.enums import ENDED_STATUSES
from interviews.models import Answer, Interview, InterviewQuerySet, MediaFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """``over`` are erased, ``open`` are not yet over and stay; what hangs on the former is counted."""

    over: InterviewQuerySet
    open: list[Interview]
    interviews: int
    answers: int
    recordings: int
    reports: int


def erasure_of(actor: Any, chosen: Any) -> Erasure:
    """Of the candidates of the ``chosen`` interviews, by account or address: every interview that is one's to erase."""
    found = _of_same_people(chosen, Interview.objects.visible_to(actor))
    if not actor.is_superuser:
        found = found.filter(organization_id__in=actor.recruited_organization_ids)
    over = found.filter(status__in=ENDED_STATUSES)
    keys = over.order_by().values("pk")
    counted = over.order_by().aggregate(interviews=Count("pk"), reports=Count("report"))
    return Erasure(
        over=over,
        open=list(found.exclude(status__in=ENDED_STATUSES)[:50]),
        answers=Answer.objects.filter(interview__in=keys).count(),
        recordings=MediaFile.objects.filter(interview__in=keys).count(),
        **counted,
    )


def _of_same_people(chosen: Any, among: InterviewQuerySet) -> InterviewQuerySet:
    people = chosen.exclude(candidate=None).order_by().values("candidate_id")
    addresses = chosen.exclude(candidate_email="").order_by().values("candidate_email")
    own = Q(pk__in=chosen.order_by().values("pk"))
    return among.filter(own | Q(candidate_id__in=people) | Q(candidate_email__in=addresses), erased_at=None)
