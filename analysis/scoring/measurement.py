"""What one indicator finds in one answer, before it is scored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.contracts import AnswerResults, Evidence
from analysis.engines.results import Filler, Quote, Reason, Span, Transcript

# The answer was never meant to show the indicator; such answers do not lower its coverage.
NOT_EXPECTED = frozenset(
    {
        Reason.NOT_APPLICABLE,
        Reason.NOT_ASKED,
        Reason.NO_FOLLOW_UP,
        Reason.NO_REFERENCE,
        Reason.NO_SCORING_POINTS,
    }
)


@dataclass(frozen=True, slots=True)
class Measurement:
    """A value in the indicator's unit, or None with a reason. ``label`` stands in for a value the rubric gives."""

    value: float | None = None
    reason: str | None = None
    label: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What an indicator may know beside the answer itself: the other answers, and how good each one's content is.

    ``content`` holds, by question id, the content indicators' scores as ratios (0-1) after the gate.
    """

    answers: tuple[AnswerResults, ...] = ()
    content: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    something_to_hold: float = 0.0

    def main_answers(self) -> tuple[AnswerResults, ...]:
        return tuple(answer for answer in self.answers if not answer.is_follow_up)

    def parent_of(self, answer: AnswerResults) -> AnswerResults | None:
        """Return the answer to the question that this follow-up goes on from."""
        for other in self.answers:
            if other.question_id == answer.parent_question_id:
                return other
        return None


Extractor = Callable[[AnswerResults, Setting], Measurement]


def measured(value: float, evidence: Iterable[Evidence] = ()) -> Measurement:
    return Measurement(value=float(value), evidence=tuple(evidence))


def missing(reason: str) -> Measurement:
    return Measurement(reason=str(reason))


def reason_without(answer: AnswerResults, kind: str) -> str:
    """Return why an answer has no result of a kind."""
    return str(answer.missing.get(kind, Reason.ENGINE_FAILED))


def reading(answer: AnswerResults, kind: str, name: str) -> tuple[Any, str | None]:
    """Return one field of a result and None, or None and the reason it is not there."""
    result = answer.results.get(kind)
    if result is None:
        return None, reason_without(answer, kind)
    value = getattr(result, name)
    if value is None:
        return None, str(result.missing.get(name, Reason.NOT_APPLICABLE))
    return value, None


def field_reader(
    kind: str, name: str, show: Callable[[AnswerResults, Any], Iterable[Evidence]] | None = None
) -> Extractor:
    """Return an extractor of one numeric field. ``show`` gives the evidence, from the answer and the whole result."""

    def extract(answer: AnswerResults, setting: Setting) -> Measurement:
        value, reason = reading(answer, kind, name)
        if reason is not None:
            return missing(reason)
        return measured(value, show(answer, answer.results[kind]) if show else ())

    return extract


def transcript_of(answer: AnswerResults) -> Transcript | None:
    transcript = answer.results.get("asr")
    return transcript if isinstance(transcript, Transcript) else None


def language_of(answer: AnswerResults) -> str | None:
    transcript = transcript_of(answer)
    return transcript.language if transcript else None


def at_quote(answer: AnswerResults, quote: Quote) -> Evidence:
    return Evidence(answer.question_id, quote.start_ms, quote.end_ms, quote.text)


def at_span(answer: AnswerResults, span: Span | Filler, *, quote: str | None = None) -> Evidence:
    return Evidence(answer.question_id, span.start_ms, span.end_ms, quote)


def whole_stretch(answer: AnswerResults) -> Evidence:
    """Return the stretch a measure over the whole answer rests on: first to last speech, else the recording."""
    transcript = transcript_of(answer)
    if transcript is not None and transcript.speech:
        return Evidence(answer.question_id, transcript.speech[0].start_ms, transcript.speech[-1].end_ms)
    if transcript is not None and transcript.source == "client" and "prosody" not in answer.results:
        return Evidence(answer.question_id)
    return Evidence(answer.question_id, 0, answer.duration_ms)


def quotes(answer: AnswerResults, found: Iterable[Quote | None]) -> tuple[Evidence, ...]:
    """Return the places of quotes, each once, in the order given."""
    places = (at_quote(answer, quote) for quote in found if quote is not None)
    return tuple(dict.fromkeys(places))


def longest(answer: AnswerResults, spans: Iterable[Span], *, at_most: int = 3) -> tuple[Evidence, ...]:
    """Return the places of the longest spans."""
    ranked = sorted(spans, key=lambda span: (-span.length_ms, span.start_ms))
    return tuple(at_span(answer, span) for span in ranked[:at_most])
