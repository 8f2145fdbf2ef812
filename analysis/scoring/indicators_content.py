"""Indicators of what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.contracts import AnswerResults, Evidence
from analysis.engines.results import Content, Mark, PointCoverage, Reason
from analysis.scoring.measurement import (
    Extractor,
    Measurement,
    Setting,
    field_reader,
    measured,
    missing,
    quotes,
    reason_without,
    transcript_of,
)

# Below this many words a rate per hundred words says nothing; one connective in a short answer is not a habit.
SHORTEST_FOR_RATES = 20
RATE_FLOOR = 50


def _best_points(answer: AnswerResults, points: Iterable[PointCoverage]) -> tuple[Evidence, ...]:
    ranked = sorted(points, key=lambda point: -point.coverage)
    return quotes(answer, (point.quote for point in ranked if point.coverage > 0))


def _marks(answer: AnswerResults, marks: Iterable[Mark]) -> tuple[Evidence, ...]:
    return quotes(answer, (mark.quote for mark in marks))


def _relevance_quote(answer: AnswerResults, content: Content) -> tuple[Evidence, ...]:
    return quotes(answer, (content.relevance_quote,))


def _grade_quotes(answer: AnswerResults, content: Content) -> tuple[Evidence, ...]:
    return _best_points(answer, (*content.reference_points, *content.points))


def _content_of(answer: AnswerResults) -> Content | None:
    content = answer.results.get("content")
    return content if isinstance(content, Content) else None


def with_silence(extract: Extractor) -> Extractor:
    """Give the transcript's own reason where nothing was said: the answer is silent, not bad."""

    def guarded(answer: AnswerResults, setting: Setting) -> Measurement:
        transcript = transcript_of(answer)
        if transcript is not None and not transcript.text.strip():
            return missing(transcript.reason or Reason.NO_SPEECH)
        return extract(answer, setting)

    return guarded


def behavioral_only(extract: Extractor) -> Extractor:
    """Look at answers to behavioral questions alone: nobody tells a STAR story when asked for a definition."""

    def limited(answer: AnswerResults, setting: Setting) -> Measurement:
        if answer.question_type != "behavioral":
            return missing(Reason.NOT_ASKED)
        return extract(answer, setting)

    return limited


def follow_up_only(extract: Extractor) -> Extractor:
    def limited(answer: AnswerResults, setting: Setting) -> Measurement:
        if not answer.is_follow_up:
            return missing(Reason.NO_FOLLOW_UP)
        return extract(answer, setting)

    return limited


def star(answer: AnswerResults, setting: Setting) -> Measurement:
    """How many of situation, task, action and result the answer holds (0-4)."""
    content = _content_of(answer)
    if content is None:
        return missing(reason_without(answer, "content"))
    if "star" in content.missing:
        return missing(content.missing["star"])
    return measured(len(content.star), quotes(answer, content.star.values()))


def connectives(answer: AnswerResults, setting: Setting) -> Measurement:
    """Different connectives in a hundred words. Repeating one adds nothing, so lists of "then" gain nothing."""
    content = _content_of(answer)
    if content is None:
        return missing(reason_without(answer, "content"))
    if "structure_marks" in content.missing:
        return missing(content.missing["structure_marks"])
    if content.units < SHORTEST_FOR_RATES:
        return missing(Reason.TOO_SHORT)
    marks = {mark.text.lower(): mark for mark in reversed(content.structure_marks)}
    rate = 100 * len(marks) / max(content.units, RATE_FLOOR)
    return measured(rate, _marks(answer, reversed(marks.values())))


def collaboration(answer: AnswerResults, setting: Setting) -> Measurement:
    """How many different marks of working with others the answer holds."""
    content = _content_of(answer)
    if content is None:
        return missing(reason_without(answer, "content"))
    if "collaboration_marks" in content.missing:
        return missing(content.missing["collaboration_marks"])
    marks = {mark.text.lower(): mark for mark in reversed(content.collaboration_marks)}
    return measured(len(marks), _marks(answer, reversed(marks.values())))


_RELEVANCE = with_silence(field_reader("content", "relevance", _relevance_quote))

CONTENT_INDICATORS: Mapping[str, Extractor] = {
    "point_coverage": with_silence(
        field_reader("content", "point_coverage", lambda answer, found: _best_points(answer, found.points))
    ),
    "reference_coverage": with_silence(
        field_reader(
            "content", "reference_coverage", lambda answer, found: _best_points(answer, found.reference_points)
        )
    ),
    "answer_grade": with_silence(field_reader("content", "grade", _grade_quotes)),
    "depth": with_silence(field_reader("content", "depth", lambda answer, found: _marks(answer, found.depth_marks))),
    "relevance": _RELEVANCE,
    "answer_structure": with_silence(
        field_reader("content", "structure", lambda answer, found: _marks(answer, found.structure_marks))
    ),
    "star": behavioral_only(with_silence(star)),
    "connectives": with_silence(connectives),
    "collaboration": behavioral_only(with_silence(collaboration)),
    "follow_up_relevance": follow_up_only(_RELEVANCE),
}
