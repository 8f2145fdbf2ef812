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
from reports.reviews.models import ABILITIES, Comment, Decision, Override, Review


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


class _OfInterview(ReadOnlyAdmin):
    """What people found; not for who is to judge first."""

    list_select_related = ("interview",)
    search_fields = ("public_id", "interview__public_id")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).exclude(interview__in=blind_interviews(request.user))


@admin.register(Review)
class ReviewAdmin(_OfInterview):
    list_display = ("public_id", "interview", "reviewer", "recommendation", "is_blind", "submitted_at")
    list_filter = ("recommendation", "is_blind")
    list_select_related = ("interview", "reviewer")
    date_hierarchy = "submitted_at"
    fields = ("public_id", "interview", "reviewer", *ABILITIES, "recommendation", "notes", "is_blind", "submitted_at")


@admin.register(Decision)
class DecisionAdmin(_OfInterview):
    list_display = ("public_id", "interview", "number", "outcome", "decided_by", "decided_at")
    list_filter = ("outcome",)
    list_select_related = ("interview", "decided_by")
    date_hierarchy = "decided_at"
    fields = ("public_id", "interview", "number", "outcome", "reason", "decided_by", "decided_at")


@admin.register(Override)
class OverrideAdmin(_OfInterview):
    list_display = ("public_id", "interview", "target", "score", "recommendation", "overridden_by", "overridden_at")
    list_filter = ("target",)
    list_select_related = ("interview", "overridden_by")
    date_hierarchy = "overridden_at"
    fields = (
        "public_id",
        "interview",
        "target",
        "score",
        "recommendation",
        "ai_score",
        "ai_recommendation",
        "reason",
        "overridden_by",
        "overridden_at",
        "withdrawn_at",
        "withdrawn_by",
    )


@admin.register(Comment)
class CommentAdmin(_OfInterview):
    list_display = ("public_id", "interview", "author", "written_at", "edited_at", "deleted_at")
    list_select_related = ("interview", "author")
    date_hierarchy = "written_at"
    fields = (
        "public_id",
        "interview",
        "author",
        "text",
        "question_id",
        "at_ms",
        "written_at",
        "edited_at",
        "deleted_at",
    )
