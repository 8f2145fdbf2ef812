"""Shapes of section 3."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from common.api.fields import Choice, Flag, Moment, Text, TextList, Whole
from positions.enums import CandidateReport, Category, InterviewLanguage, PositionStatus

_INTERNAL = ("candidate_report", "link_valid_days", "retakes_allowed", "mode_choice_allowed")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "An algorithm engineer",
            value={
                "title": "算法工程师",
                "category": "ai",
                "description": "负责公司AI算法研发工作",
                "requirements": ["熟悉机器学习、深度学习算法", "熟练使用Python、PyTorch"],
                "interview_duration": 30,
                "question_count": 5,
            },
        )
    ]
)
class PositionInput(serializers.Serializer):
    title = Text(max_length=200)
    category = Choice(choices=Category.choices)
    description = Text(max_length=20_000)
    requirements = TextList(item_length=1000, max_length=100)
    interview_duration = Whole(min_value=1, max_value=240, required=False, help_text="minutes, default 30")
    question_count = Whole(min_value=1, max_value=40, required=False, help_text="default 5")
    status = Choice(choices=PositionStatus.choices, required=False)
    language = Choice(choices=InterviewLanguage.choices, required=False)
    timezone = Text(max_length=64, required=False, help_text="IANA name, default Asia/Shanghai")
    candidate_report = Choice(choices=CandidateReport.choices, required=False)
    link_valid_days = Whole(min_value=1, max_value=365, required=False)
    retakes_allowed = Flag(required=False)
    mode_choice_allowed = Flag(required=False, help_text="a candidate may answer by sound or in writing instead")
    human_contact = Text(
        max_length=1000, required=False, allow_blank=True, help_text="whom a candidate asks who wants no AI interview"
    )
    retention_days = Whole(
        min_value=1, max_value=3650, required=False, allow_null=True, help_text="an interview is erased after so long"
    )

    def validate_timezone(self, name: str) -> str:
        if name not in zoneinfo.available_timezones():
            raise serializers.ValidationError(_("This is not an IANA time zone."))
        return name


class PositionQuery(serializers.Serializer):
    category = serializers.ChoiceField(choices=Category.choices, required=False)
    status = serializers.ChoiceField(choices=PositionStatus.choices, required=False)


class PositionRow(serializers.Serializer):
    position_id = serializers.CharField(source="public_id")
    title = serializers.CharField()
    category = serializers.CharField()
    status = serializers.CharField()
    interview_count = serializers.IntegerField(required=False, help_text="members of the organization only")
    created_at = Moment()


class PositionDetail(serializers.Serializer):
    position_id = serializers.CharField(source="public_id")
    title = serializers.CharField()
    category = serializers.CharField()
    description = serializers.CharField()
    requirements = serializers.ListField(child=serializers.CharField())
    interview_duration = serializers.IntegerField()
    question_count = serializers.IntegerField()
    status = serializers.CharField()
    language = serializers.CharField()
    timezone = serializers.CharField()
    created_at = Moment()
    candidate_report = serializers.CharField(required=False, help_text="members of the organization only")
    link_valid_days = serializers.IntegerField(required=False, help_text="members of the organization only")
    retakes_allowed = serializers.BooleanField(required=False, help_text="members of the organization only")
    mode_choice_allowed = serializers.BooleanField(required=False, help_text="members of the organization only")
    human_contact = serializers.CharField()
    retention_days = serializers.IntegerField(allow_null=True)

    def to_representation(self, position: Any) -> dict[str, Any]:
        shown = super().to_representation(position)
        if not self.context["request"].user.is_enterprise:
            for name in _INTERNAL:
                del shown[name]
        return shown
