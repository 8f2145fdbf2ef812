"""Positions in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from accounts.selectors import home_organization
from common.admin import ScopedAdmin, may_write
from common.errors import InvalidInput
from positions.enums import PositionStatus
from positions.models import Position
from positions.rules import settled
from positions.selectors import with_interview_counts
from positions.services import close_position, update_position


class PositionAdminForm(forms.ModelForm):
    """What holds elsewhere holds here: weights sum to 1, lists and levels have their shape."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("weights", "anchors", "modalities"):
            if name in given and name not in self.errors:
                self._settle(given, name)
        return given

    def clean_requirements(self) -> list[str]:
        given = self.cleaned_data.get("requirements") or []
        if not isinstance(given, list) or not all(isinstance(text, str) for text in given):
            raise forms.ValidationError(_("A list of texts, such as [“one”, “two”]."))
        return given

    def _settle(self, given: dict[str, Any], name: str) -> None:
        empty = {"weights": None, "anchors": {}, "modalities": []}[name]
        try:
            given.update(settled({name: empty if given[name] in (None, "") else given[name]}))
        except InvalidInput as error:
            self.add_error(name, error.errors[name])


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
    exclude = ("created_by",)
    readonly_fields = ("public_id", "changed_by", "created_at", "updated_at")
    actions = ("close_positions",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return with_interview_counts(super().get_queryset(request))

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The organization is one's own; only superusers choose."""
        return self.exclude if request.user.is_superuser else (*self.exclude, "organization")

    def save_model(self, request: HttpRequest, obj: Position, form: Any, change: bool) -> None:
        """A change goes through the service, which counts it and writes it down."""
        if change:
            changes = {name: form.cleaned_data[name] for name in form.changed_data}
            update_position(obj, actor=request.user, **changes)
            return
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
        return position.status, position.get_status_display()

    @display(description=_("Interviews"), ordering="interview_count")
    def shown_interviews(self, position: Any) -> int:
        return position.interview_count
