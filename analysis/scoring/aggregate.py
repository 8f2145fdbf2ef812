"""From the results of the answers to the score of the interview.

How it is drawn together, from the bottom up:

- An indicator is measured in each answer and scored there by the rubric's curve. Its score for the interview is
  the mean of those scores: of values alone, one answer spoken too fast and one too slow would come out perfect.
- An ability is the mean of its measured indicators; what was not measured passes its weight on to the rest.
  Its coverage is the share of its weight that was measured, each indicator counted by the share of the answers
  that should have shown it and did. Below the rubric's minimum the ability is None with the chief reason.
- The overall score is the weighted mean of the abilities there are, as whole numbers, so that a reader can
  work it out again; with too little weight covered there is none.

A silent answer scores nothing: its indicators are None and coverage falls. The same holds for a failed engine and
for a question that was asked and never answered (see `unanswered_question`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from analysis.contracts import AbilityScore, AnswerResults, AnswerScore, Indicator, InterviewScore
from analysis.engines.results import Reason
from analysis.scoring.dimensions import dimension_score
from analysis.scoring.indicators_content import CONTENT_INDICATORS
from analysis.scoring.observe import Observation, Observations, observe, topicality
from analysis.scoring.pooling import chief_reason, combined, weighted, weighted_mean, whole
from analysis.scoring.rubric import AbilityRule, Rubric

_KINDS = ("asr", "prosody", "face", "gaze", "expression", "posture", "content")


def score_interview(answers: Sequence[AnswerResults], *, rubric: Rubric) -> InterviewScore:
    """Score an interview, in whatever order its answers come; `unanswered_question`s lower the coverage."""
    observations = observe(answers, rubric=rubric)
    abilities = tuple(_ability(rule, observations, rubric) for rule in rubric.abilities.values())
    covered = math.fsum(ability.weight for ability in abilities if ability.score is not None)
    overall = _overall(abilities) if covered >= rubric.overall.minimum_weight - 1e-9 else None
    dimensions = tuple(dimension_score(rule, observations, rubric) for rule in rubric.dimensions.values())
    content = next(dimension.score for dimension in dimensions if dimension.key == "content")
    return InterviewScore(
        rubric_version=rubric.version,
        overall_score=overall,
        recommendation=rubric.overall.recommendation(overall, content=content),
        covered_weight=covered,
        abilities=abilities,
        dimensions=dimensions,
        answers=tuple(_answer(answer, observations, rubric) for answer in _in_order(answers) if answer.answer_id),
        improve_below=rubric.overall.improve_below,
        has_own_weights=rubric.has_own_weights,
    )


def score_answer(answer: AnswerResults, *, rubric: Rubric, among: Sequence[AnswerResults] = ()) -> AnswerScore:
    """Score one answer; ``among`` are the interview's other answers, for what is measured by comparing."""
    others = [other for other in among if other.question_id != answer.question_id]
    return _answer(answer, observe([answer, *others], rubric=rubric), rubric)


def unanswered_question(
    *,
    question_id: str,
    order: int,
    question_content: str,
    question_type: str,
    difficulty: str,
    parent_question_id: str | None = None,
) -> AnswerResults:
    """Stand in for a question that was asked and never answered, so that coverage shows the gap."""
    return AnswerResults(
        answer_id="",
        question_id=question_id,
        parent_question_id=parent_question_id,
        order=order,
        question_content=question_content,
        question_type=question_type,
        difficulty=difficulty,
        offset_ms=0,
        duration_ms=0,
        missing=dict.fromkeys(_KINDS, str(Reason.NOT_ANSWERED)),
    )


def _overall(abilities: Iterable[AbilityScore]) -> int:
    pairs = [(ability.score, ability.weight) for ability in abilities if ability.score is not None]
    return whole(weighted_mean(pairs))


def _in_order(answers: Iterable[AnswerResults]) -> list[AnswerResults]:
    return sorted(answers, key=lambda answer: (answer.order, answer.question_id))


def _ability(rule: AbilityRule, observations: Observations, rubric: Rubric) -> AbilityScore:
    found = {key: _fitting(observations[key], rule) for key in rule.weights}
    indicators = weighted(rule.weights, found, rubric)
    coverage = _coverage(indicators, rubric)
    score = combined(indicators) if coverage >= rule.minimum_coverage - 1e-9 else None
    return AbilityScore(
        key=rule.key,
        score=None if score is None else whole(score),
        weight=rule.weight,
        coverage=round(coverage, 4),
        indicators=indicators,
        reason=chief_reason(rule.weights, found) if score is None else None,
    )


def _coverage(indicators: Sequence[Indicator], rubric: Rubric) -> float:
    """Return the share of the weight that was measured, leaving out the optional that nothing called for."""
    called_for = [
        found
        for found in indicators
        if not (rubric.indicators[found.key].optional and found.reason == Reason.NOT_ASKED)
    ]
    total = math.fsum(found.weight for found in called_for)
    return math.fsum(found.weight * found.coverage for found in called_for) / total if total else 0.0


def _fitting(found: Iterable[Observation], rule: AbilityRule) -> tuple[Observation, ...]:
    types = rule.question_types
    return tuple(seen for seen in found if not types or seen.answer.question_type in types)


def _answer(answer: AnswerResults, observations: Observations, rubric: Rubric) -> AnswerScore:
    """Score one answer over all abilities it speaks to, held under the cap when it is off topic.

    What was said counts for at least the rubric's share beside how it was said, and without any measured content
    there is no score: how something was said is not an answer.
    """
    own = {
        key: tuple(seen for seen in found if seen.answer.question_id == answer.question_id)
        for key, found in observations.items()
    }
    measured = {key for key, found in own.items() if any(seen.score is not None for seen in found)}
    weights = _content_first(_flat_weights(answer, rubric), measured, rubric)
    indicators = weighted(weights, own, rubric)
    topic = topicality(answer, rubric=rubric)
    score = combined(indicators)
    if topic is None or score is None:
        reason = chief_reason(rubric.dimensions["content"].weights, own)
        return AnswerScore(answer.question_id, answer.answer_id, None, indicators, reason)
    capped = min(score, rubric.gate.answer_cap.score(topic))
    return AnswerScore(answer.question_id, answer.answer_id, whole(capped), indicators)


def _flat_weights(answer: AnswerResults, rubric: Rubric) -> Mapping[str, float]:
    """Return each indicator's weight over all the abilities that look at this type of question."""
    weights: defaultdict[str, float] = defaultdict(float)
    for rule in rubric.abilities.values():
        if not rule.question_types or answer.question_type in rule.question_types:
            for key, weight in rule.weights.items():
                weights[key] += rule.weight * weight
    return weights


def _content_first(weights: Mapping[str, float], measured: Collection[str], rubric: Rubric) -> Mapping[str, float]:
    """Return the weights, the measured content's raised to its share of the measured where it is below."""
    said = math.fsum(weight for key, weight in weights.items() if key in measured and key in CONTENT_INDICATORS)
    rest = math.fsum(weight for key, weight in weights.items() if key in measured and key not in CONTENT_INDICATORS)
    share = rubric.answers.content_share
    if not said or not rest or said >= share * (said + rest):
        return weights
    factor = share * rest / ((1 - share) * said)
    return {key: weight * factor if key in CONTENT_INDICATORS else weight for key, weight in weights.items()}
