"""Positions in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.selectors import home_organization
from common.admin import ScopedAdmin
from positions.models import Position


@admin.register(Position)
class PositionAdmin(ScopedAdmin):
    staff_writes = True
    list_display = ("title", "category", "status", "shown_interviews", "created_at")
    list_filter = ("category", "status", "language")
    search_fields = ("title", "public_id")
    ordering = ("-created_at", "-pk")  # counting drops the model's own
    date_hierarchy = "created_at"
    exclude = ("created_by",)
    readonly_fields = ("public_id", "created_at", "updated_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(interview_count=Count("interviews"))

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The organization is one's own; only superusers choose."""
        return self.exclude if request.user.is_superuser else (*self.exclude, "organization")

    def save_model(self, request: HttpRequest, obj: Position, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
            if obj.organization_id is None:
                obj.organization = home_organization(request.user)
            if obj.organization_id is None:
                raise PermissionDenied
        super().save_model(request, obj, form, change)

    @display(description=_("Interviews"), ordering="interview_count")
    def shown_interviews(self, position: Any) -> int:
        return position.interview_count
