"""Webhooks: endpoints, their secrets, and the log of what was sent."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts import selectors
from accounts.api import webhook_shapes as shapes
from accounts.api.api_applications import OwnersOnly
from accounts.enums import CHOSEN_EVENTS, Scope
from accounts.models import WebhookDelivery, WebhookEndpoint
from accounts.services import webhooks
from common.api.lists import list_of
from common.api.views import ApiView
from common.errors import NotAllowed


class WebhookView(ApiView):
    """Base of these; a webhook of another company is not found."""

    permission_classes = [OwnersOnly]
    read_scope = write_scope = Scope.WEBHOOKS_MANAGE

    def endpoint(self, endpoint_id: str) -> WebhookEndpoint:
        found = WebhookEndpoint.objects.select_related("organization")
        return found.get_visible(self.request.user, endpoint_id)

    def delivery(self, endpoint_id: str, delivery_id: str) -> WebhookDelivery:
        found = WebhookDelivery.objects.filter(endpoint__public_id=endpoint_id).select_related("endpoint")
        return found.get_visible(self.request.user, delivery_id)


class Webhooks(WebhookView):
    idempotent = False  # a replay would keep the secret

    @extend_schema(summary="List webhooks", responses=shapes.WebhookRow(many=True))
    def get(self, request: Any) -> Response:
        return self.page(WebhookEndpoint.objects.visible_to(request.user), shapes.WebhookRow)

    @extend_schema(
        summary="Make a webhook; its secret is in this answer alone",
        request=shapes.WebhookInput,
        responses={201: shapes.WebhookWithSecret},
    )
    def post(self, request: Any) -> Response:
        organization = selectors.organization_owned_by(request.user)
        if organization is None:
            raise NotAllowed
        endpoint, secret = webhooks.add_webhook(
            organization=organization, actor=request.user, **self.read(shapes.WebhookInput)
        )
        return Response(_with_secret(endpoint, secret), status=201)


class WebhookEvents(WebhookView):
    @extend_schema(summary="List the events a webhook can be told of", responses=list_of(shapes.EventKind))
    def get(self, request: Any) -> Response:
        return self.whole(CHOSEN_EVENTS, shapes.EventKind)


class WebhookItem(WebhookView):
    @extend_schema(summary="Read a webhook", responses=shapes.WebhookRow)
    def get(self, request: Any, endpoint_id: str) -> Response:
        return self._shown(endpoint_id)

    @extend_schema(
        summary="Change a webhook, or switch it off or on",
        request=shapes.WebhookChange,
        responses=shapes.WebhookRow,
    )
    def patch(self, request: Any, endpoint_id: str) -> Response:
        endpoint, given = self.endpoint(endpoint_id), self.read(shapes.WebhookChange)
        active = given.pop("is_active", None)
        if given:
            kept = {"url": endpoint.url, "events": endpoint.events}
            webhooks.change_webhook(endpoint, actor=request.user, **{**kept, **given})
        if active is not None and active != endpoint.is_active:
            switch = webhooks.switch_on_webhook if active else webhooks.switch_off_webhook
            switch(endpoint, actor=request.user)
        return self._shown(endpoint_id)

    @extend_schema(summary="Delete a webhook, and its log with it", responses={200: None})
    def delete(self, request: Any, endpoint_id: str) -> Response:
        webhooks.remove_webhook(self.endpoint(endpoint_id), actor=request.user)
        return Response(None)

    def _shown(self, endpoint_id: str) -> Response:
        return Response(shapes.WebhookRow(self.endpoint(endpoint_id)).data)


class WebhookSecret(WebhookView):
    idempotent = False  # a replay would keep the secret

    @extend_schema(
        summary="Make a new secret; for 24 hours the one before signs too",
        request=None,
        responses=shapes.WebhookWithSecret,
    )
    def post(self, request: Any, endpoint_id: str) -> Response:
        endpoint = self.endpoint(endpoint_id)
        secret = webhooks.rotate_secret(endpoint, actor=request.user)
        return Response(_with_secret(endpoint, secret))


class WebhookTest(WebhookView):
    @extend_schema(summary="Send a test", request=None, responses={202: shapes.DeliveryDetail})
    def post(self, request: Any, endpoint_id: str) -> Response:
        delivery = webhooks.send_test(self.endpoint(endpoint_id), actor=request.user)
        return Response(shapes.DeliveryDetail(delivery).data, status=202)


class Deliveries(WebhookView):
    @extend_schema(
        summary="List what a webhook was sent in the last 30 days",
        parameters=[shapes.DeliveryQuery],
        responses=shapes.DeliveryRow(many=True),
    )
    def get(self, request: Any, endpoint_id: str) -> Response:
        asked = self.read_query(shapes.DeliveryQuery)
        narrowed = {"state" if name == "status" else name: value for name, value in asked.items()}
        return self.page(self.endpoint(endpoint_id).deliveries.filter(**narrowed), shapes.DeliveryRow)


class DeliveryItem(WebhookView):
    @extend_schema(summary="Read what was sent and what came back", responses=shapes.DeliveryDetail)
    def get(self, request: Any, endpoint_id: str, delivery_id: str) -> Response:
        return Response(shapes.DeliveryDetail(self.delivery(endpoint_id, delivery_id)).data)


class ResendDelivery(WebhookView):
    @extend_schema(summary="Send the same message once more", request=None, responses={202: shapes.DeliveryDetail})
    def post(self, request: Any, endpoint_id: str, delivery_id: str) -> Response:
        delivery = webhooks.resend(self.delivery(endpoint_id, delivery_id), actor=request.user)
        return Response(shapes.DeliveryDetail(delivery).data, status=202)


def _with_secret(endpoint: WebhookEndpoint, secret: str) -> dict[str, Any]:
    return {**shapes.WebhookRow(endpoint).data, "secret": secret}
