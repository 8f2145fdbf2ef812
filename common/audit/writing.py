"""Writing and reading the trail. Services call `record` in the transaction of the fact itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.audit.enums import Verb
from common.audit.models import TrailEntry, TrailQuerySet


def record(
    verb: Verb,
    *,
    organization_id: int,
    about: str,
    actor: Any = None,
    subject: str = "",
    facts: Mapping[str, Any] | None = None,
) -> TrailEntry:
    """Add what happened. ``actor``: a user, an application, or None for the product itself; ``about``: the public id of
    the interview or position. ``facts`` must hold no words of or about a person."""
    is_person = getattr(actor, "pk", None) is not None
    return TrailEntry.objects.create(
        organization_id=organization_id,
        actor=actor if is_person else None,
        application_id="" if is_person or actor is None else actor.public_id,
        verb=verb,
        about=about,
        subject=subject,
        facts=dict(facts or {}),
    )


def record_once(verb: Verb, *, organization_id: int, about: str, actor: Any, **fields: Any) -> bool:
    """As `record`, the first time this person does this; whether it was."""
    known = TrailEntry.objects.filter(about=about, verb=verb, actor_id=getattr(actor, "pk", None))
    if known.exists():
        return False
    record(verb, organization_id=organization_id, about=about, actor=actor, **fields)
    return True


def trail_of(about: str) -> TrailQuerySet:
    """What happened to it, newest first, for whoever may know of it."""
    return TrailEntry.objects.filter(about=about).select_related("actor")
