"""What was changed on a row, for the page of its settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from common.audit.models import TrailEntry
from common.audit.writing import trail_of
from common.naming import name_in, names_of

MOST = 50  # entries shown, the newest


def changes_of(
    row: Model, *, user: Any, describe: Callable[[TrailEntry], list[str]] | None = None
) -> list[dict[str, Any]]:
    """Newest first: ``at``, ``who`` (empty: the product itself), ``what``, ``details`` (names of settings, of whom or
    what it was, and what ``describe`` says). Nothing for somebody who may not read the trail."""
    entries = list(trail_of(row.public_id).visible_to(user)[:MOST])  # type: ignore[attr-defined]
    names = names_of((public_id for entry in entries for public_id in (entry.subject, entry.application_id)), user)
    return [
        {
            "at": entry.at,
            "who": entry.who(names),
            "what": entry.get_verb_display(),
            "details": [
                *(_name(row, field) for field in entry.facts.get("fields", ())),
                *([name_in(names, entry.subject)] if entry.subject else ()),
                *(describe(entry) if describe else ()),
            ],
        }
        for entry in entries
    ]


def _name(row: Model, field: str) -> str:
    """Of a row of its own (a logo) that of its model."""
    try:
        found: Any = row._meta.get_field(field)
    except FieldDoesNotExist:
        return field
    return str((found.related_model._meta if found.auto_created else found).verbose_name)
