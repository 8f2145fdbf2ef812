"""A position once more, with its questions."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from positions.models import Position
from positions.services import copy_position
from questionbank.services.bulk import copy_questions


@transaction.atomic
def duplicate_position(position: Position, *, actor: User) -> Position:
    """A closed copy with the same settings and questions, without interviews."""
    copy = copy_position(position, actor=actor)
    copy_questions(position.questions.all(), position=copy, actor=actor)
    return copy
