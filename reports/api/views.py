"""Section 7: reports."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts.enums import Scope
from analysis.selectors import analysis_state
from common.api.views import ApiView
from reports import selectors, services
from reports.api import serializers as shapes
from reports.builders.wording import Language
from reports.enums import ExportFormat, ReportStatus
from reports.exports import render
from reports.models import Report
from reports.versions.reading import at_version

_EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILES = {ExportFormat.PDF: ("pdf", "application/pdf"), ExportFormat.EXCEL: ("xlsx", _EXCEL_TYPE)}


class Reports(ApiView):
    read_scope = Scope.REPORTS_READ

    @extend_schema(summary="List reports", parameters=[shapes.ReportQuery], responses=shapes.ReportRow(many=True))
    def get(self, request: Any) -> Response:
        found = selectors.reports_visible_to(request.user, **self.read_query(shapes.ReportQuery))
        return self.page(found, shapes.ReportRow)


class ReportItem(ApiView):
    read_scope = Scope.REPORTS_READ

    @extend_schema(
        summary="Read a report",
        parameters=[shapes.VersionQuery],
        responses={200: shapes.ReportDetail, 202: shapes.Waiting},
    )
    def get(self, request: Any, interview_id: str) -> Response:
        number = self.read_query(shapes.VersionQuery).get("version")
        report = selectors.report_visible_to(request.user, interview_id)
        if report.status == ReportStatus.READY:
            report = at_version(request.user, report, number)
            shown = selectors.presented_report(request.user, report, language=_language())
            versions = {"version": report.shown_version, "present_version": report.version}
            return Response({**shown, **versions, **_elsewhere(request.user, report), "report_status": report.status})
        shown = {"report_id": report.public_id, "interview_id": interview_id, "report_status": report.status}
        shown |= _elsewhere(request.user, report)
        if report.status == ReportStatus.FAILED:
            return Response({**shown, "reason": report.error_code})
        return Response({**shown, "progress": _progress(report)}, status=202)


class ReportExport(ApiView):
    read_scope = Scope.REPORTS_READ

    @extend_schema(
        summary="Download a report as PDF or Excel",
        parameters=[shapes.ExportQuery],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, (200, _EXCEL_TYPE): OpenApiTypes.BINARY},
    )
    def get(self, request: Any, interview_id: str) -> HttpResponse:
        asked = self.read_query(shapes.ExportQuery)
        form = asked["format"]
        report = selectors.report_visible_to(request.user, interview_id)
        if report.status == ReportStatus.READY:
            report = at_version(request.user, report, asked.get("version"))
        language = _language()
        shown = selectors.report_for_file(request.user, report, language=language)
        suffix, kind = _FILES[ExportFormat(form)]
        file = _file(render(shown, form=form, language=language), name=f"{interview_id}.{suffix}", kind=kind)
        services.note_export(report, actor=request.user, form=form)
        return file


def _elsewhere(actor: Any, report: Report) -> dict[str, str]:
    """What the interview is called elsewhere, for its company."""
    return {"external_id": report.interview.external_id} if selectors.sees_everything(actor) else {}


def _language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "zh"


def _progress(report: Report) -> float:
    return round(analysis_state(report.interview).progress * 0.95, 3)


def _file(content: bytes, *, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
