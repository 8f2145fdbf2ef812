"""What the server answers about other programs: webhooks, what they were sent, and API applications."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from interview_ai.sdk.decoding import Model


@dataclass(frozen=True, kw_only=True)
class Webhook(Model):
    webhook_id: str = ""
    url: str | None = None
    events: tuple[str, ...] = ()
    secret: str | None = field(default=None, repr=False)  # when made or rotated, and never again
    is_active: bool | None = None
    off_reason: str | None = None
    failing_since: datetime | None = None
    previous_secret_until: datetime | None = None
    created_at: datetime | None = None

    @property
    def id(self) -> str:
        return self.webhook_id


@dataclass(frozen=True, kw_only=True)
class ApiApplication(Model):
    """The last three are told when it is made, and never again."""

    app_id: str = ""
    name: str | None = None
    scopes: tuple[str, ...] = ()
    sdk_id: str | None = None
    secret_id: str | None = None
    open_id: str | None = None
    created_at: datetime | None = None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None
    app_secret: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)

    @property
    def id(self) -> str:
        return self.app_id


@dataclass(frozen=True, kw_only=True)
class WebhookDelivery(Model):
    """One message to one webhook; ``delivery_id`` is its ``webhook-id``."""

    delivery_id: str = ""
    event: str | None = None
    status: str | None = None  # queued | running | done | failed
    attempts: int | None = None
    next_try_at: datetime | None = None
    answer_status: int | None = None
    error_code: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    answer: str | None = None
    created_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def id(self) -> str:
        return self.delivery_id
