"""Positions in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminDecimalFieldWidget

from accounts.selectors import home_organization
from common.admin.base import Labelled, ScopedAdmin, may_write
from common.admin.changes import WatchedForm
from common.admin.forms import LinesField
from common.errors import InvalidInput
from positions.admin_levels import LevelsField, in_words
from positions.enums import Ability, Modality, PositionStatus
from positions.models import Position
from positions.rules import settled_modalities, settled_weights
from positions.selectors import with_interview_counts
from positions.services import close_position, update_position

WEIGHTS = {ability.value: f"weight_{ability.value}" for ability in Ability}
LEVELS = {ability.value: f"levels_{ability.value}" for ability in Ability}
_COLUMNS = {name: column for column, fields in (("weights", WEIGHTS), ("anchors", LEVELS)) for name in fields.values()}


def _share(ability: Ability) -> forms.FloatField:
    return forms.FloatField(
        label=ability.label,
        required=False,
        min_value=0,
        max_value=1,
        help_text=_("Weight, from 0 to 1; the five sum to 1. All empty: the rubric's own."),
        widget=UnfoldAdminDecimalFieldWidget(attrs={"step": "any"}),
    )


class _OfAbilities(WatchedForm):
    """A field for each ability's weight, and one for its levels, instead of all in one JSON."""

    watched = ("weights", "anchors")

    weight_professional_knowledge = _share(Ability.KNOWLEDGE)
    weight_logical_thinking = _share(Ability.LOGIC)
    weight_language_expression = _share(Ability.LANGUAGE)
    weight_stress_resistance = _share(Ability.STRESS)
    weight_communication_potential = _share(Ability.COMMUNICATION)
    levels_professional_knowledge = LevelsField(Ability.KNOWLEDGE)
    levels_logical_thinking = LevelsField(Ability.LOGIC)
    levels_language_expression = LevelsField(Ability.LANGUAGE)
    levels_stress_resistance = LevelsField(Ability.STRESS)
    levels_communication_potential = LevelsField(Ability.COMMUNICATION)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, share in (self.instance.weights or {}).items():
            self.initial.setdefault(WEIGHTS[key], round(share, 6))
        for key, levels in self.instance.anchors.items():
            self.initial.setdefault(LEVELS[key], levels)


class PositionAdminForm(_OfAbilities):
    """What holds elsewhere holds here: weights sum to 1, lists and levels have their shape."""

    requirements = LinesField(label=capfirst(_("requirements")))
    modalities = forms.MultipleChoiceField(
        label=capfirst(_("what is measured")),
        choices=Modality.choices,
        initial=Modality.values,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "modalities" in given:
            given["modalities"] = settled_modalities(given["modalities"])
        given["anchors"] = {key: given[name] for key, name in LEVELS.items() if given.get(name)}
        if not any(name in self.errors for name in WEIGHTS.values()):
            self._weigh(given)
        return given

    def changes(self) -> dict[str, Any]:
        """The settings that are others now, by the names of the model."""
        changed = {_COLUMNS.get(name, name) for name in self.changed_data}
        return {name: self.cleaned_data[name] for name in changed}

    def _weigh(self, given: dict[str, Any]) -> None:
        """All empty: the rubric's own."""
        shares = {key: given.get(name) for key, name in WEIGHTS.items()}
        missing = [WEIGHTS[key] for key, share in shares.items() if share is None]
        if len(missing) == len(WEIGHTS):
            given["weights"] = None
        elif missing:
            for name in missing:
                self.add_error(name, _("Give every ability a weight; 0 leaves it out of the overall score."))
        else:
            try:
                given["weights"] = settled_weights(shares)
            except InvalidInput as error:
                self.add_error(None, error.errors["weights"])


@admin.register(Position)
class PositionAdmin(ScopedAdmin):
    staff_writes = True
    form = PositionAdminForm
    list_display = ("title", "category", "shown_status", "shown_interviews", "blind_review", "changed_by", "created_at")
    list_filter = ("category", "status", "language", "blind_review")
    list_select_related = ("changed_by",)
    search_fields = ("title", "public_id")
    ordering = ("-created_at", "-pk")  # counting drops the model's own
    date_hierarchy = "created_at"
    exclude = ("created_by", "weights", "anchors")
    readonly_fields = ("public_id", "shown_weights", "shown_levels", "changed_by", "created_at", "updated_at")
    actions = ("close_positions",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return with_interview_counts(super().get_queryset(request))

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The organization is one's own; only superusers choose."""
        return self.exclude if request.user.is_superuser else (*self.exclude, "organization")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The weights stand together, before the levels they belong to; who only looks reads them in words."""
        names = [name for name in super().get_fields(request, obj) if name not in _COLUMNS]
        place = names.index("blind_review")
        writes = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return [*names[:place], *(_COLUMNS if writes else ("shown_weights", "shown_levels")), *names[place:]]

    @display(description=_("Weights"))
    def shown_weights(self, position: Position) -> str:
        if not position.weights:
            return gettext("The rubric's own")
        shares = ((ability, position.weights.get(ability.value, 0)) for ability in Ability)
        return "\n".join(f"{ability.label}: {round(share * 100, 2):g}%" for ability, share in shares)

    @display(description=_("behaviour at each level"))
    def shown_levels(self, position: Position) -> str:
        """Each ability's under its name."""
        known = ((ability, position.anchors.get(ability.value)) for ability in Ability)
        written = [f"{ability.label}\n{in_words(levels)}" for ability, levels in known if levels]
        return "\n\n".join(written) or gettext("The rubric's own")

    def save_model(self, request: HttpRequest, obj: Position, form: Any, change: bool) -> None:
        """A change goes through the service, which counts it and writes it down."""
        if change:
            update_position(obj, actor=request.user, **form.changes())
            return
        obj.weights, obj.anchors = form.cleaned_data["weights"], form.cleaned_data["anchors"]
        if obj.organization_id is None:
            obj.organization = home_organization(request.user)
        if obj.organization_id is None:
            raise PermissionDenied
        obj.created_by = obj.changed_by = request.user
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Close chosen positions"), permissions=["change"])
    def close_positions(self, request: HttpRequest, chosen: QuerySet) -> None:
        """Through the service, one by one; those closed already stay as they are."""
        open_ones = [position for position in chosen if position.status == PositionStatus.ACTIVE]
        closed = [close_position(found, actor=request.user) for found in open_ones if may_write(request, found)]
        count = len(closed)
        sentence = ngettext("%(count)s position was closed.", "%(count)s positions were closed.", count)
        self.message_user(request, sentence % {"count": count})

    @display(description=_("State"), ordering="status", label={"active": "success", "inactive": "info"})
    def shown_status(self, position: Position) -> tuple[str, str]:
        return Labelled((position.status, PositionStatus(position.status).label))

    @display(description=_("Interviews"), ordering="interview_count")
    def shown_interviews(self, position: Any) -> int:
        return position.interview_count
