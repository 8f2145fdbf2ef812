"""One question: made, changed, restored, taken out. Every change keeps how the question was."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from positions.models import Position
from questionbank.enums import ChangeKind
from questionbank.errors import QuestionChanged
from questionbank.models import Question, QuestionVersion
from questionbank.rules import fields_of, plain_tags


def create_question(*, position: Position, actor: User | None = None, **fields: Any) -> Question:
    """A question with its first version."""
    fields["tags"] = plain_tags(fields.get("tags", []))
    with transaction.atomic():
        question = Question.objects.create(position=position, **fields)
        keep_versions([question], kind=ChangeKind.CREATED, actor=actor)
    return question


def update_question(
    question: Question,
    *,
    actor: User | None = None,
    kind: str = ChangeKind.EDITED,
    expected_version: int | None = None,
    **changes: Any,
) -> Question:
    """Change the bank and keep a version; interviews keep the question as it was when they were made.

    What changes nothing makes no version. With ``expected_version`` a change of another meanwhile raises
    `QuestionChanged`.
    """
    if "tags" in changes:
        changes["tags"] = plain_tags(changes["tags"])
    with transaction.atomic():
        current = Question.objects.select_for_update().get(pk=question.pk)
        if expected_version is not None and current.version != expected_version:
            raise QuestionChanged(name=_last_hand(current))
        if all(getattr(current, name) == value for name, value in changes.items()):
            return question
        keep_first([current])
        for name, value in changes.items():
            setattr(question, name, value)
        question.version = current.version + 1
        question.save()
        keep_versions([question], kind=kind, actor=actor)
    return question


def restore_version(version: QuestionVersion, *, actor: User | None = None) -> Question:
    """The question says again what it said then; what it said until now stays a version too."""
    question = Question.objects.get(pk=version.question_id)
    return update_question(question, actor=actor, kind=ChangeKind.RESTORED, **fields_of(version))


def delete_question(question: Question) -> None:
    """Take the question out of the bank; interviews that asked it keep their copy."""
    question.delete()


def keep_versions(questions: list[Question], *, kind: str, actor: User | None) -> None:
    """Write down what these questions say now."""
    QuestionVersion.objects.bulk_create(
        QuestionVersion(question=question, number=question.version, kind=kind, changed_by=actor, **fields_of(question))
        for question in questions
    )


def keep_first(questions: list[Question]) -> None:
    """A question older than its versions gets one of how it is, before it changes."""
    known = set(QuestionVersion.objects.filter(question__in=questions).values_list("question_id", flat=True).distinct())
    QuestionVersion.objects.bulk_create(
        QuestionVersion(
            question=question,
            number=question.version,
            kind=ChangeKind.CREATED,
            changed_at=question.updated_at,
            **fields_of(question),
        )
        for question in questions
        if question.pk not in known
    )


def _last_hand(question: Question) -> str:
    last = question.versions.select_related("changed_by").first()
    return last.changed_by.username if last and last.changed_by else "–"
