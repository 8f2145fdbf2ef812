"""Candidates side by side: rows of abilities and questions, a cell for each candidate, all on one scale from 0 to 100.

What has no score is a gap with its reason, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.contracts import ABILITIES
from reports.builders.present import present
from reports.builders.wording import Language, say
from reports.models import Decision, Report, Review
from reports.reviews.disagreement import differences_of

_EXCERPT = 160  # characters of what was said


@dataclass(frozen=True, slots=True)
class Cell:
    """``state`` is "scored", "unscored" (with ``reason``), "unanswered", "unasked" or "hidden". ``people`` is what
    reviewers give, on the same scale."""

    state: str
    score: int | None = None
    reason: str = ""
    people: int | None = None
    excerpt: str = ""
    is_best: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """``spread`` is the highest less the lowest score; None with fewer than two."""

    label: str
    cells: tuple[Cell, ...]
    spread: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One candidate."""

    report: Report
    name: str
    is_hidden: bool
    overall: int | None
    recommendation: str
    recommendation_label: str
    coverage: float | None
    decision: Decision | None
    reviews: int
    abilities: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    columns: tuple[Column, ...]
    abilities: tuple[Row, ...]
    questions: tuple[Row, ...]


def compare(
    reports: Sequence[Report],
    *,
    language: Language,
    decisions: Mapping[int, Decision],
    reviews: Mapping[int, Sequence[Review]],
) -> Comparison:
    """The comparison of reports of one position. ``decisions`` and ``reviews`` are by the interview's key; of a report
    that is hidden from the reader nothing is looked at."""
    shown = [None if report.is_hidden else present(report.document or {}, language=language) for report in reports]
    told = [() if report.is_hidden else reviews.get(report.interview_id, ()) for report in reports]
    columns = tuple(
        _column(report, presented, decisions.get(report.interview_id), given)
        for report, presented, given in zip(reports, shown, told, strict=True)
    )
    people = [_people(presented, given) for presented, given in zip(shown, told, strict=True)]
    return Comparison(
        columns=columns,
        abilities=tuple(_ability_row(key, shown, people, language) for key in ABILITIES),
        questions=tuple(_question_rows(shown)),
    )


def _column(
    report: Report, presented: Mapping[str, Any] | None, decision: Decision | None, reviews: Sequence[Review]
) -> Column:
    interview = report.interview
    account = interview.candidate.username if interview.candidate else ""
    found = presented or {}
    return Column(
        report=report,
        name=account or interview.candidate_name or interview.candidate_email or "–",
        is_hidden=presented is None,
        overall=found.get("overall_score"),
        recommendation=found.get("recommendation", ""),
        recommendation_label=found.get("recommendation_label", ""),
        coverage=found.get("coverage"),
        decision=None if presented is None else decision,
        reviews=len(reviews),
        abilities=found.get("ability_evidence", {}),
    )


def _people(presented: Mapping[str, Any] | None, reviews: Sequence[Review]) -> dict[str, int | None]:
    if presented is None or not reviews:
        return {}
    found = differences_of(presented["ability_scores"], [review.ratings for review in reviews])
    return {difference.ability: difference.people for difference in found}


def _ability_row(
    key: str,
    shown: Sequence[Mapping[str, Any] | None],
    people: Sequence[Mapping[str, int | None]],
    language: Language,
) -> Row:
    cells = []
    for presented, given in zip(shown, people, strict=True):
        ability = None if presented is None else presented["ability_evidence"].get(key)
        if presented is None:
            cells.append(Cell("hidden"))
        elif ability is None or ability["score"] is None:
            reason = (ability or {}).get("reason_label") or ""
            cells.append(Cell("unscored", reason=reason, people=given.get(key)))
        else:
            cells.append(Cell("scored", score=ability["score"], people=given.get(key)))
    return _row(say(f"ability.{key}", language=language), cells)


def _question_rows(shown: Sequence[Mapping[str, Any] | None]) -> Iterable[Row]:
    """Main questions in the order in which they come up, the same question of the bank in one row."""
    asked: dict[str, str] = {}
    by_candidate = []
    for presented in shown:
        mains = [] if presented is None else [one for one in presented["questions"] if not one["is_follow_up"]]
        asked.update({one["question_id"]: one["content"] for one in mains if one["question_id"] not in asked})
        by_candidate.append({one["question_id"]: one for one in mains})
    for question_id, content in asked.items():
        cells = [
            Cell("hidden") if presented is None else _answer_cell(questions.get(question_id))
            for presented, questions in zip(shown, by_candidate, strict=True)
        ]
        yield _row(content, cells)


def _answer_cell(question: Mapping[str, Any] | None) -> Cell:
    if question is None:
        return Cell("unasked")
    if question["answer_id"] is None:
        return Cell("unanswered")
    words = " ".join(question["transcript"].split())
    excerpt = words if len(words) <= _EXCERPT else words[:_EXCERPT].rstrip() + "…"
    if question["score"] is None:
        return Cell("unscored", reason=question["transcript_reason_label"] or "", excerpt=excerpt)
    return Cell("scored", score=question["score"], excerpt=excerpt)


def _row(label: str, cells: Sequence[Cell]) -> Row:
    scores = [cell.score for cell in cells if cell.score is not None]
    spread = max(scores) - min(scores) if len(scores) > 1 else None
    best = max(scores) if spread else None
    marked = tuple(replace(cell, is_best=best is not None and cell.score == best) for cell in cells)
    return Row(label=label, cells=marked, spread=spread)
