"""Shapes of imports and of accounts elsewhere."""

from __future__ import annotations

import json
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from common.api.fields import Choice, Email, Moment, Text, Whole
from common.jobs import JobState
from interviews.enums import InterviewOrigin, SpeakerRole
from interviews.importing.models import ImportJob
from interviews.importing.wording import error_sentence, note_sentence
from interviews.services.imports import failure_params
from positions.enums import InterviewLanguage

SOURCES = [choice for choice in InterviewOrigin.choices if choice[0] != InterviewOrigin.OWN]
PROVIDERS = [choice for choice in InterviewOrigin.choices if choice[0] in ("feishu", "tencent")]


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "object"}, {"type": "array", "items": {}}]})
class Pasted(serializers.Field):
    """A transcript as text, or as the JSON itself."""

    def to_internal_value(self, data: Any) -> bytes:
        if isinstance(data, dict | list):
            data = json.dumps(data)
        if not isinstance(data, str):
            raise serializers.ValidationError("Not a valid string.")
        return data.encode("utf-8", "surrogatepass")

    def to_representation(self, value: Any) -> Any:
        return value


class ImportFields(serializers.Serializer):
    position_id = Text(max_length=64)
    source = Choice(choices=SOURCES)
    id = Text(max_length=200, required=False, help_text="the interview at Feishu, the recording at Tencent Meeting")
    account_id = Text(max_length=64, required=False, help_text="for feishu and tencent: a remote account")
    file_name = Text(max_length=255, required=False)
    language = Choice(choices=InterviewLanguage.choices, required=False)
    candidate_email = Email(max_length=254, required=False)
    candidate_name = Text(max_length=200, required=False)
    started_at = serializers.DateTimeField(required=False, help_text="when it was held, where the source does not say")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "From Feishu",
            value={
                "position_id": "pos_01k0c8x1f8e7tb6h3v9r2m4n5s",
                "source": "feishu",
                "id": "7085989097067563300",
                "account_id": "racc_01k0c8x1f8e7tb6h3v9r2m4n5t",
            },
        )
    ]
)
class ImportInput(ImportFields):
    content = Pasted(required=False, help_text="for transcript: Feishu or Tencent Meeting JSON, SRT or VTT")
    upload = Text(max_length=2000, required=False, help_text="for recording: an upload's id, key or address")
    speaker_count = Whole(min_value=1, max_value=20, required=False, help_text="for recording: how many people speak")


class ImportForm(ImportFields):
    """The same as a form, with the transcript as a file."""

    file = serializers.FileField(allow_empty_file=True)
    speaker_count = serializers.IntegerField(min_value=1, max_value=20, required=False)


class StartedImport(serializers.Serializer):
    import_id = serializers.CharField(source="public_id")
    status = serializers.ChoiceField(source="state", choices=JobState.choices)


class ImportNote(serializers.Serializer):
    code = serializers.CharField()
    text = serializers.CharField()


class ImportError_(serializers.Serializer):  # noqa: N801 - shown in the schema without the dash
    code = serializers.CharField()
    message = serializers.CharField()


class ImportRow(StartedImport):
    progress = serializers.FloatField()
    source = serializers.CharField(source="origin")
    id = serializers.CharField(source="external_id")
    position_id = serializers.CharField(source="position.public_id")
    interview_id = serializers.CharField(source="interview.public_id", default=None, allow_null=True)
    account_id = serializers.CharField(source="account.public_id", default=None, allow_null=True)
    file_name = serializers.CharField()
    notes = serializers.SerializerMethodField(help_text="what was odd about the source, and mended")
    error = serializers.SerializerMethodField()
    created_at = Moment()
    finished_at = Moment(allow_null=True)

    @extend_schema_field(ImportNote(many=True))
    def get_notes(self, job: ImportJob) -> list[dict[str, str]]:
        return [{"code": note["code"], "text": note_sentence(note["code"], note["params"])} for note in job.notes]

    @extend_schema_field(ImportError_(allow_null=True))
    def get_error(self, job: ImportJob) -> dict[str, str] | None:
        if job.state != JobState.FAILED:
            return None
        return {"code": job.error_code, "message": error_sentence(job.error_code, failure_params(job))}


class ImportQuery(serializers.Serializer):
    status = serializers.ChoiceField(choices=JobState.choices, required=False)


@extend_schema_serializer(
    examples=[
        OpenApiExample("Two change places", value={}),
        OpenApiExample("By key", value={"roles": {"a": "candidate"}}),
    ]
)
class SpeakersInput(serializers.Serializer):
    roles = serializers.DictField(
        child=Choice(choices=SpeakerRole.choices),
        required=False,
        help_text="who is who, by the speaker's key; without it all change places",
    )


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Feishu",
            value={"provider": "feishu", "name": "Main", "credentials": {"app_id": "cli_a", "app_secret": "secret"}},
        )
    ]
)
class RemoteAccountInput(serializers.Serializer):
    provider = Choice(choices=PROVIDERS)
    name = Text(max_length=100)
    credentials = serializers.DictField(
        child=Text(max_length=2000),
        help_text="feishu: app_id, app_secret; tencent: app_id, sdk_id, secret_id, secret_key, or open_id and "
        "access_token; also operator_id, operator_id_type",
    )
    base_url = Text(max_length=500, required=False, allow_blank=True, help_text="empty: the service's own address")


class RemoteAccountRow(serializers.Serializer):
    account_id = serializers.CharField(source="public_id")
    provider = serializers.CharField()
    name = serializers.CharField()
    base_url = serializers.CharField()
    created_at = Moment()
