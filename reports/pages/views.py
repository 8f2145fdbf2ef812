"""The console's reports: the list, one report, and its files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from analysis.selectors import analysis_state
from common.pages.listing import ordered, rows_of
from common.pages.views import MemberPage
from interviews.selectors import interview_visible_to
from reports import selectors
from reports.builders.wording import Language
from reports.enums import ReportStatus
from reports.exports import render
from reports.models import Report
from reports.pages.forms import ReportFilter
from reports.pages.panels import panels_of
from reports.pages.shape import shown_report

_EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILES = {"pdf": ("pdf", "application/pdf"), "xlsx": ("excel", _EXCEL_TYPE)}
_COLUMNS = {
    "candidate": "interview__candidate__username",
    "position": "interview__position__title",
    "score": "overall_score",
    "recommendation": "recommendation",
    "made": "generated_at",
}


class Reports(MemberPage):
    template_name = "console/reports.html"
    section = "reports"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = ReportFilter(request.GET, actor=request.user)
        narrowing = form.narrowing()
        found = selectors.listed_reports(request.user, **narrowing)
        found, sort = ordered(found, request, columns=_COLUMNS, default="-made")
        return self.show(form=form, rows=rows_of(found, request), sort=sort, is_narrowed=any(narrowing.values()))


class ReportPage(MemberPage):
    """What is known of an interview: the report, how far it is, or why there is none."""

    template_name = "console/report.html"
    section = "reports"

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        report = selectors.report_visible_to(request.user, interview_id)
        interview = interview_visible_to(request.user, interview_id)
        if report.status != ReportStatus.READY:
            template = "console/_report_waiting.html" if request.htmx else "console/report_waiting.html"
            return self.show(template, report=report, interview=interview, progress=analysis_state(interview).progress)
        if request.htmx:  # the waiting page asks again; now the whole page is there
            return HttpResponse(headers={"HX-Refresh": "true"})
        shown = shown_report(_presented(request, report, _language()), language=_language())
        return self.show(report=report, interview=interview, shown=shown, panels=panels_of(request, report))


class ReportFile(MemberPage):
    """The report as a PDF or Excel file."""

    def get(self, request: HttpRequest, interview_id: str, suffix: str) -> HttpResponse:
        report = selectors.report_visible_to(request.user, interview_id)
        language = _language()
        form, kind = _FILES[suffix]
        content = render(_presented(request, report, language), form=form, language=language)
        response = HttpResponse(content, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{interview_id}.{suffix}"'
        response["Cache-Control"] = "private, no-store"
        return response


def _presented(request: HttpRequest, report: Report, language: Language) -> dict[str, Any]:
    return selectors.presented_report(request.user, report, language=language)


def _language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "zh"
