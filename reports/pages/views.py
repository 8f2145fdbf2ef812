"""The console's reports: the list, and the files of one report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from common.pages.listing import ordered, rows_of
from common.pages.views import MemberPage
from reports import selectors, services
from reports.exports import render
from reports.pages.forms import ReportFilter
from reports.pages.report import language_of_page, report_shown
from reports.reviews.errors import ReviewFirst

_EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILES = {"pdf": ("pdf", "application/pdf"), "xlsx": ("excel", _EXCEL_TYPE)}
_COLUMNS = {
    "candidate": "interview__candidate__username",
    "position": "interview__position__title",
    "score": "shown_score",
    "recommendation": "shown_recommendation",
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


class ReportFile(MemberPage):
    """The report as a PDF or Excel file. Raises `ReviewFirst` for one who owes a blind review."""

    def get(self, request: HttpRequest, interview_id: str, suffix: str) -> HttpResponse:
        report = report_shown(request, interview_id)
        form, kind = _FILES[suffix]
        language = language_of_page()
        presented = selectors.presented_report(request.user, report, language=language)
        if presented.get("blind"):
            raise ReviewFirst
        response = HttpResponse(render(presented, form=form, language=language), content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{interview_id}.{suffix}"'
        response["Cache-Control"] = "private, no-store"
        services.note_export(report, actor=request.user, form=form)
        return response
