"""Writing positions."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User
from accounts.selectors import home_organization
from common.errors import NotAllowed
from positions.errors import PositionInUse
from positions.models import Position


def create_position(*, actor: User, **fields: Any) -> Position:
    """A position of the actor's organization. Raises `NotAllowed` for someone without one."""
    organization = home_organization(actor)
    if organization is None:
        raise NotAllowed
    return Position.objects.create(organization=organization, created_by=actor, **fields)


def update_position(position: Position, **changes: Any) -> Position:
    for name, value in changes.items():
        setattr(position, name, value)
    position.save()
    return position


def delete_position(position: Position) -> None:
    """Delete the position with its questions. Raises `PositionInUse` once an interview was made for it."""
    try:
        with transaction.atomic():
            position.delete()
    except ProtectedError:
        raise PositionInUse from None
