"""Shapes of webhooks."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from accounts.enums import CHOSEN_EVENTS, WebhookEvent
from common.api.fields import Choice, Flag, Moment, Text
from common.jobs import JobState

_STATES = [state for state in JobState.choices if state[0] != JobState.PARTIAL]
_CHOSEN = [(event.value, event.label) for event in CHOSEN_EVENTS]


def _events(**options: Any) -> serializers.ListField:
    return serializers.ListField(
        child=Choice(choices=_CHOSEN), allow_empty=False, max_length=len(CHOSEN_EVENTS), **options
    )


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "For reports",
            request_only=True,
            value={"url": "https://ats.example.com/hooks/interviews", "events": ["report.ready", "report.failed"]},
        )
    ]
)
class WebhookInput(serializers.Serializer):
    url = Text(max_length=500, help_text="a public https address")
    events = _events()


class WebhookChange(serializers.Serializer):
    url = Text(max_length=500, required=False)
    events = _events(required=False)
    is_active = Flag(required=False, help_text="false: nothing is sent")


class WebhookRow(serializers.Serializer):
    webhook_id = serializers.CharField(source="public_id")
    url = serializers.CharField()
    events = serializers.ListField(child=serializers.CharField())
    is_active = serializers.BooleanField()
    off_reason = serializers.CharField(help_text="owner, gone or failing; empty while it is on")
    failing_since = Moment(allow_null=True)
    previous_secret_until = Moment(allow_null=True, help_text="until then the secret before signs too")
    created_at = Moment()


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Made",
            response_only=True,
            value={
                "webhook_id": "whe_01k0c8x1f8e7tb6h3v9r2m4n5p",
                "url": "https://ats.example.com/hooks/interviews",
                "events": ["report.ready", "report.failed"],
                "is_active": True,
                "off_reason": "",
                "failing_since": None,
                "previous_secret_until": None,
                "created_at": "2026-11-22T08:00:00.000Z",
                "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            },
        )
    ]
)
class WebhookWithSecret(WebhookRow):
    secret = serializers.CharField(help_text="in this answer alone")


class EventKind(serializers.Serializer):
    event = serializers.CharField(source="value")
    label = serializers.CharField()


class DeliveryQuery(serializers.Serializer):
    status = serializers.ChoiceField(choices=_STATES, required=False)
    event = serializers.ChoiceField(choices=WebhookEvent.choices, required=False)


class DeliveryRow(serializers.Serializer):
    delivery_id = serializers.CharField(source="public_id", help_text="the message's `webhook-id`")
    event = serializers.CharField()
    status = serializers.ChoiceField(choices=_STATES, source="state")
    attempts = serializers.IntegerField()
    next_try_at = Moment(source="not_before", allow_null=True)
    answer_status = serializers.IntegerField(allow_null=True, help_text="what your program answered last")
    error_code = serializers.CharField()
    created_at = Moment()
    finished_at = Moment(allow_null=True)

    columns = (
        *("public_id", "event", "state", "attempts", "not_before", "answer_status", "error_code"),
        *("created_at", "finished_at", "endpoint"),
    )


class DeliveryDetail(DeliveryRow):
    payload = serializers.DictField(help_text="what was sent")
    answer = serializers.CharField(help_text="the beginning of what came back last")
