"""Reading the question bank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from positions.models import Position
from questionbank.enums import Difficulty, QuestionType
from questionbank.models import Question, QuestionQuerySet

_TYPES, _DIFFICULTIES = list(QuestionType.values), list(Difficulty.values)


def questions_visible_to(
    actor: Any, *, position_id: str | None = None, type: str | None = None, difficulty: str | None = None
) -> QuestionQuerySet:
    found = Question.objects.visible_to(actor).select_related("position")
    if position_id:
        found = found.filter(position__public_id=position_id)
    if type:
        found = found.filter(type=type)
    if difficulty:
        found = found.filter(difficulty=difficulty)
    return found


def question_visible_to(actor: Any, question_id: str) -> Question:
    """Raises `NotFound` when missing or out of scope."""
    return Question.objects.select_related("position").get_visible(actor, question_id)


def bank_of(position: Position) -> Sequence[Question]:
    """All questions of the position in asking order: basic, technical, behavioral; difficulty rising; oldest first."""
    return sorted(
        position.questions.all(),
        key=lambda question: (_TYPES.index(question.type), _DIFFICULTIES.index(question.difficulty), question.pk),
    )


def choose_questions(bank: Sequence[Question], *, count: int) -> list[Question]:
    """``count`` questions, spread over the types as evenly as the bank allows, in asking order."""
    by_type = [[question for question in bank if question.type == kind] for kind in _TYPES]
    chosen: list[Question] = []
    while len(chosen) < count and any(by_type):
        for questions in by_type:
            if questions and len(chosen) < count:
                chosen.append(questions.pop(0))
    order = {question.pk: place for place, question in enumerate(bank)}
    return sorted(chosen, key=lambda question: order[question.pk])
