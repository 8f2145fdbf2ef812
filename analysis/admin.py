"""Analysis jobs in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from analysis import services
from analysis.models import AnalysisJob, EngineRun
from common.admin.base import (
    CandidateColumns,
    Extension,
    JobColumns,
    ReadOnlyAdmin,
    ReadOnlyInline,
    extend,
    may_write,
)
from common.jobs import JobState

_UNDER_WAY = urlencode({"state__in": f"{JobState.QUEUED},{JobState.RUNNING}"})


class EngineRunInline(ReadOnlyInline):
    model = EngineRun
    fields = readonly_fields = ("kind", "engine", "version", "elapsed_ms", "error", "created_at")
    verbose_name_plural = _("What each engine did")


class JobInline(JobColumns, ReadOnlyInline):
    """The analysis of an interview, on its page."""

    model = AnalysisJob
    fields = readonly_fields = (
        "kind",
        "answer",
        "shown_state",
        "shown_progress",
        "attempts",
        "shown_error",
        "finished_at",
    )
    verbose_name_plural = _("Analysis jobs")
    show_change_link = True
    hide_title = False
    per_page = 20

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("answer").order_by("pk")

    @display(description=_("State"))
    def shown_state(self, job: AnalysisJob) -> str:  # type: ignore[override]  # no badge inside a table of inlines
        return super().shown_state(job)[1]


extend("interviews.interview", Extension(inlines=(JobInline,)))


@admin.register(AnalysisJob)
class AnalysisJobAdmin(CandidateColumns, JobColumns, ReadOnlyAdmin):
    list_display = (
        "shown_candidate",
        "shown_position",
        "kind",
        "shown_state",
        "shown_progress",
        "attempts",
        "shown_error",
        "created_at",
    )
    list_filter = ("state", "kind")
    search_fields = (
        "public_id", "interview__public_id", "interview__candidate_name", "interview__candidate__username",
    )  # fmt: skip
    date_hierarchy = "created_at"
    actions = ("analyse_again",)
    inlines = (EngineRunInline,)
    fields = (
        "public_id",
        "kind",
        "interview",
        "answer",
        "shown_state",
        "shown_progress",
        "shown_error",
        "error_detail",
        "missing",
        "attempts",
        "duration_ms",
        "truncated",
        "created_at",
        "started_at",
        "finished_at",
    )
    readonly_fields = ("shown_state", "shown_progress", "shown_error")

    def has_analyse_permission(self, request: HttpRequest) -> bool:
        return may_write(request)

    @action(description=_("Analyse again"), permissions=["analyse"])
    def analyse_again(self, request: HttpRequest, found: QuerySet) -> None:
        """Each chosen job that has ended goes to a worker once more; its report is made anew."""

        def say(count: int) -> str:
            sentence = ngettext(
                "%(count)s analysis was started again.", "%(count)s analyses were started again.", count
            )
            told = sentence % {"count": count}
            under_way = f"{reverse('admin:analysis_analysisjob_changelist')}?{_UNDER_WAY}"
            return format_html('{} <a class="underline" href="{}">{}</a>', told, under_way, gettext("Those under way"))

        rows = [job for job in found.select_related("interview") if may_write(request, job)]
        self.act_on_each(request, rows, services.rerun_analysis, say=say, called=self.shown_candidate)
