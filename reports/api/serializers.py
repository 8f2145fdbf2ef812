"""Shapes of section 7."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from common.api.fields import Moment
from common.api.rows import Row
from reports import selectors
from reports.enums import ExportFormat, Recommendation, ReportStatus
from reports.models import status_of

_READY: dict[str, Any] = {
    "report_id": "rpt_01k0c8x1f8e7tb6h3v9r2m4n5q",
    "interview_id": "int_01k0c8x1f8e7tb6h3v9r2m4n5p",
    "candidate": {"user_id": "u_01k0c8x1f8e7tb6h3v9r2m4n5r", "username": "张三"},
    "position": {"position_id": "pos_01k0c8x1f8e7tb6h3v9r2m4n5s", "title": "算法工程师"},
    "report_status": "ready",
    "overall_score": 85,
    "recommendation": "strongly_recommend",
    "generated_at": "2025-12-16T10:40:00.000Z",
}


class ReportQuery(serializers.Serializer):
    position_id = serializers.CharField(required=False)
    min_score = serializers.IntegerField(min_value=0, max_value=100, required=False)
    recommendation = serializers.ChoiceField(choices=Recommendation.choices, required=False)


class VersionQuery(serializers.Serializer):
    version = serializers.IntegerField(
        min_value=1, max_value=30_000, required=False, help_text="an earlier version; the present one without it"
    )


class ExportQuery(VersionQuery):
    format = serializers.ChoiceField(choices=ExportFormat.choices)


class ShortCandidate(serializers.Serializer):
    user_id = serializers.CharField()
    username = serializers.CharField()


class ShortPosition(serializers.Serializer):
    position_id = serializers.CharField()
    title = serializers.CharField()


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Ready",
            response_only=True,
            value={
                **_READY,
                "external_id": "application-4711",
                "version": 1,
            },
        )
    ]
)
class ReportRow(Row):
    report_id = serializers.CharField(source="public_id")
    interview_id = serializers.CharField(source="held_id")
    external_id = serializers.SerializerMethodField(help_text="the interview's id elsewhere; not for candidates")
    candidate = serializers.SerializerMethodField()
    position = serializers.SerializerMethodField()
    report_status = serializers.SerializerMethodField()
    overall_score = serializers.SerializerMethodField()
    recommendation = serializers.SerializerMethodField()
    generated_at = Moment()
    version = serializers.IntegerField(help_text="which version the score is of: the present one")

    columns = ("public_id", "version", "state", "overall_score", "recommendation", "generated_at")
    named = {
        "held_id": "interview__public_id",
        "held_elsewhere": "interview__external_id",
        "candidate_id": "interview__candidate__public_id",
        "candidate_name": "interview__candidate__username",
        "position_id": "interview__position__public_id",
        "position_title": "interview__position__title",
    }

    def get_external_id(self, report: Any) -> str:
        return report.held_elsewhere if selectors.sees_everything(self.context["request"].user) else ""

    @extend_schema_field(ShortCandidate(allow_null=True))
    def get_candidate(self, report: Any) -> dict[str, str] | None:
        known = report.candidate_id is not None
        return {"user_id": report.candidate_id, "username": report.candidate_name} if known else None

    @extend_schema_field(ShortPosition)
    def get_position(self, report: Any) -> dict[str, str]:
        return {"position_id": report.position_id, "title": report.position_title}

    def get_report_status(self, report: Any) -> str:
        return status_of(report.state)

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_overall_score(self, report: Any) -> int | None:
        return None if report.is_hidden else report.overall_score

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_recommendation(self, report: Any) -> str | None:
        return None if report.is_hidden else report.recommendation


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Being made",
            response_only=True,
            status_codes=["202"],
            value={
                "report_id": "rpt_01k0c8x1f8e7tb6h3v9r2m4n5q",
                "interview_id": "int_01k0c8x1f8e7tb6h3v9r2m4n5p",
                "report_status": "generating",
                "progress": 0.6,
            },
        )
    ]
)
class Waiting(serializers.Serializer):
    report_id = serializers.CharField()
    external_id = serializers.CharField(required=False, help_text="the interview's id elsewhere; for members")
    interview_id = serializers.CharField()
    report_status = serializers.ChoiceField(choices=ReportStatus.choices)
    progress = serializers.FloatField(help_text="0 to 1")


_EXAMPLE = OpenApiExample(
    "Ready",
    response_only=True,
    status_codes=["200"],
    value={
        **_READY,
        "ability_scores": {
            "professional_knowledge": 88,
            "logical_thinking": 82,
            "language_expression": 86,
            "stress_resistance": None,
            "communication_potential": 85,
        },
        "dimension_details": {
            "speech": {"score": 85, "speech_rate": "适中", "fluency": "良好", "emotion": "自信"},
            "video": {"score": 82, "expression": "自然", "eye_contact": "良好", "posture": "端正"},
            "content": {"score": 88, "relevance": "高", "logic_structure": "清晰", "professional_depth": "较好"},
        },
        "highlights": [
            {
                "timestamp": "00:05:30",
                "type": "positive",
                "description": "对深度学习原理解释清晰，展现扎实的理论基础",
            }
        ],
        "improvements": [{"dimension": "eye_contact", "suggestion": "建议增加与镜头的眼神交流，展现更强的自信"}],
        "insufficient_evidence": ["stress_resistance"],
        "rubric_version": "2026-11",
    },
)


@extend_schema_serializer(examples=[_EXAMPLE])
class ReportDetail(serializers.Serializer):
    """Section 7.1. Without the right to see scores, the keys that would carry them are absent."""

    report_id = serializers.CharField()
    interview_id = serializers.CharField()
    external_id = serializers.CharField(required=False, help_text="the interview's id elsewhere; for members")
    report_status = serializers.ChoiceField(choices=ReportStatus.choices)
    candidate = serializers.DictField(required=False)
    position = serializers.DictField(required=False)
    overall_score = serializers.IntegerField(allow_null=True, required=False)
    recommendation = serializers.CharField(required=False)
    ability_scores = serializers.DictField(child=serializers.IntegerField(allow_null=True), required=False)
    dimension_details = serializers.DictField(required=False)
    highlights = serializers.ListField(child=serializers.DictField(), required=False)
    improvements = serializers.ListField(child=serializers.DictField(), required=False)
    ability_evidence = serializers.DictField(required=False)
    insufficient_evidence = serializers.ListField(child=serializers.CharField(), required=False)
    engines = serializers.ListField(child=serializers.DictField(), required=False)
    rubric_version = serializers.CharField(required=False)
    version = serializers.IntegerField(required=False, help_text="which version this is")
    present_version = serializers.IntegerField(required=False)
    generated_at = serializers.CharField(required=False)
    human = serializers.DictField(
        required=False,
        help_text="for members: `decision`, `overrides` and a summary of the `reviews` beside the AI's scores",
    )
    blind = serializers.BooleanField(
        required=False, help_text="true for a reviewer who owes a blind review: nothing that the AI found is there"
    )
    reason = serializers.CharField(required=False, help_text="of a failed report")
