"""What the report says, as the renderings use it: small frozen records, words already chosen.

Times count from the start of the interview, in milliseconds. Scores run from 0 to 100; None is "not measured".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    question: str  # "Q2"
    start_ms: int | None
    end_ms: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class IndicatorItem:
    ability: str
    label: str
    value: float | None
    unit: str
    norm: str
    norm_source: str
    score: float | None
    weight: float | None
    reason: str
    evidence: tuple[EvidenceItem, ...]


@dataclass(frozen=True, slots=True)
class AbilityItem:
    key: str
    label: str
    score: int | None
    weight: float | None
    coverage: float | None
    reason: str
    indicators: tuple[IndicatorItem, ...]


@dataclass(frozen=True, slots=True)
class DimensionItem:
    label: str
    score: int | None
    parts: tuple[tuple[str, str], ...]  # (name, words); words are empty where nothing was measured
    reason: str


@dataclass(frozen=True, slots=True)
class HighlightItem:
    number: int
    at_ms: int | None
    positive: bool
    kind: str
    description: str
    question: str
    quote: str


@dataclass(frozen=True, slots=True)
class SentenceItem:
    text: str
    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class QuestionItem:
    number: str  # "2", or "2.1" for a follow-up
    label: str  # "Q2"
    is_follow_up: bool
    content: str
    type: str
    difficulty: str
    offset_ms: int | None
    duration_ms: int | None
    score: int | None
    source: str
    reason: str
    sentences: tuple[SentenceItem, ...]
    answered: bool
