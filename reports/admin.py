"""Reports in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from analysis.selectors import present_rubric_version
from common.admin.base import (
    CandidateColumns,
    CandidateOfReportColumns,
    Extension,
    JobColumns,
    ReadOnlyAdmin,
    extend,
    may_write,
)
from common.admin.filters import TitleFilter
from common.errors import ApplicationError
from interviews.selectors.reviewing import blind_interviews
from reports import services
from reports.enums import ExportKind, Recommendation
from reports.models import ExportJob, Report, ReportVersion, Rescoring, ShareLink
from reports.reviews.models import ABILITIES, Comment, Decision, Override, Review

_RECOMMENDED = {
    "strongly_recommend": "success",
    "recommend": "success",
    "consider": "warning",
    "not_recommend": "danger",
    "insufficient_evidence": "",
}


def _with_findings(found: QuerySet, request: HttpRequest) -> QuerySet:
    """Interviews with what their report says, but for those whose reader is to judge first."""
    hidden = When(pk__in=blind_interviews(request.user), then=Value(None))
    return found.annotate(
        found_score=Case(hidden, default=F("report__overall_score")),
        found_recommendation=Case(hidden, default=F("report__recommendation")),
    )


@display(description=_("Score"), ordering="found_score")
def score_of_interview(interview: Any) -> int | None:
    return interview.found_score


@display(description=_("Recommendation"), ordering="found_recommendation", label=_RECOMMENDED)
def recommendation_of_interview(interview: Any) -> Any:
    return _recommended(interview.found_recommendation)


@display(description=_("Report"))
def report_of_interview(interview: Any) -> Any:
    """The whole report in the console; nothing for who is to judge first."""
    if interview.found_recommendation not in Recommendation.values:
        return None
    address = reverse("console:report", args=[interview.public_id])
    return format_html('<a class="underline" href="{}">{}</a>', address, _("Open in the console"))


def _recommended(value: str | None) -> Any:
    return (value, Recommendation(value).label) if value in Recommendation.values else None


@display(description=_("Recommendation"))
def recommendation_in_words(interview: Any) -> Any:
    found = _recommended(interview.found_recommendation)
    return found and found[1]


extend(
    "interviews.interview",
    Extension(
        columns=(score_of_interview, recommendation_of_interview),
        prepare=_with_findings,
        fields=(score_of_interview, recommendation_in_words, report_of_interview),
    ),
)


class RubricFilter(admin.SimpleListFilter):
    """Which reports a newer rubric may say something else of."""

    title = _("Rubric")
    parameter_name = "rubric"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("present", _("The present one")), ("earlier", _("An earlier one"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        present = Q(rubric_version=present_rubric_version())
        if self.value() == "earlier":
            return queryset.exclude(present | Q(rubric_version=""))
        return queryset.filter(present) if self.value() == "present" else queryset


@admin.register(Report)
class ReportAdmin(CandidateColumns, JobColumns, ReadOnlyAdmin):
    list_display = (
        "shown_candidate",
        "shown_position",
        "overall_score",
        "shown_recommendation",
        "shown_coverage",
        "version",
        "shown_state",
        "generated_at",
    )
    list_filter = (
        "state", "recommendation", RubricFilter, ("interview__position", TitleFilter),
    )  # fmt: skip
    actions = ("export_excel", "export_pdfs", "score_again")
    search_fields = (
        "public_id",
        "interview__public_id",
        "interview__candidate_name",
        "interview__candidate__username",
        "interview__position__title",
    )
    date_hierarchy = "generated_at"
    fields = (
        "shown_candidate",
        "shown_position",
        "shown_page",
        "public_id",
        "interview",
        "overall_score",
        "recommendation",
        "shown_coverage",
        "version",
        "rubric_version",
        "shown_state",
        "shown_progress",
        "shown_error",
        "error_detail",
        "generated_at",
    )
    readonly_fields = (
        "shown_candidate", "shown_position", "shown_page", "shown_coverage", "shown_state", "shown_progress",
        "shown_error",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found = super().get_queryset(request).defer("document")
        return found.exclude(interview__in=blind_interviews(request.user))  # who is to judge first sees no scores

    @display(description=_("Recommendation"), ordering="recommendation", label=_RECOMMENDED)
    def shown_recommendation(self, report: Report) -> Any:
        return _recommended(report.recommendation)

    @display(description=_("Measured"), ordering="coverage")
    def shown_coverage(self, report: Report) -> str:
        return "–" if report.coverage is None else f"{report.coverage:.0%}"

    @display(description=_("Report page"))
    def shown_page(self, report: Report) -> str:
        """The whole report, with its player, is in the console."""
        address = reverse("console:report", args=[report.interview.public_id])
        return format_html('<a class="underline" href="{}">{}</a>', address, _("Open in the console"))

    def has_recruit_permission(self, request: HttpRequest) -> bool:
        return may_write(request)

    @action(description=_("Export to Excel"))
    def export_excel(self, request: HttpRequest, found: QuerySet) -> None:
        self._export(request, found, ExportKind.EXCEL)

    @action(description=_("Export as PDF files (zip)"))
    def export_pdfs(self, request: HttpRequest, found: QuerySet) -> None:
        self._export(request, found, ExportKind.PDF_ZIP)

    def _export(self, request: HttpRequest, found: QuerySet, kind: str) -> None:
        """By a worker, who keeps the file a day."""
        chosen = list(found.order_by().values_list("public_id", flat=True))
        language = get_language() or "zh-hans"
        try:
            services.request_export(actor=request.user, kind=kind, selection={"reports": chosen}, language=language)
        except ApplicationError as error:
            self.message_user(request, error.message, messages.ERROR)
            return
        link = format_html('<a class="underline" href="{}">{}</a>', reverse("console:exports"), _("Exports"))
        sentence = _("The file of %(count)s reports is being made. It is kept for a day:") % {"count": len(chosen)}
        self.message_user(request, format_html("{} {}", sentence, link), messages.SUCCESS)

    @action(description=_("Score again with the present rubric"), permissions=["recruit"])
    def score_again(self, request: HttpRequest, found: QuerySet) -> None:
        """By workers; the version before is kept."""
        try:
            asked = services.request_rescorings(found, actor=request.user)
        except ApplicationError as error:
            self.message_user(request, error.message, messages.ERROR)
            return
        sentence = ngettext("%(count)s report is scored again.", "%(count)s reports are scored again.", asked.count)
        self.message_user(
            request, sentence % {"count": asked.count}, messages.SUCCESS if asked.count else messages.INFO
        )
        if asked.left_out:
            left = _("%(count)s were left out: not ready, or being scored already.") % {"count": asked.left_out}
            self.message_user(request, left, messages.WARNING)


class _OfInterview(CandidateColumns, ReadOnlyAdmin):
    """What people found; not for who is to judge first."""

    search_fields = (
        "public_id", "interview__public_id", "interview__candidate_name", "interview__candidate__username",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).exclude(interview__in=blind_interviews(request.user))


@admin.register(Review)
class ReviewAdmin(_OfInterview):
    list_display = ("shown_candidate", "shown_position", "reviewer", "recommendation", "is_blind", "submitted_at")
    list_filter = ("recommendation", "is_blind")
    also_shown = ("reviewer__username", "reviewer__email")
    date_hierarchy = "submitted_at"
    fields = ("public_id", "interview", "reviewer", *ABILITIES, "recommendation", "notes", "is_blind", "submitted_at")


@admin.register(Decision)
class DecisionAdmin(_OfInterview):
    list_display = ("shown_candidate", "shown_position", "number", "outcome", "decided_by", "decided_at")
    list_filter = ("outcome",)
    also_shown = ("decided_by__username", "decided_by__email")
    date_hierarchy = "decided_at"
    fields = ("public_id", "interview", "number", "outcome", "reason", "decided_by", "decided_at")


@admin.register(Override)
class OverrideAdmin(_OfInterview):
    list_display = (
        "shown_candidate", "shown_position", "target", "score", "recommendation", "overridden_by", "overridden_at",
    )  # fmt: skip
    list_filter = ("target",)
    also_shown = ("overridden_by__username", "overridden_by__email")
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
    list_display = ("shown_candidate", "shown_position", "author", "written_at", "edited_at", "deleted_at")
    also_shown = ("author__username", "author__email")
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


@admin.register(ReportVersion)
class ReportVersionAdmin(CandidateOfReportColumns, ReadOnlyAdmin):
    list_display = (
        "shown_candidate", "shown_position", "number", "overall_score", "recommendation", "reason", "made_by",
        "made_at",
    )  # fmt: skip
    list_filter = ("reason", "recommendation", RubricFilter)
    also_shown = ("made_by__username", "made_by__email")
    search_fields = ("report__public_id", "report__interview__public_id")
    date_hierarchy = "made_at"
    fields = ("report", *list_display[2:], "rubric_version", "weights", "corrected_until")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Of reports whose reader owes a blind review, nothing."""
        found = super().get_queryset(request).exclude(report__interview__in=blind_interviews(request.user))
        return found.defer("document")


@admin.register(Rescoring)
class RescoringAdmin(CandidateOfReportColumns, JobColumns, ReadOnlyAdmin):
    list_display = (
        "shown_candidate", "shown_position", "shown_state", "outcome", "number", "asked_by", "asked_at",
    )  # fmt: skip
    list_filter = ("state", "outcome")
    search_fields = ("public_id", "report__public_id", "report__interview__public_id")
    date_hierarchy = "asked_at"
    fields = ("public_id", "report", *list_display[2:], "shown_error")
    readonly_fields = ("shown_state", "shown_error")
    also_shown = ("asked_by__username", "asked_by__email")


@admin.register(ShareLink)
class ShareLinkAdmin(CandidateOfReportColumns, ReadOnlyAdmin):
    list_display = (
        "shown_candidate", "shown_position", "email", "with_media", "expires_at", "revoked_at", "created_by",
    )  # fmt: skip
    list_filter = ("with_media",)
    search_fields = ("public_id", "report__public_id", "email")
    date_hierarchy = "created_at"
    fields = ("public_id", "report", *list_display[2:], "created_at")
    also_shown = ("created_by__username", "created_by__email")


@admin.register(ExportJob)
class ExportJobAdmin(JobColumns, ReadOnlyAdmin):
    list_display = ("kind", "shown_state", "found", "written", "asked_by", "created_at", "expires_at")
    list_filter = ("state", "kind")
    search_fields = ("public_id", "asked_by__username")
    date_hierarchy = "created_at"
    fields = ("public_id", *list_display, "language", "size", "shown_error")
    readonly_fields = ("shown_state", "shown_error")
    list_select_related = ("asked_by",)
