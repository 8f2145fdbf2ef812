"""How invitations, lists and their mails are named on pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from common.templatetags.design import badge
from interviews.inviting.enums import BatchState, InvitationStatus, MailLanguage
from interviews.inviting.wording import line_sentence, mail_sentence
from interviews.models import InvitationBatch

register = template.Library()

_KINDS = {
    InvitationStatus.SENT: "info",
    InvitationStatus.OPENED: "info",
    InvitationStatus.STARTED: "accent",
    InvitationStatus.FINISHED: "good",
    InvitationStatus.REVIEWED: "good",
    InvitationStatus.FAILED: "bad",
    InvitationStatus.EXPIRED: "warn",
}
_BATCHES = {
    BatchState.QUEUED: "info",
    BatchState.RUNNING: "info",
    BatchState.DONE: "good",
    BatchState.PARTIAL: "warn",
    BatchState.FAILED: "bad",
}


@register.simple_tag
def invitation_badge(status: str) -> SafeString:
    kind = InvitationStatus(status)
    return badge(kind.label, _KINDS.get(kind, ""), kind == InvitationStatus.STARTED)


@register.simple_tag
def batch_badge(batch: InvitationBatch) -> SafeString:
    state = BatchState(batch.state)
    return badge(state.label, _BATCHES.get(state, ""), state == BatchState.RUNNING)


@register.filter
def mail_problem(code: str) -> str:
    """Why a mail did not go out."""
    return mail_sentence(code)


@register.filter
def line_problem(problem: dict[str, Any]) -> str:
    """What is wrong with a line of a list."""
    return line_sentence(problem["code"], problem.get("params", {}))


@register.filter
def mail_language(code: str) -> str:
    """The name of a language of the mails."""
    return str(MailLanguage(code).label)
