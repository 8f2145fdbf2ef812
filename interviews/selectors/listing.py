"""Interviews as the console lists them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from common.tenancy import ScopedQuerySet
from interviews.models import Answer, ImportJob, InterviewQuerySet, InterviewQuestion
from interviews.selectors.interviews import interviews_visible_to
from positions.models import Position


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
    whether an analysis failed (``has_failed``). Subqueries, so that counting and sorting the list leave them out."""
    current = Answer.objects.filter(interview=OuterRef("pk"), is_current=True)
    questions = InterviewQuestion.objects.filter(interview=OuterRef("pk"), parent=None)
    return found.annotate(
        question_count=_number(questions),
        answer_count=_number(current.filter(question__parent=None)),
        has_failed=Exists(current.filter(status="failed")),
    )


def imports_visible_to(actor: Any, *, state: str = "") -> ScopedQuerySet:
    found = ImportJob.objects.visible_to(actor).select_related("position", "interview__candidate", "account", "media")
    return found.filter(state=state) if state else found


def import_visible_to(actor: Any, import_id: str) -> ImportJob:
    """Raises `NotFound` when missing or out of scope."""
    return imports_visible_to(actor).get_visible(actor, import_id)


def _number(related: QuerySet) -> Coalesce:
    """How many rows of ``related``, which belong to the interview of the outer query."""
    counted = related.order_by().values("interview").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _holds(text: str) -> Q:
    """Titles and accounts are looked through once each, not once for every interview. Whose an erased one was, it
    tells no more."""
    accounts = User.objects.filter(Q(username__icontains=text) | Q(email__icontains=text))
    titled = Position.objects.filter(title__icontains=text)
    own = (
        Q(public_id=text) | Q(external_id=text) | Q(candidate_name__icontains=text) | Q(candidate_email__icontains=text)
    )
    return own | Q(candidate__in=accounts.values("pk"), erased_at=None) | Q(position__in=titled.values("pk"))
