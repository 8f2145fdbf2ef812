"""How far an answer covers scoring points and the statements of a reference answer, and which sentence shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.engines.content.similarity import Match
from analysis.engines.content.spoken import Spoken
from analysis.engines.results import PointCoverage, Quote

_QUOTED_FROM = 0.25  # coverage below which the nearest sentence shows nothing


@dataclass(frozen=True, slots=True)
class Aspects:
    """What criteria are judged by: measures 0-1 by aspect, with a sentence that shows each."""

    values: Mapping[str, float]
    quotes: Mapping[str, Quote]
    on_topic: float


def cover_criterion(point: str, aspect: str, aspects: Aspects) -> PointCoverage:
    """Judge a criterion by its aspect (see `points.aspect_of`), no higher than the answer is on topic."""
    value = min(aspects.values[aspect], aspects.on_topic)
    quote = aspects.quotes.get(aspect) if value > 0 else None
    return PointCoverage(point=point, coverage=round(value, 3), quote=quote)


def cover_statement(match: Match, *, spoken: Spoken, factor: float = 1.0) -> PointCoverage:
    """The coverage of a fact, with the sentence that covers it where it is covered at least a little."""
    value = match.coverage * factor
    quote = find_quote(match.piece, spoken) if value >= _QUOTED_FROM else None
    return PointCoverage(point=match.statement, coverage=round(value, 3), quote=quote)


def find_quote(piece: str, spoken: Spoken) -> Quote | None:
    """The sentence of the answer that ``piece`` is, or is a part of; the passage when it spans several."""
    for segment in spoken.segments:
        if segment.text == piece:
            return segment.quote
    holding = (index for index, text in enumerate(spoken.scored) if piece and piece in text)
    found = next(holding, None)
    if found is not None:
        return spoken.quote(found)
    return spoken.segments[0].quote if spoken.segments else None


def mean_coverage(points: Sequence[PointCoverage]) -> float:
    """The plain mean of the points' coverage."""
    return sum(point.coverage for point in points) / len(points)
