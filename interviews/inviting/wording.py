"""Sentences for what went wrong with a line of a list or with a mail; rows keep the codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

_LINES = {
    "no_email": _("There is no e-mail address in this line."),
    "several_emails": _("There are several addresses in this line; put each in a line of its own."),
    "email_invalid": _("“%(value)s” is not an e-mail address."),
    "twice": _("The same address as in line %(line)s."),
    "already_invited": _("This address has an open invitation to the position already."),
    "language_unknown": _("“%(value)s” is not a language of the mails; use zh or en."),
    "deadline_unreadable": _("“%(value)s” is not a date and time, such as 2026-12-31 18:00."),
    "deadline_past": _("The deadline is over already."),
    "deadline_before_opening": _("The deadline is before the opening."),
    "deadline_too_far": _("The deadline is more than a year away."),
    "id_twice": _("The same external id as in line %(line)s: “%(value)s”."),
    "id_too_long": _("The external id is longer than %(most)s characters."),
    "cell": "%(sentence)s",
    "bank_is_empty": _("This position has no questions yet. Add questions before making an interview."),
    "position_inactive": _("This position is not active."),
}
_MAILS = {
    "refused": _("The mail server refused the address."),
    "unreachable": _("The mail server could not be reached. It is tried again by itself."),
    "gave_up": _("The mail server could not be reached for a day. Send it again when it is back."),
    "unsendable": _("The mail could not be put together for this address."),
    "worker_lost": _("Sending broke off; it is not known whether the mail went out."),
    "not_needed": _("It was not needed any more."),
}


def line_sentence(code: str, params: Mapping[str, Any]) -> str:
    """What is wrong with a line, in the reader's language."""
    template = _LINES.get(code)
    return str(template) % params if template else code


def mail_sentence(code: str) -> str:
    """Why a mail did not go out, in the reader's language; empty without a code."""
    return str(_MAILS.get(code, code)) if code else ""
