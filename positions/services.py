"""Writing positions."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext

from accounts.models import User
from accounts.selectors import demand_recruiter, home_organization
from common.audit.enums import Verb
from common.audit.writing import record
from common.errors import NotAllowed
from positions.enums import PositionStatus
from positions.errors import PositionChanged, PositionInUse
from positions.models import Position
from positions.rules import settled

_OWN = ("id", "public_id", "created_by", "changed_by", "created_at", "updated_at", "lock_version")


@transaction.atomic
def create_position(*, actor: User, **fields: Any) -> Position:
    """A position of the actor's organization. Raises `NotAllowed` for someone without one, and for members who
    only read or review, `InvalidInput` for settings that make no sense."""
    organization = home_organization(actor)
    if organization is None:
        raise NotAllowed
    demand_recruiter(actor, organization.pk)
    position = Position.objects.create(organization=organization, created_by=actor, changed_by=actor, **settled(fields))
    _tell(Verb.CREATED, position, actor=actor)
    return position


@transaction.atomic
def update_position(
    position: Position, *, actor: User | None = None, lock_version: int | None = None, **changes: Any
) -> Position:
    """Store what differs, count the change and write down which settings it was; interviews that were made keep
    the settings they were made with.

    With the ``lock_version`` the caller read, raises `PositionChanged` once somebody else saved since. Raises
    `InvalidInput` for settings that make no sense.
    """
    wanted = settled(changes)
    stored = Position.objects.select_for_update().get(pk=position.pk)
    if lock_version is not None and lock_version != stored.lock_version:
        raise PositionChanged
    changed = {name: value for name, value in wanted.items() if getattr(stored, name) != value}
    for name, value in changed.items():
        setattr(stored, name, value)
    if changed:
        stored.lock_version += 1
        stored.changed_by = actor
        stored.save(update_fields=[*changed, "lock_version", "changed_by", "updated_at"])
        _tell_changes(stored, changed, actor=actor)
    position.refresh_from_db()
    return position


def close_position(position: Position, *, actor: User) -> Position:
    """No new interviews; those that were made go on."""
    return update_position(position, actor=actor, status=PositionStatus.INACTIVE)


def reopen_position(position: Position, *, actor: User) -> Position:
    return update_position(position, actor=actor, status=PositionStatus.ACTIVE)


@transaction.atomic
def copy_position(position: Position, *, actor: User) -> Position:
    """A closed position with the same settings, without interviews; its questions are for the caller to copy."""
    fields = {field.attname: getattr(position, field.attname) for field in _copied_fields()}
    longest = Position._meta.get_field("title").max_length
    title = gettext("%(title)s (copy)") % {"title": position.title}
    fields |= {"title": title[:longest], "status": PositionStatus.INACTIVE}
    copy = Position.objects.create(created_by=actor, changed_by=actor, **fields)
    _tell(Verb.CREATED, copy, actor=actor, subject=position.public_id)
    return copy


def delete_position(position: Position, *, actor: User | None = None) -> None:
    """Delete the position with its questions. Raises `PositionInUse` once an interview was made for it."""
    try:
        with transaction.atomic():
            _tell(Verb.DELETED, position, actor=actor)
            position.delete()
    except ProtectedError:
        raise PositionInUse(count=position.interviews.count()) from None


def _tell_changes(position: Position, changed: dict[str, Any], *, actor: User | None) -> None:
    """Closing is a fact of its own; of other settings the names are written down, not what they say."""
    others = sorted(name for name in changed if name != "status" or changed[name] != PositionStatus.INACTIVE)
    if len(others) < len(changed):
        _tell(Verb.CLOSED, position, actor=actor)
    if others:
        _tell(Verb.CHANGED, position, actor=actor, facts={"fields": others})


def _tell(verb: Verb, position: Position, *, actor: User | None, **more: Any) -> None:
    record(verb, organization_id=position.organization_id, about=position.public_id, actor=actor, **more)


def _copied_fields() -> list[Any]:
    return [field for field in Position._meta.concrete_fields if field.name not in _OWN]
