"""Which version of a report the page, its data and its files show; scoring again, one report or many."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.errors import NotFound
from common.jobs import ENDED_STATES, JobState
from common.pages.slots import fill
from common.pages.views import MemberPage, safe_next
from reports import selectors, services
from reports.models import Report, Rescoring
from reports.pages.standing import standing_of
from reports.versions.reading import document_of_version, outdated, rescoring_under_way, versions_of


def document_shown(request: HttpRequest, report: Report) -> dict[str, Any] | None:
    """The stored document that ``?version=`` asks for; without it the present one. None before there is one. Raises
    `NotFound` for a version that never was."""
    number = version_asked(request)
    return report.document if number is None else document_of_version(report, number)


def version_asked(request: HttpRequest) -> int | None:
    """The number in ``?version=``; what is no number asks for nothing."""
    text = request.GET.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


@fill("report_head")
def version_shown(request: HttpRequest, reports: list[Report]) -> dict[int, Any]:
    """In the head, where not the present version is read."""
    number = version_asked(request)
    return {
        report.pk: render_to_string("console/_version_badge.html", {"report": report, "number": number}, request)
        for report in reports
        if number is not None and number != report.version
    }


@fill("report_side", place=2)
def versions_panel(request: HttpRequest, reports: list[Report]) -> dict[int, Any]:
    return {
        report.pk: _panel(request, report) for report in reports if not standing_of(request, report.interview).is_hidden
    }


class RescoreReport(MemberPage):
    """POST has one report scored again."""

    def post(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        report = selectors.report_visible_to(request.user, interview_id)
        services.request_rescoring(report, actor=request.user)
        self.say(_("The report is being scored again. Until then the present version stays."))
        return redirect("console:report", interview_id=interview_id)


class RescoringState(MemberPage):
    """How far it is, for the panel, which asks again and again; the whole page when it is over."""

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        report = selectors.report_visible_to(request.user, interview_id)
        job = rescoring_under_way(report)
        if job is None:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return self.show("console/_rescoring.html", job=job, interview=report.interview)


class RescoreReports(MemberPage):
    """POST has the chosen reports scored again."""

    def post(self, request: HttpRequest) -> HttpResponse:
        ids = request.POST.getlist("report")[: services.MOST_AT_ONCE + 1]
        found = Report.objects.visible_to(request.user).filter(public_id__in=ids).defer("document")
        asked = services.request_rescorings(found, actor=request.user)
        if not asked.count:
            self.say(_("None of the chosen reports can be scored again now."))
            return redirect(safe_next(request, request.POST, default="/console/reports/"))
        return redirect("console:rescorings", batch=asked.batch)


class Rescorings(MemberPage):
    """How far the reports are that were asked for together."""

    template_name = "console/rescorings.html"
    section = "reports"

    def get(self, request: HttpRequest, batch: str) -> HttpResponse:
        found = Rescoring.objects.visible_to(request.user).filter(batch=batch)
        jobs = list(found.select_related("report__interview__candidate", "report__interview__position").order_by("pk"))
        if not jobs:
            raise NotFound
        ended = sum(job.state in ENDED_STATES for job in jobs)
        made = sum(job.outcome == "new" for job in jobs)
        context = {"jobs": jobs, "ended": ended, "made": made, "is_over": ended == len(jobs), "batch": batch}
        context["failed"] = sum(job.state == JobState.FAILED for job in jobs)
        context["summary"] = ngettext("%(number)s new version", "%(number)s new versions", made) % {"number": made}
        return self.show("console/_rescorings.html" if request.htmx else "", **context)  # type: ignore[attr-defined]


def _panel(request: HttpRequest, report: Report) -> str:
    shown = version_asked(request) or report.version
    rescorings = list(report.rescorings.all())
    context = {
        "report": report,
        "interview": report.interview,
        "versions": versions_of(report),
        "shown_number": shown,
        "outdated": outdated(report, report.interview),
        "job": next((job for job in rescorings if job.state not in ENDED_STATES), None),
        "latest": rescorings[0] if rescorings else None,
        "may_rescore": standing_of(request, report.interview).recruits,
    }
    return render_to_string("console/_versions.html", context, request)
