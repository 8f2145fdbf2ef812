"""What other apps receive from analysis: frozen, free of the ORM, safe to store as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# What engines find travels inside `AnswerResults.results`; readers to the right take the types from here.
from analysis.engines.results import (
    Content,
    Expression,
    Face,
    Filler,
    Gaze,
    Mark,
    PointCoverage,
    Posture,
    Prosody,
    Quote,
    Reason,
    Sentence,
    Span,
    Transcript,
)

__all__ = [
    "ABILITIES",
    "AbilityScore",
    "AnswerResults",
    "AnswerScore",
    "Content",
    "DimensionScore",
    "EngineUse",
    "Evidence",
    "Expression",
    "Face",
    "Filler",
    "Gaze",
    "Indicator",
    "InterviewScore",
    "Mark",
    "PointCoverage",
    "Posture",
    "Prosody",
    "Quote",
    "Reason",
    "Sentence",
    "Span",
    "Transcript",
]

ABILITIES = (
    "professional_knowledge",
    "logical_thinking",
    "language_expression",
    "stress_resistance",
    "communication_potential",
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in one answer that shows an indicator. Times are from the start of that answer."""

    question_id: str
    start_ms: int | None = None
    end_ms: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measured thing and what it is worth.

    ``value`` is in ``unit``; ``score`` is 0-100 against ``norm``, a key (between | at_least | at_most |
    higher_better | lower_better | any) for the range ``norm_low`` to ``norm_high`` in which the score is highest,
    known from ``norm_source`` (a key too).
    ``value`` and ``score`` are None, with ``reason``, when there was nothing to measure. ``coverage`` is the
    share (0-1) of the answers that should have shown it and did.
    """

    key: str
    value: float | None
    unit: str
    norm: str
    norm_source: str
    score: float | None
    weight: float = 0.0
    reason: str | None = None
    evidence: tuple[Evidence, ...] = ()
    norm_low: float | None = None
    norm_high: float | None = None
    coverage: float = 0.0


@dataclass(frozen=True, slots=True)
class AbilityScore:
    """One of `ABILITIES`. ``coverage`` is the share (0-1) of its indicators' weight that was measured."""

    key: str
    score: int | None
    weight: float
    coverage: float
    indicators: tuple[Indicator, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """speech, video or content: a score and words for its parts (keys of labels, not sentences)."""

    key: str
    score: int | None
    labels: Mapping[str, str | None] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerScore:
    """What one answer showed, for the page that opens question by question."""

    question_id: str
    answer_id: str
    score: int | None
    indicators: tuple[Indicator, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class InterviewScore:
    """The whole interview against one rubric. Indicators scored under ``improve_below`` call for a suggestion."""

    rubric_version: str
    overall_score: int | None
    recommendation: str  # strongly_recommend | recommend | consider | not_recommend | insufficient_evidence
    covered_weight: float
    abilities: tuple[AbilityScore, ...]
    dimensions: tuple[DimensionScore, ...]
    answers: tuple[AnswerScore, ...] = ()
    improve_below: int = 0
    has_own_weights: bool = False  # those of the position in place of the rubric's


@dataclass(frozen=True, slots=True)
class EngineUse:
    """Which engine made a result. ``media_hash`` is the SHA-256 of the recording."""

    kind: str
    name: str
    version: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    media_hash: str | None = None
    elapsed_ms: int | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerResults:
    """One answer as the engines saw it. ``results`` maps a kind ("asr", "prosody", ...) to its dataclass in
    ``analysis.engines.results``; ``missing`` maps a kind that has no result to the reason."""

    answer_id: str
    question_id: str
    parent_question_id: str | None
    order: int
    question_content: str
    question_type: str
    difficulty: str
    offset_ms: int  # from the start of the interview to the start of this recording
    duration_ms: int
    media_offset_ms: int = 0  # where this answer begins in its recording; times of results count from there
    results: Mapping[str, Any] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    engines: tuple[EngineUse, ...] = ()

    @property
    def is_follow_up(self) -> bool:
        return self.parent_question_id is not None
