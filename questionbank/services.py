"""Writing the question bank."""

from __future__ import annotations

from typing import Any

from positions.models import Position
from questionbank.models import Question


def create_question(*, position: Position, **fields: Any) -> Question:
    return Question.objects.create(position=position, **fields)


def update_question(question: Question, **changes: Any) -> Question:
    """Change the bank; interviews keep the question as it was when they were made."""
    for name, value in changes.items():
        setattr(question, name, value)
    question.save()
    return question


def delete_question(question: Question) -> None:
    """Take the question out of the bank; interviews that asked it keep their copy."""
    question.delete()
