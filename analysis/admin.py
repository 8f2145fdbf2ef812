"""Analysis jobs in the admin."""

from __future__ import annotations

from django.contrib import admin

from analysis.models import AnalysisJob, EngineRun
from common.admin import JobColumns, ReadOnlyAdmin, ReadOnlyInline


class EngineRunInline(ReadOnlyInline):
    model = EngineRun
    fields = readonly_fields = ("kind", "engine", "version", "elapsed_ms", "error", "created_at")


@admin.register(AnalysisJob)
class AnalysisJobAdmin(JobColumns, ReadOnlyAdmin):
    list_display = (
        "public_id",
        "kind",
        "interview",
        "shown_state",
        "shown_progress",
        "attempts",
        "error_code",
        "created_at",
    )
    list_filter = ("state", "kind")
    list_select_related = ("interview",)
    search_fields = ("public_id", "interview__public_id")
    date_hierarchy = "created_at"
    inlines = (EngineRunInline,)
    fields = (
        "public_id",
        "kind",
        "interview",
        "answer",
        "shown_state",
        "shown_progress",
        "error_code",
        "error_detail",
        "missing",
        "attempts",
        "duration_ms",
        "truncated",
        "created_at",
        "started_at",
        "finished_at",
    )
    readonly_fields = ("shown_state", "shown_progress")
