"""A person's word beside the AI's, and changing one's comments."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from accounts.enums import Scope
from common.api.fields import Choice, Moment, Text, Whole
from common.api.lists import list_of
from common.api.permissions import EnterpriseOnly
from common.api.views import ApiView
from interviews.selectors import interview_visible_to
from reports import services
from reports.api.permissions import open_interview
from reports.api.reviews import CommentShape, Person
from reports.enums import OverrideTarget, PersonRecommendation
from reports.models import Comment
from reports.reviews.models import LONGEST_TEXT
from reports.reviews.reading import overrides_of


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "An ability",
            request_only=True,
            value={"target": "logical_thinking", "score": 78, "reason": "第二题的推导是对的，只是说得急。"},
        )
    ]
)
class OverrideInput(serializers.Serializer):
    target = Choice(choices=OverrideTarget.choices, help_text="the recommendation, or an ability")
    score = Whole(min_value=0, max_value=100, required=False, help_text="of an ability")
    recommendation = Choice(choices=PersonRecommendation.choices, required=False)
    reason = Text(max_length=LONGEST_TEXT)


class OverrideShape(serializers.Serializer):
    override_id = serializers.CharField(source="public_id")
    target = serializers.CharField()
    score = serializers.IntegerField(allow_null=True)
    recommendation = serializers.CharField()
    ai_score = serializers.IntegerField(allow_null=True)
    ai_recommendation = serializers.CharField()
    reason = serializers.CharField()
    overridden_by = Person(allow_null=True)
    overridden_at = Moment()


class CommentChange(serializers.Serializer):
    text = Text(max_length=LONGEST_TEXT)


class Overrides(ApiView):
    permission_classes = [EnterpriseOnly]
    read_scope = Scope.REPORTS_READ

    @extend_schema(summary="List the overrides that count, the newest first", responses=list_of(OverrideShape))
    def get(self, request: Any, interview_id: str) -> Response:
        return self.whole(overrides_of(open_interview(request.user, interview_id)), OverrideShape)

    @extend_schema(
        summary="Put one's word beside the AI's recommendation, or its score of an ability",
        request=OverrideInput,
        responses={201: OverrideShape},
    )
    def post(self, request: Any, interview_id: str) -> Response:
        interview = interview_visible_to(request.user, interview_id)
        made = services.override(interview, actor=request.user, **self.read(OverrideInput))
        return Response(OverrideShape(made).data, status=201)


class OverrideItem(ApiView):
    permission_classes = [EnterpriseOnly]

    @extend_schema(summary="Withdraw an override; that there was one is kept", responses={200: None})
    def delete(self, request: Any, interview_id: str, override_id: str) -> Response:
        interview = interview_visible_to(request.user, interview_id)
        services.withdraw_override(interview, actor=request.user, override_id=override_id)
        return Response(None)


class CommentItem(ApiView):
    permission_classes = [EnterpriseOnly]

    @extend_schema(summary="Change one's own comment", request=CommentChange, responses=CommentShape)
    def patch(self, request: Any, interview_id: str, comment_id: str) -> Response:
        comment = _comment(request, interview_id, comment_id)
        text = self.read(CommentChange)["text"]
        changed = services.edit_comment(comment, actor=request.user, text=text, base_url=self.base_url())
        return Response(CommentShape(changed).data)

    @extend_schema(summary="Take one's own comment back", responses=CommentShape)
    def delete(self, request: Any, interview_id: str, comment_id: str) -> Response:
        services.delete_comment(_comment(request, interview_id, comment_id), actor=request.user)
        return Response(CommentShape(_comment(request, interview_id, comment_id)).data)


def _comment(request: Any, interview_id: str, comment_id: str) -> Comment:
    found = Comment.objects.filter(interview=open_interview(request.user, interview_id))
    found = found.select_related("author", "interview").prefetch_related("mentioned")
    return found.get_visible(request.user, comment_id)
