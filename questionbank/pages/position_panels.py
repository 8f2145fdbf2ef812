"""What the question bank shows on the pages of positions, and duplicating a position with its questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.selectors import demand_recruiter, recruits_for
from common.pages.slots import fill
from common.pages.views import RecruiterPage
from positions.models import Position
from positions.selectors import position_visible_to
from questionbank.models import Question
from questionbank.selectors import bank_of
from questionbank.services.duplicating import duplicate_position
from questionbank.services.proposing import proposes

SHOWN = 100


class DuplicatePosition(RecruiterPage):
    def post(self, request: HttpRequest, position_id: str) -> HttpResponse:
        position = position_visible_to(request.user, position_id)
        demand_recruiter(request.user, position.organization_id)
        copy = duplicate_position(position, actor=request.user)
        self.say(_("This is the copy. It is closed until you open it."))
        return redirect("console:edit_position", copy.public_id)


@fill("position_question_count")
def counts(request: HttpRequest, positions: Sequence[Position]) -> dict[int, Any]:
    """In lists: how many questions a position has."""
    seen = Question.objects.visible_to(request.user).filter(position__in=positions).order_by()
    return {row["position_id"]: row["number"] for row in seen.values("position_id").annotate(number=Count("pk"))}


@fill("position_questions")
def questions(request: HttpRequest, positions: Sequence[Position]) -> dict[int, Any]:
    """The questions of a position in the order in which they are asked."""
    return {position.pk: _listed(request, position) for position in positions}


def _listed(request: HttpRequest, position: Position) -> str:
    bank = bank_of(position)
    context = {
        "position": position,
        "questions": bank[:SHOWN],
        "total": len(bank),
        "proposes": proposes(),
        "may_write": recruits_for(request.user, position.organization_id),
    }
    return render_to_string("console/position_questions.html", context, request=request)
