"""Section 4: the question bank, for members of the organization alone."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts.enums import Scope
from accounts.selectors import demand_recruiter
from common.api.permissions import EnterpriseOnly
from common.api.views import ApiView
from positions.selectors import position_visible_to
from questionbank import selectors, services
from questionbank.api import serializers as shapes


class Questions(ApiView):
    permission_classes = [EnterpriseOnly]
    read_scope, write_scope = Scope.POSITIONS_READ, Scope.POSITIONS_WRITE

    @extend_schema(
        summary="List questions", parameters=[shapes.QuestionQuery], responses=shapes.QuestionShape(many=True)
    )
    def get(self, request: Any) -> Response:
        found = selectors.questions_visible_to(request.user, **self.read_query(shapes.QuestionQuery))
        return self.page(found, shapes.QuestionShape)

    @extend_schema(summary="Create a question", request=shapes.QuestionInput, responses={201: shapes.QuestionShape})
    def post(self, request: Any) -> Response:
        fields = self.read(shapes.QuestionInput)
        position = position_visible_to(request.user, fields.pop("position_id"))
        demand_recruiter(request.user, position.organization_id)
        question = services.create_question(position=position, actor=request.user, **fields)
        return Response(shapes.QuestionShape(question).data, status=201)


class QuestionItem(ApiView):
    permission_classes = [EnterpriseOnly]
    read_scope, write_scope = Scope.POSITIONS_READ, Scope.POSITIONS_WRITE

    @extend_schema(summary="Read a question", responses=shapes.QuestionShape)
    def get(self, request: Any, question_id: str) -> Response:
        return Response(shapes.QuestionShape(selectors.question_visible_to(request.user, question_id)).data)

    @extend_schema(
        summary="Change a question", request=shapes.QuestionChange(partial=True), responses=shapes.QuestionShape
    )
    def patch(self, request: Any, question_id: str) -> Response:
        question = selectors.question_visible_to(request.user, question_id)
        demand_recruiter(request.user, question.position.organization_id)
        services.update_question(question, actor=request.user, **self.read(shapes.QuestionChange, partial=True))
        return Response(shapes.QuestionShape(question).data)

    @extend_schema(summary="Delete a question", responses={200: None})
    def delete(self, request: Any, question_id: str) -> Response:
        question = selectors.question_visible_to(request.user, question_id)
        demand_recruiter(request.user, question.position.organization_id)
        services.delete_question(question)
        return Response(None)
