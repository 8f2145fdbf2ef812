"""The console's positions: the list, and one of them in tabs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.selectors import recruits_for
from common.pages import slots
from common.pages.listing import ordered, rows_of
from common.pages.trail import changes_of
from common.pages.views import MemberPage
from positions import selectors
from positions.enums import USUAL_WEIGHTS, Ability, Modality
from positions.models import Position
from positions.pages.forms import PositionFilter

_COLUMNS = {"title": "title", "status": "status", "interviews": "interview_count", "created": "created_at"}
_TABS = (
    ("overview", _("Overview")),
    ("questions", _("Questions")),
    ("interviews", _("Interviews")),
    ("settings", _("Settings")),
)


class Positions(MemberPage):
    template_name = "console/positions.html"
    section = "positions"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = PositionFilter(request.GET)
        narrowing = form.narrowing()
        found = selectors.with_interview_counts(selectors.listed_positions(request.user, **narrowing))
        found, sort = ordered(found, request, columns=_COLUMNS, default="-created")
        rows = rows_of(found, request)
        return self.show(
            form=form,
            rows=rows,
            sort=sort,
            is_narrowed=any(narrowing.values()),
            counts=slots.filled("position_counts", request, rows.items),
            scores=slots.filled("position_score", request, rows.items),
            questions=slots.filled("position_question_count", request, rows.items),
            may_write=request.user.recruits,
        )


class PositionPage(MemberPage):
    """One position. ``?tab=`` chooses; what apps further right know of it comes through slots."""

    template_name = "console/position.html"
    section = "positions"

    def get(self, request: HttpRequest, position_id: str) -> HttpResponse:
        position = selectors.position_visible_to(request.user, position_id)
        tab = request.GET.get("tab", "")
        tab = tab if tab in dict(_TABS) else "overview"
        return self.show(
            position=position,
            tab=tab,
            tabs=_TABS,
            parts=slots.filled(f"position_{tab}", request, [position])[position.pk],
            actions=slots.filled("position_actions", request, [position])[position.pk],
            may_write=recruits_for(request.user, position.organization_id),
            interview_count=position.interviews.count(),
            question_count=position.questions.count(),
            **(_settings(position, request) if tab == "settings" else {}),
        )


def _settings(position: Position, request: HttpRequest) -> dict[str, Any]:
    weights = position.weights or USUAL_WEIGHTS
    return {
        "changes": changes_of(position, user=request.user),
        "weights": [(Ability(key).label, weights[key]) for key in Ability.values],
        "modalities": [(label, position.measures(key)) for key, label in Modality.choices],
        "anchors": [(Ability(key).label, position.anchors[key]) for key in Ability.values if position.anchors.get(key)],
    }
