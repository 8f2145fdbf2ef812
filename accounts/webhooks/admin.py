"""Webhooks in the admin: looked at; made and changed in the console."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.webhooks.models import WebhookDelivery, WebhookEndpoint
from accounts.webhooks.wording import delivery_problem
from common.admin.base import JobColumns, ReadOnlyAdmin


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnlyAdmin):
    """Secrets are shown nowhere."""

    list_display = ("url", "organization", "shown_activity", "failing_since", "created_at")
    list_filter = ("is_active",)
    list_select_related = ("organization",)
    search_fields = ("url", "public_id")
    date_hierarchy = "created_at"
    fields = (
        "url",
        "organization",
        "events",
        "is_active",
        "off_reason",
        "failing_since",
        "created_by",
        "public_id",
        "created_at",
    )

    @display(description=_("State"), label={"active": "success", "failing": "warning", "off": "danger"})
    def shown_activity(self, endpoint: WebhookEndpoint) -> tuple[str, Any]:
        if not endpoint.is_active:
            return "off", _("Switched off")
        return ("failing", _("Failing")) if endpoint.failing_since else ("active", _("Switched on"))


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(JobColumns, ReadOnlyAdmin):
    list_display = ("event", "endpoint", "shown_state", "answer_status", "attempts", "created_at")
    list_filter = ("state", "event")
    list_select_related = ("endpoint",)
    search_fields = ("public_id", "endpoint__url")
    date_hierarchy = "created_at"
    fields = (
        "public_id",
        "endpoint",
        "event",
        "payload",
        "shown_state",
        "attempts",
        "not_before",
        "shown_problem",
        "answer_status",
        "answer",
        "created_at",
        "finished_at",
    )
    readonly_fields = ("shown_state", "shown_problem")

    @display(description=_("Problem"))
    def shown_problem(self, delivery: WebhookDelivery) -> Any:
        return delivery_problem(delivery)
