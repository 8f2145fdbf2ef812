"""Reading invitations and the lists they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from interviews.inviting.enums import InvitationStatus
from interviews.inviting.models import InvitationQuerySet
from interviews.models import Invitation, InvitationBatch
from positions.models import Position

_STARTED = Q(interview__started_at__isnull=False)
# How far an invitation came, each step after the one before: what it is called, and what holds from there on.
STAGES: dict[str, tuple[Any, Q]] = {
    "started": (_("Have started"), _STARTED),
    "finished": (_("Have finished"), Q(interview__status="completed") | Q(reviewed_at__isnull=False)),
    "reviewed": (_("Have been reviewed"), Q(reviewed_at__isnull=False)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """How many invitations got how far: whoever finished has also started, opened and been sent one. ``waiting`` are
    open and not begun; ``failed``, ``expired`` and ``revoked`` are where others stand now."""

    invited: int
    sent: int
    opened: int
    started: int
    finished: int
    reviewed: int
    waiting: int
    failed: int
    expired: int
    revoked: int


def invitation_funnel(actor: Any, position: Position | None = None) -> Funnel:
    """Of all invitations the actor may know of, or of those of one position: one query."""
    found = Invitation.objects.visible_to(actor)
    if position is not None:
        found = found.filter(position=position)
    statuses = found.with_status().order_by()
    counted = statuses.aggregate(
        invited=Count("pk"),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        opened=Count("pk", filter=Q(opened_at__isnull=False) | _STARTED),
        **{name: Count("pk", filter=condition) for name, (_label, condition) in STAGES.items()},
        waiting=Count("pk", filter=Q(status__in=["created", "sent", "failed", "opened"])),
        failed=Count("pk", filter=Q(status="failed")),
        expired=Count("pk", filter=Q(status="expired")),
        revoked=Count("pk", filter=Q(status="revoked")),
    )
    return Funnel(**counted)


def listed_invitations(
    actor: Any,
    *,
    search: str = "",
    status: str = "",
    position_id: str = "",
    batch_id: str = "",
    external_id: str = "",
) -> InvitationQuerySet:
    """What the actor may see, narrowed, each with its status. ``search`` looks into names, addresses, phones, the
    position's title and ids."""
    found = Invitation.objects.visible_to(actor).with_status()
    if position_id:
        found = found.filter(position__public_id=position_id)
    if batch_id:
        found = found.filter(batch__public_id=batch_id)
    if external_id:
        found = found.filter(interview__external_id=external_id)
    if status in InvitationStatus.values:
        found = found.filter(**{"status": status})
    return found.filter(_holds(search)) if search else found


def with_people(found: InvitationQuerySet) -> InvitationQuerySet:
    """With what a row shows."""
    return found.select_related("position", "interview__candidate", "interview__position", "batch")


def invitation_visible_to(actor: Any, invitation_id: str) -> Invitation:
    """With its status. Raises `NotFound` when missing or out of scope."""
    found = with_people(Invitation.objects.with_status()).select_related("organization", "created_by", "interview")
    return found.get_visible(actor, invitation_id)


def batch_visible_to(actor: Any, batch_id: str) -> InvitationBatch:
    """Raises `NotFound` when missing or out of scope."""
    return InvitationBatch.objects.select_related("position", "created_by").get_visible(actor, batch_id)


def batches_visible_to(actor: Any) -> Any:
    """Newest first, without those that only wait to be confirmed."""
    found = InvitationBatch.objects.visible_to(actor).select_related("position", "created_by")
    return found.exclude(state="draft").annotate(invited_count=Count("invitations"))


def _holds(text: str) -> Q:
    condition = Q(public_id=text) | Q(interview__public_id=text) | Q(interview__external_id=text)
    for name in ("name", "email", "phone", "position__title", "interview__candidate__username"):
        condition |= Q(**{f"{name}__icontains": text})
    return condition
