"""How invitations, lists and their mails are named on pages."""

from __future__ import annotations

from typing import Any

from django import template

from interviews.inviting.enums import BatchState, InvitationStatus
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


@register.inclusion_tag("components/badge.html")
def invitation_badge(status: str) -> dict[str, Any]:
    kind = InvitationStatus(status)
    return {"text": kind.label, "kind": _KINDS.get(kind, ""), "live": kind == InvitationStatus.STARTED}


@register.inclusion_tag("components/badge.html")
def batch_badge(batch: InvitationBatch) -> dict[str, Any]:
    state = BatchState(batch.state)
    return {"text": state.label, "kind": _BATCHES.get(state, ""), "live": state == BatchState.RUNNING}


@register.filter
def mail_problem(code: str) -> str:
    """Why a mail did not go out."""
    return mail_sentence(code)


@register.filter
def line_problem(problem: dict[str, Any]) -> str:
    """What is wrong with a line of a list."""
    return line_sentence(problem["code"], problem.get("params", {}))
