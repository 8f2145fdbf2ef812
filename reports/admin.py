"""Reports in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.admin import JobColumns, ReadOnlyAdmin
from interviews.selectors.reviewing import blind_interviews
from reports.models import Report


@admin.register(Report)
class ReportAdmin(JobColumns, ReadOnlyAdmin):
    list_display = (
        "public_id",
        "shown_candidate",
        "shown_position",
        "overall_score",
        "recommendation",
        "shown_state",
        "generated_at",
    )
    list_filter = ("state", "recommendation", "rubric_version")
    search_fields = (
        "public_id",
        "interview__public_id",
        "interview__candidate__username",
        "interview__position__title",
    )
    date_hierarchy = "generated_at"
    fields = (
        "public_id",
        "interview",
        "overall_score",
        "recommendation",
        "rubric_version",
        "shown_state",
        "shown_progress",
        "error_code",
        "error_detail",
        "generated_at",
    )
    readonly_fields = ("shown_state", "shown_progress")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found = super().get_queryset(request).defer("document")
        found = found.exclude(interview__in=blind_interviews(request.user))  # who is to judge first sees no scores
        return found.select_related("interview__candidate", "interview__position")

    @display(description=_("Candidate"), ordering="interview__candidate__username")
    def shown_candidate(self, report: Report) -> str:
        interview = report.interview
        account = interview.candidate.username if interview.candidate else ""
        return account or interview.candidate_name or interview.candidate_email or "–"

    @display(description=_("Position"), ordering="interview__position__title")
    def shown_position(self, report: Report) -> str:
        return report.interview.position.title
