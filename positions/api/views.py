"""Section 3: positions."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.response import Response

from common.api.permissions import EnterpriseWrites
from common.api.views import ApiView
from positions import selectors, services
from positions.api import serializers as shapes
from positions.models import Position

_DETAIL = PolymorphicProxySerializer(
    component_name="AnyPositionDetail",
    serializers=[shapes.PositionDetail, shapes.OwnPositionDetail],
    resource_type_field_name=None,
)


class Positions(ApiView):
    permission_classes = [EnterpriseWrites]

    @extend_schema(parameters=[shapes.PositionQuery], responses=shapes.PositionRow(many=True))
    def get(self, request: Any) -> Response:
        found = selectors.positions_visible_to(request.user, **self.read_query(shapes.PositionQuery))
        if request.user.is_enterprise:
            found = selectors.with_interview_counts(found)
        return self.page(found, shapes.PositionRow)

    @extend_schema(request=shapes.PositionInput, responses={201: _DETAIL})
    def post(self, request: Any) -> Response:
        position = services.create_position(actor=request.user, **self.read(shapes.PositionInput))
        return Response(_shown(position, request.user), status=201)


class PositionItem(ApiView):
    permission_classes = [EnterpriseWrites]

    @extend_schema(responses=_DETAIL)
    def get(self, request: Any, position_id: str) -> Response:
        return Response(_shown(selectors.position_visible_to(request.user, position_id), request.user))

    @extend_schema(request=shapes.PositionInput(partial=True), responses=_DETAIL)
    def patch(self, request: Any, position_id: str) -> Response:
        position = selectors.position_visible_to(request.user, position_id)
        services.update_position(position, **self.read(shapes.PositionInput, partial=True))
        return Response(_shown(position, request.user))

    @extend_schema(responses={200: None})
    def delete(self, request: Any, position_id: str) -> Response:
        services.delete_position(selectors.position_visible_to(request.user, position_id))
        return Response(None)


def _shown(position: Position, actor: Any) -> dict[str, Any]:
    shape = shapes.OwnPositionDetail if actor.is_enterprise else shapes.PositionDetail
    return shape(position).data
