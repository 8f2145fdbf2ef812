"""Shapes of section 4."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from common.api.fields import Choice, Flag, Moment, Text, TextList, Whole
from common.api.rows import Row
from questionbank import rules
from questionbank.enums import Difficulty, QuestionType

_GIVEN = {
    "position_id": "pos_01k0c8x1f8e7tb6h3v9r2m4n5s",
    "content": "请介绍一下你对深度学习的理解，以及你在实际项目中是如何应用的？",
    "type": "technical",
    "difficulty": "medium",
    "time_limit": 180,
    "follow_up_enabled": True,
    "reference_answer": "深度学习是机器学习的一个分支……",
    "scoring_points": ["对深度学习概念的理解准确性", "实际项目经验的丰富程度"],
}


@extend_schema_serializer(examples=[OpenApiExample("More time", value={"time_limit": 240})])
class QuestionChange(serializers.Serializer):
    content = Text(max_length=5000)
    type = Choice(choices=QuestionType.choices)
    difficulty = Choice(choices=Difficulty.choices)
    time_limit = Whole(min_value=5, max_value=3600, required=False, help_text="seconds, default 180")
    follow_up_enabled = Flag(required=False)
    reference_answer = Text(max_length=20_000, required=False, allow_blank=True)
    scoring_points = TextList(item_length=rules.LONGEST_POINT, max_length=rules.MOST_POINTS, required=False)
    tags = TextList(item_length=rules.LONGEST_TAG, max_length=rules.MOST_TAGS, required=False)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A technical question",
            value=_GIVEN,
        )
    ]
)
class QuestionInput(QuestionChange):
    position_id = Text(max_length=64)


class QuestionQuery(serializers.Serializer):
    position_id = serializers.CharField(required=False)
    type = serializers.ChoiceField(choices=QuestionType.choices, required=False)
    difficulty = serializers.ChoiceField(choices=Difficulty.choices, required=False)
    tag = serializers.CharField(required=False, max_length=rules.LONGEST_TAG)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A technical question",
            response_only=True,
            value={
                "question_id": "q_01k0c8x1f8e7tb6h3v9r2m4n5t",
                **_GIVEN,
                "tags": ["深度学习"],
                "created_at": "2025-12-16T10:00:00.000Z",
            },
        )
    ]
)
class QuestionShape(Row):
    question_id = serializers.CharField(source="public_id")
    position_id = serializers.CharField(source="position_key")
    content = serializers.CharField()
    type = serializers.CharField()
    difficulty = serializers.CharField()
    time_limit = serializers.IntegerField()
    follow_up_enabled = serializers.BooleanField()
    reference_answer = serializers.CharField()
    scoring_points = serializers.ListField(child=serializers.CharField())
    tags = serializers.ListField(child=serializers.CharField())
    created_at = Moment()

    columns = (
        *("public_id", "content", "type", "difficulty", "time_limit", "follow_up_enabled", "reference_answer"),
        *("scoring_points", "tags", "created_at"),
    )
    named = {"position_key": "position__public_id"}
