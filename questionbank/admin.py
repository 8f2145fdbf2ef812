"""The question bank in the admin."""

from __future__ import annotations

from django.contrib import admin

from common.admin import ScopedAdmin
from questionbank.models import Question


@admin.register(Question)
class QuestionAdmin(ScopedAdmin):
    staff_writes = True
    list_display = ("__str__", "position", "type", "difficulty", "time_limit", "follow_up_enabled", "updated_at")
    list_filter = ("type", "difficulty", ("position", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("position",)
    search_fields = ("content", "public_id", "position__title")
    autocomplete_fields = ("position",)
    readonly_fields = ("public_id", "created_at", "updated_at")
