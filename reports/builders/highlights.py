"""The moments worth seeing again, good and bad. Each rests on a place in a recording or a sentence of the answer.

A moment is stored as a key with parameters, not as a sentence, and never names a scoring point or the reference
answer: candidates may read reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.contracts import (
    AnswerResults,
    AnswerScore,
    Content,
    Filler,
    Gaze,
    PointCoverage,
    Prosody,
    Quote,
    Span,
    Transcript,
)
from reports.builders.facts import clock_time

MOST_HIGHLIGHTS = 8
MOST_NEGATIVE = 4  # when there are enough good ones
MOST_OF_A_KIND = 2

WELL_COVERED = 0.7
CLEARLY_STRUCTURED = 0.6
DEEP = 0.55
FEWEST_DETAILS = 2
STAR_PARTS = 3
OFF_TOPIC = 0.25
GOOD_ANSWER, WEAK_ANSWER = 75, 45
LONG_PAUSE_MS = 4_000
LONG_LOOK_AWAY_MS = 5_000
CLUSTER_MS, CLUSTER_FILLERS = 15_000, 4


@dataclass(frozen=True, slots=True)
class Moment:
    """A candidate highlight. ``strength`` (0-1) ranks it against the others of its sign."""

    key: str
    is_positive: bool
    answer: AnswerResults
    quote: Quote
    strength: float
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def at_ms(self) -> int:
        return self.answer.offset_ms + (self.quote.start_ms or 0)


def find_highlights(answers: Sequence[AnswerResults], *, scores: Sequence[AnswerScore]) -> list[dict[str, Any]]:
    """Return at most eight moments in the order of the interview, as stored in the document."""
    by_answer = {score.answer_id: score.score for score in scores}
    moments = [moment for answer in answers for moment in _moments(answer, by_answer.get(answer.answer_id))]
    chosen = _choose([moment for moment in moments if _has_place(moment.quote)])
    return [_stored(moment) for moment in sorted(chosen, key=lambda moment: (moment.at_ms, moment.key))]


def _moments(answer: AnswerResults, score: int | None) -> Iterator[Moment]:
    content, prosody, gaze = (answer.results.get(kind) for kind in ("content", "prosody", "gaze"))
    if isinstance(content, Content):
        if _is_off_topic(content):
            yield from _off_topic(answer, content)
        else:
            yield from _good_content(answer, content)
            yield from _follow_up(answer, content, score)
    if isinstance(prosody, Prosody):
        yield from _pause(answer, prosody)
        yield from _filler_cluster(answer, prosody)
    if isinstance(gaze, Gaze):
        yield from _looked_away(answer, gaze)


def _is_off_topic(content: Content) -> bool:
    measured = (content.relevance, content.point_coverage, content.reference_coverage)
    found = [value for value in measured if value is not None]
    return bool(found) and max(found) < OFF_TOPIC


def _good_content(answer: AnswerResults, content: Content) -> Iterator[Moment]:
    best = _best_point((*content.points, *content.reference_points))
    if best is not None and best.quote is not None and best.coverage >= WELL_COVERED:
        yield Moment("covered_point", True, answer, best.quote, best.coverage)
    details = [mark.quote for mark in content.depth_marks if mark.quote]
    if (content.depth or 0) >= DEEP and len(details) >= FEWEST_DETAILS:
        yield Moment("specific_detail", True, answer, details[0], 0.9 * (content.depth or 0))
    marks = [mark.quote for mark in content.structure_marks if mark.quote]
    if (content.structure or 0) >= CLEARLY_STRUCTURED and marks:
        yield Moment("clear_structure", True, answer, marks[0], 0.9 * (content.structure or 0))
    if len(content.star) >= STAR_PARTS:
        shown = content.star.get("result") or next(iter(content.star.values()))
        yield Moment("star_story", True, answer, shown, len(content.star) / 4, {"count": len(content.star)})


def _best_point(points: Iterable[PointCoverage]) -> PointCoverage | None:
    return max((point for point in points if point.quote), key=lambda point: point.coverage, default=None)


def _follow_up(answer: AnswerResults, content: Content, score: int | None) -> Iterator[Moment]:
    quote = content.relevance_quote or _opening(answer)
    if not answer.is_follow_up or score is None or quote is None:
        return
    if score >= GOOD_ANSWER:
        yield Moment("strong_follow_up", True, answer, quote, score / 100)
    elif score < WEAK_ANSWER:
        yield Moment("weak_follow_up", False, answer, quote, 1 - score / 100)


def _off_topic(answer: AnswerResults, content: Content) -> Iterator[Moment]:
    quote = _opening(answer) or content.relevance_quote
    if quote is not None:
        yield Moment("off_topic", False, answer, quote, 1.0)


def _opening(answer: AnswerResults) -> Quote | None:
    transcript = answer.results.get("asr")
    if not isinstance(transcript, Transcript) or not transcript.sentences:
        return None
    first = transcript.sentences[0]
    return Quote(first.text, first.start_ms, first.end_ms)


def _pause(answer: AnswerResults, prosody: Prosody) -> Iterator[Moment]:
    longest = max(prosody.long_pauses, key=lambda span: span.length_ms, default=None)
    if longest is not None and longest.length_ms >= LONG_PAUSE_MS:
        yield _at("long_pause", answer, longest, longest.length_ms / 20_000)


def _looked_away(answer: AnswerResults, gaze: Gaze) -> Iterator[Moment]:
    longest = max(gaze.away, key=lambda span: span.length_ms, default=None)
    if longest is not None and longest.length_ms >= LONG_LOOK_AWAY_MS:
        yield _at("looked_away", answer, longest, longest.length_ms / 40_000)


def _at(key: str, answer: AnswerResults, span: Span, strength: float) -> Moment:
    seconds = round(span.length_ms / 1000, 1)
    return Moment(key, False, answer, Quote("", span.start_ms, span.end_ms), min(strength, 1.0), {"seconds": seconds})


def _filler_cluster(answer: AnswerResults, prosody: Prosody) -> Iterator[Moment]:
    cluster = max(_clusters(prosody.fillers), key=len, default=())
    if len(cluster) >= CLUSTER_FILLERS:
        text = " ".join(filler.text for filler in cluster)
        quote = Quote(text, cluster[0].start_ms, cluster[-1].end_ms)
        seconds = round((cluster[-1].end_ms - cluster[0].start_ms) / 1000, 1)
        params = {"count": len(cluster), "seconds": seconds}
        yield Moment("filler_cluster", False, answer, quote, min(len(cluster) / 10, 1.0), params)


def _clusters(fillers: Sequence[Filler]) -> Iterator[tuple[Filler, ...]]:
    """Yield, for each filler, those that follow it within the length of a cluster, itself included."""
    for first in fillers:
        yield tuple(filler for filler in fillers if 0 <= filler.start_ms - first.start_ms <= CLUSTER_MS)


def _has_place(quote: Quote) -> bool:
    return bool(quote.text) or quote.start_ms is not None


def _choose(moments: Sequence[Moment]) -> list[Moment]:
    kept = _varied(moments)
    good = [moment for moment in kept if moment.is_positive]
    bad = [moment for moment in kept if not moment.is_positive]
    room_for_bad = max(MOST_NEGATIVE, MOST_HIGHLIGHTS - len(good))
    chosen_bad = bad[:room_for_bad]
    return [*good[: MOST_HIGHLIGHTS - len(chosen_bad)], *chosen_bad]


def _varied(moments: Sequence[Moment]) -> list[Moment]:
    """Return the strongest of each kind first, then the second of each; no more of any kind."""
    seen: Counter[str] = Counter()
    rounds: list[tuple[int, Moment]] = []
    for moment in sorted(moments, key=lambda moment: (-moment.strength, moment.at_ms, moment.key)):
        rounds.append((seen[moment.key], moment))
        seen[moment.key] += 1
    rounds.sort(key=lambda pair: pair[0])
    return [moment for turn, moment in rounds if turn < MOST_OF_A_KIND]


def _stored(moment: Moment) -> dict[str, Any]:
    return {
        "key": moment.key,
        "params": moment.params,
        "type": "positive" if moment.is_positive else "negative",
        "timestamp": clock_time(moment.at_ms),
        "question_id": moment.answer.question_id,
        "start_ms": moment.quote.start_ms,
        "end_ms": moment.quote.end_ms,
        "quote": moment.quote.text or None,
    }
