"""Interviews as the console lists them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from common.tenancy import ScopedQuerySet
from interviews.models import Answer, ImportJob, InterviewQuerySet
from interviews.selectors.interviews import interviews_visible_to


def listed_interviews(
    actor: Any,
    *,
    search: str = "",
    status: str = "",
    origin: str = "",
    position_id: str = "",
    start_date: dt.date | None = None,
    end_date: dt.date | None = None,
) -> InterviewQuerySet:
    """What the actor may see, narrowed. ``search`` looks into names, e-mails, the position's title and ids."""
    found = interviews_visible_to(
        actor, status=status or None, position_id=position_id or None, start_date=start_date, end_date=end_date
    )
    if origin:
        found = found.filter(origin=origin)
    return found.filter(_holds(search)) if search else found


def with_marks(found: InterviewQuerySet) -> InterviewQuerySet:
    """Each row also says how many questions it has (``question_count``), how many are answered (``answer_count``) and
    whether an analysis failed (``has_failed``)."""
    failed = Answer.objects.filter(interview=OuterRef("pk"), is_current=True, status="failed")
    answered = Q(answers__is_current=True, answers__question__parent=None)
    return found.annotate(
        question_count=Count("questions", filter=Q(questions__parent=None), distinct=True),
        answer_count=Count("answers", filter=answered, distinct=True),
        has_failed=Exists(failed),
    )


def imports_visible_to(actor: Any, *, state: str = "") -> ScopedQuerySet:
    found = ImportJob.objects.visible_to(actor).select_related("position", "interview__candidate", "account", "media")
    return found.filter(state=state) if state else found


def import_visible_to(actor: Any, import_id: str) -> ImportJob:
    """Raises `NotFound` when missing or out of scope."""
    return imports_visible_to(actor).get_visible(actor, import_id)


def _holds(text: str) -> Q:
    condition = Q(public_id=text) | Q(external_id=text)
    for field in ("candidate_name", "candidate_email", "candidate__username", "candidate__email", "position__title"):
        condition |= Q(**{f"{field}__icontains": text})
    return condition
