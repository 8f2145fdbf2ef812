"""What people find: reviews, decisions and comments beside the report."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from accounts.enums import Scope
from common.api.fields import Choice, Flag, Moment, Text, Whole
from common.api.permissions import EnterpriseOnly
from common.api.views import ApiView
from interviews.selectors import interview_visible_to
from positions.enums import Ability
from reports import services
from reports.api.permissions import open_interview
from reports.enums import DecisionOutcome, PersonRecommendation
from reports.reviews.models import LEAST_RATING, LONGEST_TEXT, MOST_RATING
from reports.reviews.reading import comments_of, decisions_of, own_review, reviews_seen_by


def _rating() -> Whole:
    return Whole(min_value=LEAST_RATING, max_value=MOST_RATING, allow_null=True, required=False)


class Ratings(serializers.Serializer):
    """From 1 to 5 by ability; null or left out: could not be judged."""

    professional_knowledge = _rating()
    logical_thinking = _rating()
    language_expression = _rating()
    stress_resistance = _rating()
    communication_potential = _rating()

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := set(data) - set(Ability.values)):
            raise serializers.ValidationError(
                {key: [_("There is no such ability.")] for key in sorted(map(str, unknown))}
            )
        return super().to_internal_value(data)


class ReviewInput(serializers.Serializer):
    ratings = Ratings(required=False)
    recommendation = Choice(choices=PersonRecommendation.choices, required=False)
    notes = Text(max_length=LONGEST_TEXT, required=False, allow_blank=True, default="")
    draft = Flag(required=False, default=False, help_text="keep it for oneself; nothing needs to be complete")
    reason = Text(
        max_length=LONGEST_TEXT, required=False, default="", help_text="to amend a review that was handed in already"
    )


class Person(serializers.Serializer):
    user_id = serializers.CharField(source="public_id")
    username = serializers.CharField()


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Handed in",
            response_only=True,
            value={
                "review_id": "rev_01k0c8x1f8e7tb6h3v9r2m4n5p",
                "reviewer": {"user_id": "u_01k0c8x1f8e7tb6h3v9r2m4n5r", "username": "李同事"},
                "ratings": {"professional_knowledge": 4, "logical_thinking": 5, "stress_resistance": None},
                "recommendation": "recommend",
                "notes": "条理清楚，例子具体。",
                "before_ai": True,
                "submitted_at": "2026-11-22T08:00:00.000Z",
            },
        )
    ]
)
class ReviewShape(serializers.Serializer):
    review_id = serializers.CharField(source="public_id")
    reviewer = Person(allow_null=True)
    ratings = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    recommendation = serializers.CharField()
    notes = serializers.CharField()
    before_ai = serializers.BooleanField(source="is_blind", help_text="written before the AI's scores could be seen")
    submitted_at = Moment(allow_null=True)


class DecisionInput(serializers.Serializer):
    outcome = Choice(choices=DecisionOutcome.choices)
    reason = Text(max_length=LONGEST_TEXT)
    seen = Whole(min_value=0, required=False, default=0, help_text="the `number` of the decision looked at, 0 for none")


class DecisionShape(serializers.Serializer):
    decision_id = serializers.CharField(source="public_id")
    number = serializers.IntegerField(help_text="the highest counts")
    outcome = serializers.CharField()
    reason = serializers.CharField()
    decided_by = Person()
    decided_at = Moment()


class CommentInput(serializers.Serializer):
    text = Text(max_length=LONGEST_TEXT)
    question_id = Text(max_length=60, required=False, default="")
    at_ms = Whole(min_value=0, max_value=24 * 3600 * 1000, required=False, allow_null=True, default=None)


class CommentShape(serializers.Serializer):
    comment_id = serializers.CharField(source="public_id")
    author = Person(allow_null=True)
    text = serializers.CharField(help_text="empty once deleted")
    question_id = serializers.CharField()
    at_ms = serializers.IntegerField(allow_null=True, help_text="in the answer's recording")
    mentioned = Person(many=True)
    written_at = Moment()
    edited_at = Moment(allow_null=True)
    deleted_at = Moment(allow_null=True)


class Reviews(ApiView):
    permission_classes = [EnterpriseOnly]
    read_scope = Scope.REPORTS_READ

    @extend_schema(summary="List what reviewers say", responses=ReviewShape(many=True))
    def get(self, request: Any, interview_id: str) -> Response:
        interview = interview_visible_to(request.user, interview_id)
        return self.page(reviews_seen_by(request.user, interview), ReviewShape)

    @extend_schema(
        summary="Review an interview, or amend one's review", request=ReviewInput, responses={201: ReviewShape}
    )
    def post(self, request: Any, interview_id: str) -> Response:
        interview = interview_visible_to(request.user, interview_id)
        given = self.read(ReviewInput)
        draft = services.ReviewDraft(
            ratings=given.get("ratings", {}), recommendation=given.get("recommendation", ""), notes=given["notes"]
        )
        held = own_review(request.user, interview)
        if held is not None and held.submitted_at is not None:
            review = services.amend_review(interview, actor=request.user, draft=draft, reason=given["reason"])
        else:
            review = services.save_review(interview, actor=request.user, draft=draft, submit=not given["draft"])
        return Response(ReviewShape(review).data, status=201)


class Decisions(ApiView):
    permission_classes = [EnterpriseOnly]
    read_scope = Scope.REPORTS_READ

    @extend_schema(summary="List what was decided, the newest first", responses=DecisionShape(many=True))
    def get(self, request: Any, interview_id: str) -> Response:
        return self.page(decisions_of(open_interview(request.user, interview_id)), DecisionShape)

    @extend_schema(summary="Decide about a candidate", request=DecisionInput, responses={201: DecisionShape})
    def post(self, request: Any, interview_id: str) -> Response:
        interview = interview_visible_to(request.user, interview_id)
        made = services.decide(interview, actor=request.user, **self.read(DecisionInput))
        return Response(DecisionShape(made).data, status=201)


class Comments(ApiView):
    permission_classes = [EnterpriseOnly]
    read_scope = Scope.REPORTS_READ

    @extend_schema(summary="List comments, the oldest first", responses=CommentShape(many=True))
    def get(self, request: Any, interview_id: str) -> Response:
        return self.page(comments_of(open_interview(request.user, interview_id)), CommentShape)

    @extend_schema(summary="Comment on an interview", request=CommentInput, responses={201: CommentShape})
    def post(self, request: Any, interview_id: str) -> Response:
        interview = interview_visible_to(request.user, interview_id)
        made = services.write_comment(
            interview, actor=request.user, base_url=self.base_url(), **self.read(CommentInput)
        )
        return Response(CommentShape(made).data, status=201)
