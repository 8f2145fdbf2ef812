"""Questions that a language model proposes for a position, where one is set.

A worker asks the model; meanwhile, and for an hour after, what it proposed lies in the cache under the position and its
version. Nothing of it is in the bank until somebody chooses it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from accounts.models import User
from common import jobs
from positions.models import Position
from questionbank.enums import ChangeKind, Difficulty, QuestionType
from questionbank.models import Question
from questionbank.rules import LONGEST_ANSWER, LONGEST_CONTENT, LONGEST_POINT, MOST_POINTS, TIME_LIMITS
from questionbank.services.bulk import store_new

PROPOSE_TASK = "analysis.propose_questions"
MOST_PROPOSED = 15
_KEPT_SECONDS = 3600
_LATEST_SECONDS = 120  # after that whoever was asked will not answer any more


@dataclass(frozen=True, slots=True)
class Proposals:
    """``state`` is waiting, ready or failed; ``questions`` have the fields of a question."""

    state: str
    questions: Sequence[Mapping[str, Any]] = ()


def proposes() -> bool:
    """Whether there is a model to ask."""
    return bool(settings.LLM_BASE_URL)


def proposals_for(position: Position) -> Proposals:
    """What is proposed; the first time somebody asks, a worker is sent for it."""
    if cache.add(_key(position), {"state": "waiting"}, _LATEST_SECONDS):
        jobs.enqueue(PROPOSE_TASK, position.pk)
    found = cache.get(_key(position)) or {"state": "waiting"}
    return Proposals(found["state"], found.get("questions", ()))


def keep_proposals(position: Position, questions: Sequence[Mapping[str, Any]]) -> None:
    """Keep those that could stand in the bank; none of them is a failure."""
    fitting = [found for found in map(_fitting, questions[:MOST_PROPOSED]) if found is not None]
    state = "ready" if fitting else "failed"
    cache.set(_key(position), {"state": state, "questions": fitting}, _KEPT_SECONDS)


def give_up_proposals(position: Position) -> None:
    """The model gave no usable answer; asked again by whoever comes a while later."""
    cache.set(_key(position), {"state": "failed"}, _LATEST_SECONDS)


@transaction.atomic
def add_proposed(position: Position, *, actor: User, chosen: Sequence[str]) -> list[Question]:
    """Put those with these numbers into the position's bank; what it asks already is passed over."""
    there = set(position.questions.values_list("content", flat=True))
    numbered = dict(enumerate(proposals_for(position).questions))
    picked = [numbered[int(number)] for number in dict.fromkeys(chosen) if number.isdigit() and int(number) in numbered]
    questions = [Question(position=position, **found) for found in picked if found["content"] not in there]
    return store_new(questions, kind=ChangeKind.CREATED, actor=actor)


def _key(position: Position) -> str:
    return f"proposals:{position.pk}:{position.lock_version}"


def _fitting(given: Mapping[str, Any]) -> dict[str, Any] | None:
    """The question as the bank takes it, bounded like all else; None for one that says nothing."""
    content, answer = str(given.get("content") or "").strip(), str(given.get("reference_answer") or "").strip()
    points = given.get("scoring_points")
    if not content or len(content) > LONGEST_CONTENT:
        return None
    return {
        "content": content.replace("\x00", ""),
        "type": _one_of(QuestionType.values, given.get("type"), QuestionType.TECHNICAL),
        "difficulty": _one_of(Difficulty.values, given.get("difficulty"), Difficulty.MEDIUM),
        "time_limit": _limit(given.get("time_limit")),
        "reference_answer": answer.replace("\x00", "")[:LONGEST_ANSWER],
        "scoring_points": _points(points if isinstance(points, list) else []),
    }


def _points(given: Sequence[Any]) -> list[str]:
    texts = [str(point).replace("\x00", "").strip()[:LONGEST_POINT] for point in given]
    return [text for text in texts if text][:MOST_POINTS]


def _one_of(known: Sequence[str], given: Any, usual: str) -> str:
    return str(given) if given in known else str(usual)


def _limit(given: Any) -> int:
    usable = isinstance(given, int) and not isinstance(given, bool)
    return min(max(given, TIME_LIMITS[0]), TIME_LIMITS[1]) if usable else 180
