"""Many questions at once: in steps of a few hundred, each step whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from accounts.models import User
from common import clock
from positions.models import Position
from questionbank.enums import ChangeKind
from questionbank.errors import TooManyQuestions
from questionbank.models import Question, QuestionQuerySet
from questionbank.rules import FIELDS, MOST_TAGS, fields_of, plain_tags
from questionbank.services.questions import keep_first, keep_versions

MOST_AT_ONCE = 5000
_STEP = 500


def bulk_change(
    chosen: QuestionQuerySet,
    *,
    actor: User,
    add_tags: list[str] | None = None,
    remove_tags: list[str] | None = None,
    **changes: Any,
) -> int:
    """Set these fields, add and remove tags; how many questions changed. Raises `TooManyQuestions`."""
    adding, removing = plain_tags(add_tags or []), {tag.casefold() for tag in plain_tags(remove_tags or [])}
    changed = 0
    with transaction.atomic():
        for questions in _steps(chosen):
            before = {question.pk: fields_of(question) for question in questions}
            for question in questions:
                for name, value in changes.items():
                    setattr(question, name, value)
                kept = [tag for tag in question.tags if tag.casefold() not in removing]
                question.tags = plain_tags([*kept, *adding])[:MOST_TAGS]
            different = [question for question in questions if fields_of(question) != before[question.pk]]
            _store(different, before, kind=ChangeKind.BULK, actor=actor)
            changed += len(different)
    return changed


def move_questions(chosen: QuestionQuerySet, *, position: Position, actor: User) -> int:
    """To another position; how many were elsewhere before. Raises `TooManyQuestions`."""
    moved = 0
    with transaction.atomic():
        for questions in _steps(chosen):
            elsewhere = [question for question in questions if question.position_id != position.pk]
            before = {question.pk: fields_of(question) for question in elsewhere}
            for question in elsewhere:
                question.position = position
            _store(elsewhere, before, kind=ChangeKind.MOVED, actor=actor)
            moved += len(elsewhere)
    return moved


def copy_questions(chosen: QuestionQuerySet, *, position: Position, actor: User) -> int:
    """Copies in another position; what it asks already, word for word, is passed over. How many were made. Raises
    `TooManyQuestions`."""
    there = set(position.questions.values_list("content", flat=True))
    made = 0
    with transaction.atomic():
        for questions in _steps(chosen):
            fresh = {question.content: question for question in reversed(questions) if question.content not in there}
            there |= fresh.keys()
            copies = [Question(position=position, **fields_of(question)) for question in reversed(fresh.values())]
            made += len(store_new(copies, kind=ChangeKind.CREATED, actor=actor))
    return made


def delete_questions(chosen: QuestionQuerySet) -> int:
    """Take them out of the bank; interviews keep their copies. How many. Raises `TooManyQuestions`."""
    keys = _keys(chosen)
    with transaction.atomic():
        Question.objects.filter(pk__in=keys).delete()
    return len(keys)


def store_new(questions: list[Question], *, kind: str, actor: User | None) -> list[Question]:
    """Put them into the bank, each with its first version."""
    stored = Question.objects.bulk_create(questions)
    keep_versions(stored, kind=kind, actor=actor)
    return stored


def store_changed(questions: list[Question], *, kind: str, actor: User | None) -> None:
    """Store questions whose fields were set, each with a new version; those that had none get the old one from the
    database first."""
    before = {
        question.pk: fields_of(question) for question in Question.objects.filter(pk__in=[q.pk for q in questions])
    }
    _store(questions, before, kind=kind, actor=actor)


def _store(questions: list[Question], before: dict[int, dict[str, Any]], *, kind: str, actor: User | None) -> None:
    if not questions:
        return
    keep_first([_as_it_was(question, before[question.pk]) for question in questions])
    now = clock.now()
    for question in questions:
        question.version += 1
        question.updated_at = now
    Question.objects.bulk_update(questions, [*FIELDS, "position", "version", "updated_at"], batch_size=_STEP)
    keep_versions(questions, kind=kind, actor=actor)


def _as_it_was(question: Question, fields: dict[str, Any]) -> Question:
    return Question(pk=question.pk, version=question.version, updated_at=question.updated_at, **fields)


def _keys(chosen: QuestionQuerySet) -> list[int]:
    keys = list(chosen.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    if len(keys) > MOST_AT_ONCE:
        raise TooManyQuestions(most=MOST_AT_ONCE)
    return keys


def _steps(chosen: QuestionQuerySet) -> Iterator[list[Question]]:
    keys = _keys(chosen)
    for start in range(0, len(keys), _STEP):
        part = keys[start : start + _STEP]
        yield list(Question.objects.select_for_update().filter(pk__in=part).order_by("-created_at", "-pk"))
