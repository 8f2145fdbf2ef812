"""Questions from the built-in bank that fit a position, by the words of its title and description."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from positions.enums import InterviewLanguage
from positions.models import Position
from questionbank.enums import ChangeKind
from questionbank.models import Question
from questionbank.seeds import CATEGORIES, SeedQuestion, load_seed
from questionbank.services.bulk import store_new

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_WORD = re.compile(r"[a-z][a-z0-9+#.]*[a-z0-9+#]")
_TITLE_WEIGHT = 3  # a title says in few words what a description says in many; our own choice
_CONTENT_WEIGHT = 2.0  # of what a question asks, against what its answer mentions; our own choice
_PLAIN = frozenset(
    ("and", "are", "for", "from", "has", "have", "how", "into", "that", "the", "this", "what", "when", "which", "why",
     "with", "would", "you", "your")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedQuestion:
    """A question of the built-in bank. ``key`` names it in either language; ``score`` says how well it fits."""

    key: str
    content: str
    type: str
    difficulty: str
    time_limit: int
    reference_answer: str
    scoring_points: tuple[str, ...]
    score: float


def suggested_questions(
    *, category: str, language: str, description: str, title: str = "", count: int = 15
) -> list[SuggestedQuestion]:
    """The ``count`` questions of the category that fit best, spread over types and difficulties, best first.

    ``language`` is ``zh``, ``en`` or ``auto``: then that of the description. Empty for an unknown category.
    """
    if category not in CATEGORIES:
        return []
    bank = load_seed(f"{category}_{_language_of(language, title + description)}").questions
    wanted = _terms(description)
    for term, times in _terms(title).items():
        wanted[term] += _TITLE_WEIGHT * times
    scores = _scores(bank, wanted)
    ranked = sorted(bank, key=lambda question: -scores[question.key])
    return [_suggested(question, scores[question.key]) for question in _spread(ranked, scores, count)]


def add_suggested(position: Position, *, actor: User, chosen: Sequence[str]) -> list[Question]:
    """Put the built-in questions of these keys into the position's bank; what it asks already is passed over, and so is
    a key that there is none of."""
    language = _language_of(position.language, position.title + position.description)
    bank = {question.key: question for question in load_seed(f"{position.category}_{language}").questions}
    there = set(position.questions.values_list("content", flat=True))
    picked = [bank[key] for key in dict.fromkeys(chosen) if key in bank and bank[key].content not in there]
    questions = [_question(position, question) for question in picked]
    return store_new(questions, kind=ChangeKind.CREATED, actor=actor)


def _question(position: Position, question: SeedQuestion) -> Question:
    return Question(
        position=position,
        content=question.content,
        type=question.type,
        difficulty=question.difficulty,
        time_limit=question.time_limit,
        reference_answer=question.reference_answer,
        scoring_points=list(question.scoring_points),
    )


def _language_of(language: str, text: str) -> str:
    if language in (InterviewLanguage.CHINESE, InterviewLanguage.ENGLISH):
        return language
    return "zh" if not text.strip() or _HAN.search(text) else "en"


def _terms(text: str) -> Counter[str]:
    """Latin words, and pairs of neighbouring Chinese characters: two of them are a word most of the time."""
    text = text.casefold()
    found: Counter[str] = Counter(word for word in _WORD.findall(text) if len(word) > 1 and word not in _PLAIN)
    for run in _HAN.findall(text):
        found.update(run[place : place + 2] for place in range(len(run) - 1))
    return found


def _scores(bank: Sequence[SeedQuestion], wanted: Counter[str]) -> dict[str, float]:
    """How much of each question the position's words cover; a word that every question uses counts little."""
    held = {question.key: _held(question) for question in bank}
    spread = Counter(term for terms in held.values() for term in terms)
    scores = {}
    for question in bank:
        common = ((term, weight) for term, weight in held[question.key].items() if term in wanted)
        scores[question.key] = round(
            sum(
                weight * math.log1p(wanted[term]) * math.log((len(bank) + 1) / spread[term]) for term, weight in common
            ),
            3,
        )
    return scores


def _held(question: SeedQuestion) -> dict[str, float]:
    terms = dict.fromkeys(_terms(question.reference_answer + " " + " ".join(question.scoring_points)), 1.0)
    return terms | dict.fromkeys(_terms(question.content), _CONTENT_WEIGHT)


def _spread(ranked: Sequence[SeedQuestion], scores: dict[str, float], count: int) -> list[SeedQuestion]:
    """In each round the best of each type, of another difficulty than the one before where there is one."""
    by_type: dict[str, list[SeedQuestion]] = {}
    for question in ranked:
        by_type.setdefault(question.type, []).append(question)
    chosen: list[SeedQuestion] = []
    last: dict[str, str] = {}
    while len(chosen) < count and any(by_type.values()):
        for kind, left in sorted(by_type.items(), key=lambda entry: -max([scores[q.key] for q in entry[1]], default=0)):
            if not left or len(chosen) == count:
                continue
            question = next((found for found in left[:3] if found.difficulty != last.get(kind)), left[0])
            left.remove(question)
            last[kind] = question.difficulty
            chosen.append(question)
    return chosen


def _suggested(question: SeedQuestion, score: float) -> SuggestedQuestion:
    return SuggestedQuestion(
        key=question.key,
        content=question.content,
        type=question.type,
        difficulty=question.difficulty,
        time_limit=question.time_limit,
        reference_answer=question.reference_answer,
        scoring_points=question.scoring_points,
        score=score,
    )
