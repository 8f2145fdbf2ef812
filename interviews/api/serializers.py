"""Shapes of sections 5 and 8."""

from __future__ import annotations

import datetime as dt
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from common.api.fields import Choice, Email, Flag, Line, Moment, Number, Pattern, Text, Whole
from common.api.rows import Row
from interviews import selectors
from interviews.api import examples
from interviews.candidacy.accommodations import MOST_EXTRA_TIME, Accommodations
from interviews.enums import AnswerMode, FollowUpStatus, InterviewerStyle, InterviewStatus, MediaKind
from interviews.models import MOST_EXTERNAL_ID, Interview


class AccommodationsShape(serializers.Serializer):
    extra_time = Number(
        min_value=1, max_value=MOST_EXTRA_TIME, required=False, help_text="times every limit, 1 without"
    )
    captions = Flag(required=False)
    no_countdown = Flag(required=False)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "For oneself", value={"position_id": "pos_01k0c8x1f8e7tb6h3v9r2m4n5s", "interviewer_style": "friendly"}
        )
    ]
)
class InterviewInput(serializers.Serializer):
    position_id = Text(max_length=64)
    interviewer_style = Choice(choices=InterviewerStyle.choices, required=False)
    mode = Choice(
        choices=AnswerMode.choices,
        required=False,
        help_text="what answers consist of; text: `transcript` is the answer",
    )
    candidate_email = Email(max_length=254, required=False, help_text="enterprise accounts must name it")
    accommodations = AccommodationsShape(required=False, help_text="granted by enterprise accounts")
    external_id = Line(
        max_length=MOST_EXTERNAL_ID,
        required=False,
        help_text="its id in your own system; for enterprise accounts, need not be unique",
    )

    def validate_accommodations(self, given: dict[str, Any]) -> Accommodations:
        return Accommodations(**given)


class InterviewQuery(serializers.Serializer):
    status = serializers.ChoiceField(choices=InterviewStatus.choices, required=False)
    position_id = serializers.CharField(required=False)
    start_date = serializers.DateField(required=False)
    end_date = serializers.DateField(required=False)
    external_id = serializers.CharField(required=False, max_length=MOST_EXTERNAL_ID)

    def validate_start_date(self, day: dt.date) -> dt.date:
        return max(day, dt.date(1, 1, 2))  # the day before has no moment in UTC east of it

    def validate_end_date(self, day: dt.date) -> dt.date:
        return min(day, dt.date(9999, 12, 30))


class ShortQuestion(serializers.Serializer):
    question_id = serializers.CharField()
    order = serializers.IntegerField()
    content = serializers.CharField()


class CurrentQuestion(ShortQuestion):
    type = serializers.CharField()
    time_limit = serializers.IntegerField()
    is_follow_up = serializers.BooleanField()
    parent_question_id = serializers.CharField(source="parent.question_id", default=None, allow_null=True)
    started_at = Moment(allow_null=True)
    deadline_at = Moment(allow_null=True)


class NextQuestion(ShortQuestion):
    is_follow_up = serializers.BooleanField()
    time_limit = serializers.IntegerField()
    parent_question_id = serializers.CharField(source="parent.question_id", default=None, allow_null=True)


@extend_schema_serializer(examples=examples.LISTED)
class InterviewRow(Row):
    interview_id = serializers.CharField(source="public_id")
    position_id = serializers.CharField(source="position_key")
    position_title = serializers.CharField()
    candidate_id = serializers.CharField(source="candidate_key", default=None, allow_null=True)
    candidate_name = serializers.SerializerMethodField(help_text="of the account, else as an import names it")
    candidate_email = serializers.CharField()
    origin = serializers.CharField(help_text="own, or where an imported interview was held")
    external_id = serializers.SerializerMethodField(help_text="its id there, or in your own system; not for candidates")
    status = serializers.CharField()
    end_reason = serializers.CharField()
    interviewer_style = serializers.CharField()
    mode = serializers.CharField()
    language = serializers.CharField()
    timezone = serializers.CharField()
    created_at = Moment()
    link_expires_at = Moment()
    started_at = Moment(allow_null=True)
    ended_at = Moment(allow_null=True)

    columns = (
        *("public_id", "candidate_name", "candidate_email", "origin", "external_id", "status", "end_reason"),
        *("interviewer_style", "mode", "language", "timezone"),
        *("created_at", "link_expires_at", "started_at", "ended_at"),
    )
    named = {
        "position_key": "position__public_id",
        "position_title": "position__title",
        "candidate_key": "candidate__public_id",
        "username": "candidate__username",
    }

    def get_external_id(self, interview: Any) -> str:
        return interview.external_id if self.context["request"].user.is_enterprise else ""

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_candidate_name(self, interview: Any) -> str | None:
        return interview.username or interview.candidate_name or None


@extend_schema_serializer(examples=examples.READ)
class InterviewDetail(InterviewRow):
    deadline_at = Moment(allow_null=True)
    duration_minutes = serializers.IntegerField()
    accommodations = AccommodationsShape()
    total_duration = serializers.IntegerField(source="total_seconds")
    questions = serializers.SerializerMethodField()
    current_question = serializers.SerializerMethodField()
    questions_answered = serializers.SerializerMethodField()
    follow_ups_answered = serializers.SerializerMethodField()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_candidate_name(self, interview: Interview) -> str | None:
        return (interview.candidate.username if interview.candidate else interview.candidate_name) or None

    @extend_schema_field(ShortQuestion(many=True))
    def get_questions(self, interview: Interview) -> list[dict[str, Any]]:
        mains = [question for question in interview.questions.all() if not question.is_follow_up]
        return ShortQuestion(mains, many=True).data

    @extend_schema_field(CurrentQuestion(allow_null=True))
    def get_current_question(self, interview: Interview) -> dict[str, Any] | None:
        current = self.context.get("current_question")
        return CurrentQuestion(current).data if current else None

    def get_questions_answered(self, interview: Interview) -> int:
        return self._counts(interview)["questions_answered"]

    def get_follow_ups_answered(self, interview: Interview) -> int:
        return self._counts(interview)["follow_ups_answered"]

    def _counts(self, interview: Interview) -> dict[str, int]:
        if not hasattr(self, "_counted"):
            self._counted = selectors.answered_counts(interview)
        return self._counted


@extend_schema_serializer(examples=examples.CREATED)
class CreatedInterview(serializers.Serializer):
    interview_id = serializers.CharField(source="public_id")
    position_id = serializers.CharField(source="position.public_id")
    candidate_id = serializers.CharField(source="candidate.public_id", default=None, allow_null=True)
    status = serializers.CharField()
    interviewer_style = serializers.CharField()
    mode = serializers.CharField()
    language = serializers.CharField()
    room_token = serializers.CharField(required=False, help_text="to the candidate alone")
    invitation_url = serializers.CharField(required=False, help_text="to the company alone")
    candidate_email = serializers.CharField(required=False)
    external_id = serializers.CharField(required=False, help_text="to the company alone")
    accommodations = AccommodationsShape()
    questions = ShortQuestion(many=True, source="questions.all")
    link_expires_at = Moment()
    created_at = Moment()


@extend_schema_serializer(examples=examples.STARTED)
class StartedInterview(serializers.Serializer):
    interview_id = serializers.CharField(source="public_id")
    status = serializers.CharField()
    current_question = CurrentQuestion(allow_null=True)
    started_at = Moment()
    deadline_at = Moment()


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A recorded answer",
            value={
                "question_id": "q_01k0c8x1f8e7tb6h3v9r2m4n5t",
                "audio_url": "https://interviews.example.com/v1/uploads/up_01k0c8x1f8e7tb6h3v9r2m4n5v",
                "video_url": "https://interviews.example.com/v1/uploads/up_01k0c8x1f8e7tb6h3v9r2m4n5v",
                "duration": 120,
            },
        )
    ]
)
class AnswerInput(serializers.Serializer):
    question_id = Text(max_length=64)
    audio_url = Text(max_length=2000, required=False, allow_blank=True, default="")
    video_url = Text(max_length=2000, required=False, allow_blank=True, default="")
    transcript = Text(max_length=100_000, required=False, allow_blank=True, default="")
    duration = Whole(min_value=0, max_value=4 * 3600, help_text="seconds")


@extend_schema_serializer(examples=examples.SUBMITTED)
class SubmittedAnswer(serializers.Serializer):
    answer_id = serializers.CharField()
    question_id = serializers.CharField()
    status = serializers.CharField()
    is_late = serializers.BooleanField()
    next_question = NextQuestion(allow_null=True)


class AnswerRow(serializers.Serializer):
    answer_id = serializers.CharField(source="public_id")
    question_id = serializers.CharField(source="question.question_id")
    parent_question_id = serializers.CharField(source="question.parent.question_id", default=None, allow_null=True)
    is_follow_up = serializers.BooleanField(source="question.is_follow_up")
    question = serializers.CharField(source="question.content")
    status = serializers.CharField()
    failure = serializers.CharField()
    duration = serializers.IntegerField()
    is_late = serializers.BooleanField()
    take = serializers.IntegerField()
    transcript = serializers.SerializerMethodField()
    transcript_source = serializers.SerializerMethodField()
    transcript_reason = serializers.SerializerMethodField()
    submitted_at = Moment()

    def get_transcript(self, answer: Any) -> str:
        stored = _transcript(answer)
        return stored.text if stored else answer.client_transcript

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_transcript_source(self, answer: Any) -> str | None:
        stored = _transcript(answer)
        return stored.source if stored else ("client" if answer.client_transcript else None)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_transcript_reason(self, answer: Any) -> str | None:
        stored = _transcript(answer)
        if stored:
            return stored.reason or None
        return None if answer.client_transcript else (answer.failure or "not_analyzed_yet")


@extend_schema_serializer(examples=examples.ANSWERED)
class AnswerList(serializers.Serializer):
    total = serializers.IntegerField()
    items = AnswerRow(many=True)


class FollowUpQuery(serializers.Serializer):
    answer_id = serializers.CharField()


class FollowUpQuestion(serializers.Serializer):
    question_id = serializers.CharField()
    content = serializers.CharField()
    is_follow_up = serializers.BooleanField()
    parent_question_id = serializers.CharField(source="parent.question_id")
    time_limit = serializers.IntegerField()


@extend_schema_serializer(examples=examples.FOLLOWED_UP)
class FollowUpShape(serializers.Serializer):
    status = serializers.ChoiceField(choices=FollowUpStatus.choices)
    reason = serializers.CharField(allow_null=True)
    follow_up_question = FollowUpQuestion(allow_null=True)


@extend_schema_serializer(examples=examples.ENDED)
class EndedInterview(serializers.Serializer):
    interview_id = serializers.CharField(source="public_id")
    status = serializers.CharField()
    end_reason = serializers.CharField()
    total_duration = serializers.IntegerField(source="total_seconds")
    questions_answered = serializers.IntegerField()
    follow_ups_answered = serializers.IntegerField()
    report_status = serializers.CharField()
    ended_at = Moment(allow_null=True)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A recording", value={"file_type": "audio", "file_name": "answer.wav", "content_type": "audio/wav"}
        )
    ]
)
class PresignInput(serializers.Serializer):
    file_type = Choice(choices=MediaKind.choices)
    file_name = Text(max_length=255)
    content_type = Pattern(r"^[\w.+-]{1,60}/[\w.+-]{1,80}(;.{0,100})?$", max_length=200)
    interview_id = Text(max_length=64, required=False, allow_null=True)


@extend_schema_serializer(examples=examples.PRESIGNED)
class Presigned(serializers.Serializer):
    upload_id = serializers.CharField()
    upload_url = serializers.CharField()
    file_key = serializers.CharField()
    file_url = serializers.CharField()
    method = serializers.CharField()
    headers = serializers.DictField(child=serializers.CharField())
    max_bytes = serializers.IntegerField()
    expires_in = serializers.IntegerField()


class StoredUpload(serializers.Serializer):
    upload_id = serializers.CharField(source="public_id")
    file_key = serializers.CharField(source="key")
    file_name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(allow_null=True)
    state = serializers.CharField()
    read_url = serializers.CharField(required=False, help_text="signed; expires")
    expires_in = serializers.IntegerField(required=False)


def _transcript(answer: Any) -> Any:
    return getattr(answer, "transcript", None)
