"""What was changed on a row, for the page of its settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from common.audit.models import TrailEntry
from common.audit.writing import trail_of

MOST = 50  # entries shown, the newest


def changes_of(
    row: Model, *, user: Any, describe: Callable[[TrailEntry], list[str]] | None = None
) -> list[dict[str, Any]]:
    """Newest first: ``at``, ``who`` (empty: the product itself), ``what``, ``details`` (names of settings, and
    what ``describe`` says). Nothing for somebody who may not read the trail."""
    found = trail_of(row.public_id).visible_to(user)[:MOST]  # type: ignore[attr-defined]
    return [
        {
            "at": entry.at,
            "who": entry.who,
            "what": entry.get_verb_display(),
            "details": [
                *(_name(row, field) for field in entry.facts.get("fields", ())),
                *(describe(entry) if describe else ()),
            ],
        }
        for entry in found
    ]


def _name(row: Model, field: str) -> str:
    """Of a row of its own (a logo) that of its model."""
    try:
        found: Any = row._meta.get_field(field)
    except FieldDoesNotExist:
        return field
    return str((found.related_model._meta if found.auto_created else found).verbose_name)
