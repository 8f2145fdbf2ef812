"""Reading the question bank."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Avg, Count, Q, TextField
from django.db.models.functions import Cast

from accounts.enums import MemberRole
from accounts.selectors import demand_recruiter
from positions.models import Position, PositionQuerySet
from questionbank.enums import Difficulty, QuestionType
from questionbank.models import (
    Question,
    QuestionImport,
    QuestionImportQuerySet,
    QuestionQuerySet,
    QuestionScore,
    QuestionVersion,
)

_TYPES, _DIFFICULTIES = list(QuestionType.values), list(Difficulty.values)
_MOST_TAGS_OFFERED = 200
_hides: list[Callable[[Any], Iterable[str]]] = []


def questions_visible_to(
    actor: Any,
    *,
    position_id: str | None = None,
    type: str | None = None,
    difficulty: str | None = None,
    tag: str | None = None,
) -> QuestionQuerySet:
    found = Question.objects.visible_to(actor).select_related("position")
    if position_id:
        found = found.filter(position__public_id=position_id)
    if type:
        found = found.filter(type=type)
    if difficulty:
        found = found.filter(difficulty=difficulty)
    if tag:
        found = tagged(found, tag)
    return found


def listed_questions(
    actor: Any,
    *,
    search: str = "",
    position_id: str = "",
    type: str = "",
    difficulty: str = "",
    tag: str = "",
    scored: str = "",
) -> QuestionQuerySet:
    """What the actor may see, narrowed. ``search`` looks into the question, its reference answer, the position's title
    and ids; ``scored`` is ``yes`` or ``no``: with or without scoring points."""
    found = questions_visible_to(actor, position_id=position_id, type=type, difficulty=difficulty, tag=tag)
    if scored:
        without = Q(scoring_points=[])
        found = found.filter(without) if scored == "no" else found.exclude(without)
    return found.filter(_holds(search)) if search else found


def question_visible_to(actor: Any, question_id: str) -> Question:
    """Raises `NotFound` when missing or out of scope."""
    return Question.objects.select_related("position").get_visible(actor, question_id)


def version_visible_to(actor: Any, question: Question, number: int) -> QuestionVersion | None:
    return QuestionVersion.objects.visible_to(actor).filter(question=question, number=number).first()


def question_written_by(actor: Any, question_id: str) -> Question:
    """For whoever writes where it belongs. Raises `NotFound`, and `NotAllowed` for members who only read there."""
    question = question_visible_to(actor, question_id)
    demand_recruiter(actor, question.position.organization_id)
    return question


def questions_written_by(actor: Any, found: QuestionQuerySet) -> QuestionQuerySet:
    """Those of ``found`` in organizations that the actor recruits for."""
    return found.filter(position__in=positions_written_by(actor))


def positions_written_by(actor: Any) -> PositionQuerySet:
    """Whose bank the actor may write. None for candidates, who see positions but no bank."""
    if actor.is_superuser:
        return Position.objects.all()
    writing = [key for key, role in actor.held_roles.items() if role in (MemberRole.OWNER, MemberRole.RECRUITER)]
    return Position.objects.visible_to(actor).filter(organization_id__in=writing)


def hides_scores_from(rule: Callable[[Any], Iterable[str]]) -> Callable[[Any], Iterable[str]]:
    """Decorator, for apps to the right: the rule gives the sources whose scores a person must not know yet."""
    _hides.append(rule)
    return rule


def average_scores(actor: Any, questions: Sequence[Question]) -> dict[int, dict[str, Any]]:
    """The mean score and the number of answers it is of, by question (read with its position); for those who may know
    of every interview, and without those whose scores they must not know yet."""
    whole = set(actor.whole_organization_ids)
    known = [one.pk for one in questions if actor.is_superuser or one.position.organization_id in whole]
    seen = QuestionScore.objects.filter(question__in=known)
    for rule in _hides:
        seen = seen.exclude(source__in=rule(actor))
    rows = seen.order_by().values("question_id").annotate(mean=Avg("score"), number=Count("pk"))
    return {row["question_id"]: dict(row) for row in rows}


def imports_visible_to(actor: Any) -> QuestionImportQuerySet:
    return QuestionImport.objects.visible_to(actor).select_related("position", "created_by")


def import_visible_to(actor: Any, import_id: str) -> QuestionImport:
    """Raises `NotFound` when missing or out of scope."""
    return imports_visible_to(actor).get_visible(actor, import_id)


def tagged(found: QuestionQuerySet, tag: str) -> QuestionQuerySet:
    """Those that have this tag, in any case of its letters."""
    as_text = found.annotate(tags_as_text=Cast("tags", TextField()))
    in_quotes = Q(tags_as_text__icontains=json.dumps(tag, ensure_ascii=False))  # as PostgreSQL writes it
    return as_text.filter(in_quotes | Q(tags_as_text__icontains=json.dumps(tag)))  # as SQLite keeps it


def tags_of(actor: Any) -> list[str]:
    """Every tag of the actor's questions, sorted; at most 200."""
    lists = Question.objects.visible_to(actor).exclude(tags=[]).order_by().values_list("tags", flat=True)
    found: dict[str, str] = {}
    for tags in lists.iterator(chunk_size=2000):
        for tag in tags:
            found.setdefault(tag.casefold(), tag)
    return sorted(found.values())[:_MOST_TAGS_OFFERED]


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


def _holds(text: str) -> Q:
    condition = Q(public_id=text)
    for field in ("content", "reference_answer", "position__title"):
        condition |= Q(**{f"{field}__icontains": text})
    return condition
