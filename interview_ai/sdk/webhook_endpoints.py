"""Webhooks: where your program is told what happened. `interview_ai.sdk.webhooks.verify` checks what it gets."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Any

from interview_ai.sdk.models import Page, Webhook, WebhookDelivery
from interview_ai.sdk.resource import Mode, Pages, Resource, endpoint, listing
from interview_ai.sdk.transport import Call, at


class Webhooks(Resource[Mode]):
    """For owners of an organization, and for applications with the scope ``webhooks:manage``."""

    @endpoint
    def create(self, *, url: str, events: Sequence[str]) -> Call[Webhook]:
        """``secret`` of the result is told this once."""
        return Call("POST", "/webhooks", Webhook.from_json, body={"url": url, "events": [*events]})

    @endpoint
    def get(self, webhook_id: str) -> Call[Webhook]:
        return Call("GET", at("/webhooks/{}", webhook_id), Webhook.from_json)

    @endpoint
    def list(self, *, page: int = 1, page_size: int = 20) -> Call[Page[Webhook]]:
        query = {"page": page, "page_size": page_size}
        return Call("GET", "/webhooks", Page.of(Webhook.from_json), query=query)

    @endpoint
    def update(
        self,
        webhook_id: str,
        *,
        url: str | None = None,
        events: Sequence[str] | None = None,
        is_active: bool | None = None,
    ) -> Call[Webhook]:
        """Change what is given; ``is_active`` False switches it off."""
        body = {"url": url, "events": None if events is None else tuple(events), "is_active": is_active}
        return Call("PATCH", at("/webhooks/{}", webhook_id), Webhook.from_json, body=body)

    @endpoint
    def delete(self, webhook_id: str) -> Call[None]:
        """With its log."""
        return Call("DELETE", at("/webhooks/{}", webhook_id), _nothing)

    @endpoint
    def rotate_secret(self, webhook_id: str) -> Call[Webhook]:
        """A new ``secret``, told this once; for 24 hours the one before signs too."""
        return Call("POST", at("/webhooks/{}/secret", webhook_id), Webhook.from_json)

    @endpoint
    def test(self, webhook_id: str) -> Call[WebhookDelivery]:
        """Have a ``webhook.test`` sent."""
        return Call("POST", at("/webhooks/{}/test", webhook_id), WebhookDelivery.from_json)

    @endpoint
    def events(self) -> Call[builtins.list[str]]:
        """The events there are."""
        return Call("GET", "/webhooks/events", lambda data: [kind["event"] for kind in data["items"]])

    @endpoint
    def deliveries(
        self,
        webhook_id: str,
        *,
        status: str | None = None,
        event: str | None = None,
        page: int = 1,
        page_size: int = 20,
    ) -> Call[Page[WebhookDelivery]]:
        """One page of what was sent in the last 30 days, newest first."""
        return _page(webhook_id, {"status": status, "event": event}, page, page_size)

    @listing
    def iter_deliveries(
        self, webhook_id: str, *, status: str | None = None, event: str | None = None, page_size: int = 100
    ) -> Pages[WebhookDelivery]:
        """Every delivery that matches, fetched page by page."""
        return lambda page: _page(webhook_id, {"status": status, "event": event}, page, page_size)

    @endpoint
    def delivery(self, webhook_id: str, delivery_id: str) -> Call[WebhookDelivery]:
        """With what was sent and what came back."""
        return Call("GET", at("/webhooks/{}/deliveries/{}", webhook_id, delivery_id), WebhookDelivery.from_json)

    @endpoint
    def resend(self, webhook_id: str, delivery_id: str) -> Call[WebhookDelivery]:
        """Send the same message once more."""
        path = at("/webhooks/{}/deliveries/{}/resend", webhook_id, delivery_id)
        return Call("POST", path, WebhookDelivery.from_json)


def _page(webhook_id: str, filters: dict[str, Any], page: int, page_size: int) -> Call[Page[WebhookDelivery]]:
    query = {**filters, "page": page, "page_size": page_size}
    return Call("GET", at("/webhooks/{}/deliveries", webhook_id), Page.of(WebhookDelivery.from_json), query=query)


def _nothing(_data: Any) -> None:
    return None
