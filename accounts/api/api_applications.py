"""Credentials of other programs, kept by the owners of an organization: for this interface by scopes, and for the
clients of Feishu and Tencent Meeting."""

from __future__ import annotations

import dataclasses
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts import selectors, services
from accounts.api import serializers as shapes
from common.api.permissions import EnterpriseOnly
from common.api.views import ApiView


class OwnersOnly(EnterpriseOnly):
    """Those who own an organization."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return super().has_permission(request, view) and selectors.organization_owned_by(request.user) is not None


class Applications(ApiView):
    permission_classes = [OwnersOnly]
    idempotent = False  # a replay would keep the secrets

    @extend_schema(summary="List API applications", responses=shapes.ApplicationRow(many=True))
    def get(self, request: Any) -> Response:
        return self.page(selectors.applications_owned_by(request.user), shapes.ApplicationRow)

    @extend_schema(
        summary="Make an API application; its secrets are in this answer alone",
        request=shapes.ApplicationInput,
        responses={201: shapes.CreatedApplication},
    )
    def post(self, request: Any) -> Response:
        application, keys = services.create_api_application(actor=request.user, **self.read(shapes.ApplicationInput))
        shown = {**shapes.ApplicationRow(application).data, **dataclasses.asdict(keys)}
        return Response(shown, status=201)


class ApplicationItem(ApiView):
    @extend_schema(
        summary="Change the scopes of an API application",
        request=shapes.ScopesInput,
        responses=shapes.ApplicationRow,
    )
    def patch(self, request: Any, app_id: str) -> Response:
        application = selectors.application_visible_to(request.user, app_id)
        changed = services.change_scopes(application, actor=request.user, **self.read(shapes.ScopesInput))
        return Response(shapes.ApplicationRow(changed).data)

    @extend_schema(summary="Revoke an API application", responses=shapes.ApplicationRow)
    def delete(self, request: Any, app_id: str) -> Response:
        application = selectors.application_visible_to(request.user, app_id)
        revoked = services.revoke_api_application(application, actor=request.user)
        return Response(shapes.ApplicationRow(revoked).data)
