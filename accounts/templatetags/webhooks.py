"""Badges and sentences about webhooks."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import WebhookDelivery, WebhookEndpoint
from accounts.webhooks.wording import delivery_problem
from common.jobs import JobState
from common.templatetags.design import badge

register = template.Library()
register.filter(delivery_problem)

_BADGES = {
    JobState.QUEUED: ("info", _("Waiting")),
    JobState.RUNNING: ("info", _("Being sent")),
    JobState.DONE: ("good", _("Delivered")),
    JobState.FAILED: ("bad", _("Given up")),
}


@register.simple_tag
def delivery_badge(delivery: WebhookDelivery) -> SafeString:
    if delivery.state == JobState.QUEUED and delivery.attempts:
        return badge(_("Tried again later"), "warn")
    kind, text = _BADGES[JobState(delivery.state)]
    return badge(text, kind)


@register.simple_tag
def webhook_badge(endpoint: WebhookEndpoint) -> SafeString:
    if not endpoint.is_active:
        return badge(_("Switched off"))
    if endpoint.failing_since is not None:
        return badge(_("Failing"), "warn")
    return badge(_("Switched on"), "good")
