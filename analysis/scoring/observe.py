"""Each indicator in each answer, measured and scored, before anything is drawn together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.contracts import AnswerResults
from analysis.engines.results import Content, Prosody
from analysis.scoring.indicators import EXTRACTORS
from analysis.scoring.measurement import NOT_EXPECTED, Measurement, Setting, language_of, whole_stretch
from analysis.scoring.rubric import IndicatorRule, Rubric


@dataclass(frozen=True, slots=True)
class Observation:
    """One indicator in one answer. ``score`` is 0-100 after the gate; None with the measurement's reason.

    ``question_weight`` counts questions (a follow-up less); ``weight`` is what this answer counts in the mean.
    """

    answer: AnswerResults
    measurement: Measurement
    score: float | None
    question_weight: float
    weight: float

    @property
    def is_expected(self) -> bool:
        return self.measurement.reason not in NOT_EXPECTED


Observations = Mapping[str, tuple[Observation, ...]]


def observe(answers: Sequence[AnswerResults], *, rubric: Rubric) -> Observations:
    """Return every indicator of the rubric in every answer, answers in their order in the interview."""
    ordered = tuple(sorted(answers, key=lambda answer: (answer.order, answer.question_id)))
    setting = Setting(
        answers=ordered,
        content={answer.question_id: content_profile(answer, rubric=rubric) for answer in ordered},
        something_to_hold=rubric.gate.something_to_hold,
    )
    return {
        key: tuple(_observation(answer, rule, setting, rubric) for answer in ordered)
        for key, rule in rubric.indicators.items()
    }


def topicality(answer: AnswerResults, *, rubric: Rubric) -> float | None:
    """Return how far an answer is on topic (0-1); None when nothing of the gate was measured.

    Relevance alone is lenient, because fluent talk about anything resembles a question a little. Where coverage of
    scoring points or of the reference is measured, it and relevance count half each; an answer that covers them is on
    topic even where it does not echo the question's words.
    """
    relevance = EXTRACTORS[rubric.gate.relevance](answer, Setting()).value
    found = [EXTRACTORS[key](answer, Setting()).value for key in rubric.gate.coverage]
    covered = max((value for value in found if value is not None), default=None)
    if relevance is None or covered is None:
        return covered if relevance is None else relevance
    return max(covered, (relevance + covered) / 2)


def content_profile(answer: AnswerResults, *, rubric: Rubric) -> Mapping[str, float]:
    """Return an answer's gated content scores as ratios (0-1), by indicator; empty when nothing was measured."""
    profile = {}
    for key in rubric.dimensions["content"].weights:
        score = _score(EXTRACTORS[key](answer, Setting()), answer, rubric.indicators[key], rubric)
        if score is not None:
            profile[key] = score / 100
    return profile


def _observation(answer: AnswerResults, rule: IndicatorRule, setting: Setting, rubric: Rubric) -> Observation:
    measurement = EXTRACTORS[rule.key](answer, setting)
    if measurement.label is not None:
        measurement = replace(measurement, value=rule.values.get(measurement.label))
    if measurement.value is not None and not measurement.evidence:
        measurement = replace(measurement, evidence=(whole_stretch(answer),))
    question_weight = rubric.answers.follow_up_weight if answer.is_follow_up else 1.0
    return Observation(
        answer=answer,
        measurement=measurement,
        score=_score(measurement, answer, rule, rubric),
        question_weight=question_weight,
        weight=_length_weight(answer, rubric) if rule.by_length else question_weight,
    )


def _score(measurement: Measurement, answer: AnswerResults, rule: IndicatorRule, rubric: Rubric) -> float | None:
    if measurement.value is None:
        return None
    score = rule.curve(language_of(answer)).score(measurement.value)
    topic = topicality(answer, rubric=rubric) if rule.gated else None
    return score if topic is None else score * rubric.gate.share.score(topic) / 100


def _length_weight(answer: AnswerResults, rubric: Rubric) -> float:
    """Return the length of an answer over the rubric's full length, kept within its bounds."""
    low, high = rubric.answers.length_bounds
    prosody, content = answer.results.get("prosody"), answer.results.get("content")
    if isinstance(prosody, Prosody) and prosody.speech_ms:
        share = prosody.speech_ms / 1000 / rubric.answers.full_length_seconds
    elif isinstance(content, Content):
        share = content.units / rubric.answers.full_length_units
    else:
        share = low
    return min(max(share, low), high)
