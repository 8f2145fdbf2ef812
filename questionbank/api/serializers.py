"""Shapes of section 4."""

from __future__ import annotations

from rest_framework import serializers

from common.api.fields import Choice, Flag, Moment, Text, TextList, Whole
from questionbank.enums import Difficulty, QuestionType


class QuestionChange(serializers.Serializer):
    content = Text(max_length=5000)
    type = Choice(choices=QuestionType.choices)
    difficulty = Choice(choices=Difficulty.choices)
    time_limit = Whole(min_value=5, max_value=3600, required=False, help_text="seconds, default 180")
    follow_up_enabled = Flag(required=False)
    reference_answer = Text(max_length=20_000, required=False, allow_blank=True)
    scoring_points = TextList(item_length=1000, max_length=50, required=False)


class QuestionInput(QuestionChange):
    position_id = Text(max_length=64)


class QuestionQuery(serializers.Serializer):
    position_id = serializers.CharField(required=False)
    type = serializers.ChoiceField(choices=QuestionType.choices, required=False)
    difficulty = serializers.ChoiceField(choices=Difficulty.choices, required=False)


class QuestionShape(serializers.Serializer):
    question_id = serializers.CharField(source="public_id")
    position_id = serializers.CharField(source="position.public_id")
    content = serializers.CharField()
    type = serializers.CharField()
    difficulty = serializers.CharField()
    time_limit = serializers.IntegerField()
    follow_up_enabled = serializers.BooleanField()
    reference_answer = serializers.CharField()
    scoring_points = serializers.ListField(child=serializers.CharField())
    created_at = Moment()
