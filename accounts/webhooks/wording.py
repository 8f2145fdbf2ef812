"""Why a message did not reach its webhook, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.webhooks.models import WebhookDelivery
from common.jobs import JobState

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


def delivery_problem(delivery: WebhookDelivery) -> Any:
    """Why the last try did not do; empty where it did."""
    return "" if delivery.state == JobState.DONE else _PROBLEMS.get(delivery.error_code, "")
