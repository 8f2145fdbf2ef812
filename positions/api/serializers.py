"""Shapes of section 3."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from common.api.fields import Choice, Flag, Moment, Text, TextList, Whole
from common.api.rows import Row
from positions.enums import CandidateReport, Category, InterviewerStyle, InterviewLanguage, Modality, PositionStatus

_INTERNAL = (
    "candidate_report",
    "link_valid_days",
    "retakes_allowed",
    "mode_choice_allowed",
    "weights",
    "anchors",
    "blind_review",
    "lock_version",
)
_MEMBERS_ONLY = "members of the organization only"


_GIVEN = {
    "title": "算法工程师",
    "category": "ai",
    "description": "负责公司AI算法研发工作",
    "requirements": ["熟悉机器学习、深度学习算法", "熟练使用Python、PyTorch"],
    "interview_duration": 30,
    "question_count": 5,
}


@extend_schema_field(serializers.DictField(child=serializers.FloatField()))
class Weights(serializers.JSONField):
    """A share for each of the five abilities; the rules of positions check them."""


class Level(serializers.Serializer):
    score = serializers.IntegerField(min_value=0, max_value=100)
    zh = serializers.CharField(required=False)
    en = serializers.CharField(required=False)


@extend_schema_field(serializers.DictField(child=Level(many=True)))
class Anchors(serializers.JSONField):
    """Levels of behaviour by ability; the rules of positions check them."""


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "An algorithm engineer",
            value=_GIVEN,
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
    interviewer_style = Choice(
        choices=InterviewerStyle.choices, required=False, help_text="of interviews that name none"
    )
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
    weights = Weights(
        required=False, allow_null=True, help_text="ability to share, together 1; null: those of the rubric"
    )
    anchors = Anchors(required=False, help_text="ability to levels: the behaviour that earns a score")
    blind_review = Flag(required=False, help_text="reviewers rate before they see the scores")
    modalities = serializers.ListField(
        child=Choice(choices=Modality.choices), required=False, help_text="what is measured beside the words"
    )
    opening_text = Text(max_length=2000, required=False, allow_blank=True, help_text="shown before the interview")
    closing_text = Text(max_length=2000, required=False, allow_blank=True, help_text="shown after the interview")

    def validate_timezone(self, name: str) -> str:
        if name not in zoneinfo.available_timezones():
            raise serializers.ValidationError(_("This is not an IANA time zone."))
        return name


class PositionChange(PositionInput):
    lock_version = Whole(
        min_value=1, required=False, help_text="as it was read: refused once somebody else saved in the meantime"
    )


class PositionQuery(serializers.Serializer):
    category = serializers.ChoiceField(choices=Category.choices, required=False)
    status = serializers.ChoiceField(choices=PositionStatus.choices, required=False)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "For a member",
            response_only=True,
            value={
                "position_id": "pos_01k0c8x1f8e7tb6h3v9r2m4n5s",
                "title": "算法工程师",
                "category": "ai",
                "status": "active",
                "interview_count": 50,
                "created_at": "2025-12-16T10:00:00.000Z",
            },
        )
    ]
)
class PositionRow(Row):
    position_id = serializers.CharField(source="public_id")
    title = serializers.CharField()
    category = serializers.CharField()
    status = serializers.CharField()
    interview_count = serializers.IntegerField(required=False, help_text="members of the organization only")
    created_at = Moment()

    columns = ("public_id", "title", "category", "status", "created_at")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "For a member",
            response_only=True,
            value={
                "position_id": "pos_01k0c8x1f8e7tb6h3v9r2m4n5s",
                **_GIVEN,
                "status": "active",
                "language": "auto",
                "interviewer_style": "friendly",
                "timezone": "Asia/Shanghai",
                "created_at": "2025-12-16T10:00:00.000Z",
                "candidate_report": "full",
                "link_valid_days": 7,
                "retakes_allowed": False,
                "mode_choice_allowed": False,
                "human_contact": "",
                "retention_days": None,
                "modalities": ["voice", "face", "gaze", "posture", "expression"],
                "opening_text": "",
                "closing_text": "",
                "weights": None,
                "anchors": {},
                "blind_review": False,
                "lock_version": 1,
            },
        )
    ]
)
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
    interviewer_style = serializers.CharField()
    timezone = serializers.CharField()
    created_at = Moment()
    candidate_report = serializers.CharField(required=False, help_text="members of the organization only")
    link_valid_days = serializers.IntegerField(required=False, help_text="members of the organization only")
    retakes_allowed = serializers.BooleanField(required=False, help_text="members of the organization only")
    mode_choice_allowed = serializers.BooleanField(required=False, help_text="members of the organization only")
    human_contact = serializers.CharField()
    retention_days = serializers.IntegerField(allow_null=True)
    modalities = serializers.ListField(child=serializers.CharField())
    opening_text = serializers.CharField()
    closing_text = serializers.CharField()
    weights = Weights(required=False, allow_null=True, help_text=_MEMBERS_ONLY)
    anchors = Anchors(required=False, help_text=_MEMBERS_ONLY)
    blind_review = serializers.BooleanField(required=False, help_text=_MEMBERS_ONLY)
    lock_version = serializers.IntegerField(required=False, help_text=_MEMBERS_ONLY)

    def to_representation(self, position: Any) -> dict[str, Any]:
        shown = super().to_representation(position)
        if not self.context["request"].user.is_enterprise:
            for name in _INTERNAL:
                del shown[name]
        return shown
