"""Section 3: positions."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts.enums import Scope
from accounts.selectors import demand_recruiter
from common.api.permissions import EnterpriseWrites
from common.api.views import ApiView
from positions import selectors, services
from positions.api import serializers as shapes
from positions.models import Position


class PositionView(ApiView):
    """Anyone signed in reads; owners and recruiters write."""

    permission_classes = [EnterpriseWrites]
    read_scope, write_scope = Scope.POSITIONS_READ, Scope.POSITIONS_WRITE

    def shown(self, position: Position) -> dict[str, Any]:
        return shapes.PositionDetail(position, context={"request": self.request}).data


class Positions(PositionView):
    @extend_schema(summary="List positions", parameters=[shapes.PositionQuery], responses=shapes.PositionRow(many=True))
    def get(self, request: Any) -> Response:
        found = selectors.positions_visible_to(request.user, **self.read_query(shapes.PositionQuery))
        if request.user.is_enterprise:
            found = selectors.with_interview_counts(found)
        return self.page(found, shapes.PositionRow)

    @extend_schema(summary="Create a position", request=shapes.PositionInput, responses={201: shapes.PositionDetail})
    def post(self, request: Any) -> Response:
        position = services.create_position(actor=request.user, **self.read(shapes.PositionInput))
        return Response(self.shown(position), status=201)


class PositionItem(PositionView):
    @extend_schema(summary="Read a position", responses=shapes.PositionDetail)
    def get(self, request: Any, position_id: str) -> Response:
        return Response(self.shown(selectors.position_visible_to(request.user, position_id)))

    @extend_schema(
        summary="Change a position", request=shapes.PositionChange(partial=True), responses=shapes.PositionDetail
    )
    def patch(self, request: Any, position_id: str) -> Response:
        position = selectors.position_visible_to(request.user, position_id)
        demand_recruiter(request.user, position.organization_id)
        services.update_position(position, actor=request.user, **self.read(shapes.PositionChange, partial=True))
        return Response(self.shown(position))

    @extend_schema(summary="Delete a position", responses={200: None})
    def delete(self, request: Any, position_id: str) -> Response:
        position = selectors.position_visible_to(request.user, position_id)
        demand_recruiter(request.user, position.organization_id)
        services.delete_position(position, actor=request.user)
        return Response(None)
