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
    """Add what happened. ``actor``: a user, an application, or None for the product itself; an application that acts in
    a person's name is written down beside the person. ``about``: the public id of the interview or position. ``facts``
    must hold no words of or about a person."""
    return TrailEntry.objects.create(
        organization_id=organization_id,
        **_named(actor),
        verb=verb,
        about=about,
        subject=subject,
        facts=dict(facts or {}),
    )


def record_once(verb: Verb, *, organization_id: int, about: str, actor: Any, **fields: Any) -> bool:
    """As `record`, the first time this person, or this application, does this; whether it was."""
    if TrailEntry.objects.filter(about=about, verb=verb, **_named(actor)).exists():
        return False
    record(verb, organization_id=organization_id, about=about, actor=actor, **fields)
    return True


def trail_of(about: str) -> TrailQuerySet:
    """What happened to it, newest first, for whoever may know of it."""
    return TrailEntry.objects.filter(about=about).select_related("actor")


def _named(actor: Any) -> dict[str, Any]:
    is_person = getattr(actor, "pk", None) is not None
    application_id = getattr(actor, "application_id", None) if is_person else getattr(actor, "public_id", None)
    return {"actor": actor if is_person else None, "application_id": application_id or ""}
