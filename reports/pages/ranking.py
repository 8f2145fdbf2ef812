"""The ranking of a position: its reports by overall score or any ability, to be narrowed, compared and exported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from analysis.contracts import ABILITIES
from analysis.selectors import ability_weights
from common.errors import NotFound
from common.pages.forms import PageForm
from common.pages.listing import rows_of
from common.pages.slots import fill
from common.pages.views import MemberPage
from positions.models import Position
from reports.builders.wording import Language, say
from reports.comparing.chosen import MOST_COMPARED
from reports.comparing.ranking import NOT_DECIDED, ranked_reports, sorted_reports
from reports.enums import DecisionOutcome, Recommendation

_DAY = {"type": "date"}


class RankingFilter(PageForm):
    """A value that is none narrows nothing."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Candidate, e-mail or id")}),
    )
    min_score = forms.IntegerField(label=_("Score from"), required=False, min_value=0, max_value=100)
    recommendation = forms.ChoiceField(
        label=_("Recommendation"), required=False, choices=[("", _("All")), *Recommendation.choices]
    )
    decision = forms.ChoiceField(
        label=_("Decision"),
        required=False,
        choices=[("", _("All")), (NOT_DECIDED, _("Not decided")), *DecisionOutcome.choices],
    )
    since = forms.DateField(label=_("Made from"), required=False, widget=forms.DateInput(attrs=_DAY))
    until = forms.DateField(label=_("Made to"), required=False, widget=forms.DateInput(attrs=_DAY))

    def narrowing(self) -> dict[str, Any]:
        """Arguments of `ranked_reports`."""
        self.full_clean()
        given = self.cleaned_data
        return {
            "search": given.get("q", "").strip(),
            "min_score": given.get("min_score"),
            "recommendation": given.get("recommendation", ""),
            "decision": given.get("decision", ""),
            "since": given.get("since"),
            "until": given.get("until"),
        }


@fill("position_actions")
def way_to_ranking(request: HttpRequest, positions: Sequence[Position]) -> dict[int, Any]:
    """On the page of a position."""
    return {
        position.pk: render_to_string("console/_ranking_link.html", {"position": position}) for position in positions
    }


class Ranking(MemberPage):
    template_name = "console/ranking.html"
    section = "positions"

    def get(self, request: HttpRequest, position_id: str) -> HttpResponse:
        position = Position.objects.visible_to(request.user).filter(public_id=position_id).first()
        if position is None:
            raise NotFound
        form = RankingFilter(request.GET)
        narrowing = form.narrowing()
        found = ranked_reports(request.user, position, **narrowing)
        found, sort = sorted_reports(found, request.GET.get("sort", "-score"))
        rows = rows_of(found, request)
        outcomes = dict(DecisionOutcome.choices)
        for report in rows.items:
            report.scores = [getattr(report, key) for key in ABILITIES]
            report.outcome_label = outcomes.get(report.outcome, "")
        return self.show(
            position=position,
            form=form,
            rows=rows,
            sort=sort,
            is_narrowed=any(value not in ("", None) for value in narrowing.values()),
            abilities=_abilities(position),
            most=MOST_COMPARED,
        )


def _abilities(position: Position) -> list[dict[str, Any]]:
    """Each ability with its name and its weight in the overall score now."""
    language: Language = "en" if (get_language() or "").startswith("en") else "zh"
    weights = ability_weights(position)
    return [
        {"key": key, "label": say(f"ability.{key}", language=language), "weight": weights.get(key)} for key in ABILITIES
    ]
