"""Where other programs want to hear what happens, and what each was told."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.webhooks.enums import OffReason, WebhookEvent
from common import clock
from common.ids import PublicIdField
from common.jobs import JobState, LeasedJob
from common.naming import called_by
from common.tenancy import ScopedQuerySet

MOST_EXCERPT = 1000


class OwnedQuerySet(ScopedQuerySet):
    organization = "organization_id"

    def visible_to(self, actor: Any) -> Self:
        """Those of the organizations one owns."""
        if getattr(actor, "is_superuser", False):
            return self
        if not getattr(actor, "is_authenticated", False) or not getattr(actor, "is_enterprise", False):
            return self.none()
        return self.filter(**{f"{self.organization}__in": actor.owned_organization_ids})


class DeliveryQuerySet(OwnedQuerySet):
    organization = "endpoint__organization_id"


@called_by("url")
class WebhookEndpoint(models.Model):
    """An address that is told of chosen events. Secrets are sealed, because signing needs them; after a rotation the
    one before signs too, until ``previous_secret_until``."""

    public_id = PublicIdField(prefix="whe")
    organization = models.ForeignKey(
        "accounts.Organization",
        on_delete=models.CASCADE,
        related_name="webhook_endpoints",
        verbose_name=_("Organization"),
    )
    url = models.CharField(_("Address"), max_length=500)
    events = models.JSONField(_("Events"), default=list)
    sealed_secret = models.TextField()
    sealed_previous_secret = models.TextField(blank=True)
    previous_secret_until = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(_("Switched on"), default=True)
    off_reason = models.CharField(_("Why it is off"), max_length=10, choices=OffReason, default="", blank=True)
    failing_since = models.DateTimeField(_("Failing since"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("Created by"),
    )
    created_at = models.DateTimeField(_("Created"), default=clock.now)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "url"], name="one_webhook_per_address"),
            models.CheckConstraint(condition=Q(off_reason__in=OffReason.values), name="webhook_off_reason_known"),
            models.CheckConstraint(
                condition=Q(is_active=True, off_reason="") | Q(is_active=False) & ~Q(off_reason=""),
                name="webhook_off_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(LeasedJob):
    """One event for one endpoint. ``public_id`` is the message's ``webhook-id`` and stays the same through every try;
    ``key`` names the fact, so that it is told once. ``answer`` is the beginning of what came back last."""

    public_id = PublicIdField(prefix="msg")
    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("webhook")
    )
    event = models.CharField(_("Event"), max_length=40, choices=WebhookEvent)
    key = models.CharField(max_length=120)
    payload = models.JSONField(_("Payload"))
    answer_status = models.PositiveSmallIntegerField(_("Answer"), null=True, blank=True)
    answer = models.CharField(_("Text of the answer"), max_length=MOST_EXCERPT, blank=True)
    created_at = models.DateTimeField(_("Created"), default=clock.now, db_index=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["endpoint", "-created_at", "-id"], name="deliveries_of_webhook")]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "key"], name="webhook_told_once"),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="webhook_delivery_state_known"),
            models.CheckConstraint(condition=Q(event__in=WebhookEvent.values), name="webhook_event_known"),
        ]

    def __str__(self) -> str:
        return self.public_id
