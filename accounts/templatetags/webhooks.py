"""Badges and sentences about webhooks."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import WebhookDelivery, WebhookEndpoint
from common.jobs import JobState
from common.templatetags.design import badge

register = template.Library()

_PROBLEMS = {
    "bad_status": _("The answer was not a success."),
    "redirected": _("The address led elsewhere; redirects are not followed."),
    "gone": _("The program answered 410: it wants nothing more."),
    "timed_out": _("No answer came within ten seconds."),
    "unreachable": _("The address could not be reached."),
    "private_address": _("The address leads to a host that is not public."),
    "bad_scheme": _("Only https addresses are told."),
    "bad_address": _("The address cannot be read."),
    "switched_off": _("The webhook was switched off before it could be sent."),
    "secret_unreadable": _("Its secret cannot be read any more. Make a new secret."),
    "worker_lost": _("The sending was interrupted again and again."),
}
_BADGES = {
    JobState.QUEUED: ("info", _("Waiting")),
    JobState.RUNNING: ("info", _("Being sent")),
    JobState.DONE: ("good", _("Delivered")),
    JobState.FAILED: ("bad", _("Given up")),
}


@register.filter
def delivery_problem(delivery: WebhookDelivery) -> Any:
    """Why the last try did not do; empty where it did."""
    return "" if delivery.state == JobState.DONE else _PROBLEMS.get(delivery.error_code, "")


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
