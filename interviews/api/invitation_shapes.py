"""Shapes of invitations."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from common.api.fields import Choice, Email, Flag, Line, Moment, Text, Whole
from interviews.api.serializers import AccommodationsShape
from interviews.candidacy.accommodations import Accommodations
from interviews.enums import AnswerMode, InterviewerStyle
from interviews.inviting.enums import InvitationStatus, MailLanguage
from interviews.inviting.models import MOST_REMIND_HOURS
from interviews.models import MOST_EXTERNAL_ID, Invitation
from interviews.services.mail_rendering import invitation_link


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "With a deadline",
            value={
                "position_id": "pos_01k0c8x1f8e7tb6h3v9r2m4n5s",
                "email": "li.ming@example.com",
                "name": "李明",
                "language": "zh",
                "deadline_at": "2027-01-15T18:00:00+08:00",
                "remind_hours": 24,
                "external_id": "application-4711",
            },
        )
    ]
)
class InvitationInput(serializers.Serializer):
    position_id = Text(max_length=64)
    email = Email(max_length=254)
    name = Text(max_length=200, required=False, allow_blank=True)
    phone = Text(max_length=40, required=False, allow_blank=True)
    language = Choice(choices=MailLanguage.choices, required=False, help_text="of the mails")
    opens_at = serializers.DateTimeField(required=False, allow_null=True, help_text="without: open at once")
    deadline_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="to begin; without: the position's number of days"
    )
    timezone = Text(max_length=64, required=False, help_text="the candidate's, in which mails write times")
    remind_hours = Whole(
        min_value=1, max_value=MOST_REMIND_HOURS, required=False, allow_null=True, help_text="before the deadline"
    )
    interviewer_style = Choice(choices=InterviewerStyle.choices, required=False)
    mode = Choice(choices=AnswerMode.choices, required=False)
    accommodations = AccommodationsShape(required=False)
    external_id = Line(
        max_length=MOST_EXTERNAL_ID,
        required=False,
        help_text="the interview's id in your own system; need not be unique",
    )
    send_mail = Flag(required=False, help_text="false: you bring the link to the candidate yourself")

    def validate_accommodations(self, given: dict[str, Any]) -> Accommodations:
        return Accommodations(**given)


class InvitationQuery(serializers.Serializer):
    status = serializers.ChoiceField(choices=InvitationStatus.choices, required=False)
    position_id = serializers.CharField(required=False)
    search = serializers.CharField(required=False, max_length=200)
    external_id = serializers.CharField(required=False, max_length=MOST_EXTERNAL_ID)


class InvitationRow(serializers.Serializer):
    invitation_id = serializers.CharField(source="public_id")
    interview_id = serializers.CharField(source="interview.public_id")
    position_id = serializers.CharField(source="position.public_id")
    position_title = serializers.CharField(source="position.title")
    external_id = serializers.CharField(source="interview.external_id")
    email = serializers.CharField()
    name = serializers.CharField()
    phone = serializers.CharField()
    language = serializers.CharField()
    status = serializers.CharField()
    mail_error = serializers.CharField(help_text="a code; empty when the last mail went out")
    opens_at = Moment(allow_null=True)
    deadline_at = Moment(source="interview.link_expires_at")
    remind_hours = serializers.IntegerField(allow_null=True)
    accommodations = AccommodationsShape(source="interview.accommodations")
    invitation_url = serializers.SerializerMethodField()
    created_at = Moment()
    sent_at = Moment(allow_null=True)
    opened_at = Moment(allow_null=True)
    reminded_at = Moment(allow_null=True)
    started_at = Moment(source="interview.started_at", allow_null=True)
    ended_at = Moment(source="interview.ended_at", allow_null=True)
    reviewed_at = Moment(allow_null=True)
    revoked_at = Moment(allow_null=True)

    def get_invitation_url(self, invitation: Invitation) -> str:
        if not invitation.base_url:
            invitation.base_url = self.context["request"].build_absolute_uri("/").rstrip("/")
        return invitation_link(invitation)
