"""Who may know of an interview, as a condition for whatever hangs on one."""

from __future__ import annotations

from typing import Any

from django.db.models import Q


def scope_to_interview(actor: Any, *, prefix: str = "") -> Q | None:
    """The condition under which ``actor`` may know of an interview (reached through ``prefix``); None: of all."""
    if getattr(actor, "is_superuser", False):
        return None
    if not getattr(actor, "is_authenticated", False):
        return Q(pk__in=[])
    if actor.is_enterprise:
        return Q(**{f"{prefix}organization_id__in": actor.organization_ids})
    return Q(**{f"{prefix}candidate_id": actor.pk})
