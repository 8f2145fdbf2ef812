"""Versions of a report, and scoring it again."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from accounts.enums import Scope
from common.api.fields import Moment
from common.api.lists import list_of
from common.api.permissions import EnterpriseOnly
from common.api.views import ApiView
from common.errors import NotFound
from common.jobs import JobState
from reports import selectors, services
from reports.api.permissions import open_report
from reports.enums import RescoringOutcome
from reports.models import Rescoring
from reports.versions.reading import versions_of


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "The present one",
            response_only=True,
            value={
                "version": 2,
                "is_present": True,
                "overall_score": 85,
                "recommendation": "recommend",
                "rubric_version": "2026-11",
                "reason": "transcript",
                "made_by": "李同事",
                "made_at": "2026-11-22T08:00:00.000Z",
            },
        )
    ]
)
class VersionRow(serializers.Serializer):
    version = serializers.IntegerField(source="number", help_text="as `GET /reports/{interview_id}?version=` takes it")
    is_present = serializers.BooleanField()
    overall_score = serializers.IntegerField(allow_null=True)
    recommendation = serializers.CharField()
    rubric_version = serializers.CharField()
    reason = serializers.CharField(help_text="why it was made")
    made_by = serializers.CharField(help_text="empty where nobody asked for it")
    made_at = Moment()


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Asked for",
            response_only=True,
            status_codes=["202"],
            value={
                "rescoring_id": "rsc_01k0c8x1f8e7tb6h3v9r2m4n5p",
                "interview_id": "int_01k0c8x1f8e7tb6h3v9r2m4n5p",
                "status": "queued",
                "progress": 0.0,
                "outcome": "",
                "version": None,
                "error_code": "",
                "asked_at": "2026-11-22T08:00:00.000Z",
                "finished_at": None,
            },
        )
    ]
)
class RescoringShape(serializers.Serializer):
    rescoring_id = serializers.CharField(source="public_id")
    interview_id = serializers.CharField(source="report.interview.public_id")
    status = serializers.ChoiceField(choices=JobState.choices, source="state")
    progress = serializers.FloatField(help_text="0 to 1")
    outcome = serializers.ChoiceField(choices=RescoringOutcome.choices, allow_blank=True)
    version = serializers.IntegerField(source="number", allow_null=True, help_text="the present one when it was done")
    error_code = serializers.CharField()
    asked_at = Moment()
    finished_at = Moment(allow_null=True)


class Versions(ApiView):
    permission_classes = [EnterpriseOnly]
    read_scope = Scope.REPORTS_READ

    @extend_schema(summary="List the versions of a report, the newest first", responses=list_of(VersionRow))
    def get(self, request: Any, interview_id: str) -> Response:
        return self.whole(versions_of(open_report(request.user, interview_id)), VersionRow)


class Rescore(ApiView):
    permission_classes = [EnterpriseOnly]
    read_scope, write_scope = Scope.REPORTS_READ, Scope.REPORTS_WRITE

    @extend_schema(summary="Read how far the latest scoring again is", responses=RescoringShape)
    def get(self, request: Any, interview_id: str) -> Response:
        report = open_report(request.user, interview_id)
        found = Rescoring.objects.visible_to(request.user).filter(report=report)
        latest = found.select_related("report__interview").first()
        if latest is None:
            raise NotFound
        return Response(RescoringShape(latest).data)

    @extend_schema(
        summary="Score a report again with the present rubric, weights and corrected words",
        request=None,
        responses={202: RescoringShape},
    )
    def post(self, request: Any, interview_id: str) -> Response:
        report = selectors.report_visible_to(request.user, interview_id)
        job = services.request_rescoring(report, actor=request.user)
        return Response(RescoringShape(job).data, status=202)
