"""From the results of the answers to the score of the interview.

How it is drawn together, from the bottom up:

- An indicator is measured in each answer and scored there by the rubric's curve. Its score for the interview is
  the mean of those scores: of values alone, one answer spoken too fast and one too slow would come out perfect.
- An ability is the mean of its measured indicators; what was not measured passes its weight on to the rest.
  Its coverage is the share of its weight that was measured, each indicator counted by the share of the answers
  that should have shown it and did. Below the rubric's minimum the ability is None with the chief reason.
- The overall score is the weighted mean of the abilities there are, as whole numbers, so that a reader can
  work it out again; with too little weight covered there is none.

A silent answer scores nothing: its indicators are None and coverage falls. So does a failed engine's.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from analysis.contracts import (
    AbilityScore,
    AnswerResults,
    AnswerScore,
    DimensionScore,
    Evidence,
    Indicator,
    InterviewScore,
)
from analysis.engines.results import Reason
from analysis.scoring.measurement import NOT_EXPECTED, language_of
from analysis.scoring.observe import Observation, Observations, observe, topicality
from analysis.scoring.rubric import AbilityRule, DimensionRule, IndicatorRule, LabelRule, Rubric

MOST_EVIDENCE = 5


def score_interview(answers: Sequence[AnswerResults], *, rubric: Rubric, unanswered: int = 0) -> InterviewScore:
    """Score an interview. ``unanswered`` counts main questions asked that have no answer at all."""
    observations = observe(answers, rubric=rubric)
    abilities = tuple(_ability(rule, observations, rubric, unanswered) for rule in rubric.abilities.values())
    covered = math.fsum(ability.weight for ability in abilities if ability.score is not None)
    overall = _overall(abilities) if covered >= rubric.overall.minimum_weight - 1e-9 else None
    return InterviewScore(
        rubric_version=rubric.version,
        overall_score=overall,
        recommendation=rubric.overall.recommendation(overall),
        covered_weight=covered,
        abilities=abilities,
        dimensions=tuple(_dimension(rule, observations, rubric) for rule in rubric.dimensions.values()),
        answers=tuple(_answer(answer, observations, rubric) for answer in _in_order(answers)),
        improve_below=rubric.overall.improve_below,
    )


def score_answer(answer: AnswerResults, *, rubric: Rubric, among: Sequence[AnswerResults] = ()) -> AnswerScore:
    """Score one answer; ``among`` are the interview's other answers, for what is measured by comparing."""
    others = [other for other in among if other.answer_id != answer.answer_id]
    return _answer(answer, observe([answer, *others], rubric=rubric), rubric)


def whole(score: float) -> int:
    """Round half up, as a reader would."""
    return math.floor(score + 0.5)


def _overall(abilities: Iterable[AbilityScore]) -> int:
    pairs = [(ability.score, ability.weight) for ability in abilities if ability.score is not None]
    return whole(_mean(pairs))


def _mean(pairs: Iterable[tuple[float, float]]) -> float:
    """Return the weighted mean of (number, weight) pairs; weights need not sum to 1."""
    kept = list(pairs)
    return math.fsum(number * weight for number, weight in kept) / math.fsum(weight for _, weight in kept)


def _in_order(answers: Iterable[AnswerResults]) -> list[AnswerResults]:
    return sorted(answers, key=lambda answer: (answer.order, answer.question_id))


def _ability(rule: AbilityRule, observations: Observations, rubric: Rubric, unanswered: int) -> AbilityScore:
    indicators = tuple(
        replace(_indicator(rubric.indicators[key], _fitting(observations[key], rule), unanswered), weight=weight)
        for key, weight in rule.weights.items()
    )
    coverage = math.fsum(indicator.weight * indicator.coverage for indicator in indicators)
    score = _combined(indicators) if coverage >= rule.minimum_coverage - 1e-9 else None
    return AbilityScore(
        key=rule.key,
        score=None if score is None else whole(score),
        weight=rule.weight,
        coverage=round(coverage, 4),
        indicators=indicators,
        reason=_chief_reason(indicators) if score is None else None,
    )


def _fitting(found: Iterable[Observation], rule: AbilityRule) -> tuple[Observation, ...]:
    types = rule.question_types
    return tuple(seen for seen in found if not types or seen.answer.question_type in types)


def _combined(indicators: Iterable[Indicator]) -> float | None:
    """Return the weighted mean of the measured indicators, unrounded; None when none is measured."""
    pairs = [(found.score, found.weight) for found in indicators if found.score is not None and found.weight > 0]
    return _mean(pairs) if pairs else None


def _chief_reason(indicators: Iterable[Indicator]) -> str:
    """Return the reason behind the most weight not measured, a silence before the lack of a reference."""
    lost: defaultdict[str, float] = defaultdict(float)
    for indicator in indicators:
        if indicator.reason:
            lost[indicator.reason] += indicator.weight * (0.5 if indicator.reason in NOT_EXPECTED else 1.0)
    if not lost:
        return str(Reason.NO_SPEECH)
    return max(sorted(lost), key=lambda reason: lost[reason])


def _indicator(rule: IndicatorRule, found: Sequence[Observation], unanswered: int = 0) -> Indicator:
    """Draw one indicator together over the answers; its weight is set by who asks for it."""
    scored = [(seen.score, seen) for seen in found if seen.score is not None]
    low, high = rule.curve(_language([seen for _, seen in scored])).best_range()
    blank = Indicator(
        key=rule.key,
        value=None,
        unit=rule.unit,
        norm=_norm_kind(low, high),
        norm_source=rule.norm_source,
        score=None,
        norm_low=low,
        norm_high=high,
    )
    if not scored:
        return replace(blank, reason=_common_reason(found))
    values = [(seen.measurement.value, seen.weight) for _, seen in scored if seen.measurement.value is not None]
    return replace(
        blank,
        value=round(_mean(values), 4),
        score=round(_mean((score, seen.weight) for score, seen in scored), 2),
        coverage=_answer_share(found, unanswered),
        evidence=_evidence([seen for _, seen in scored]),
    )


def _answer_share(found: Iterable[Observation], unanswered: int) -> float:
    expected = [seen for seen in found if seen.is_expected]
    there = math.fsum(seen.question_weight for seen in expected if seen.score is not None)
    return there / (math.fsum(seen.question_weight for seen in expected) + unanswered)


def _common_reason(found: Sequence[Observation]) -> str:
    """Return why nothing was measured: the most frequent reason, an expected answer's before any other."""
    expected = [seen for seen in found if seen.is_expected] or list(found)
    reasons = Counter(seen.measurement.reason for seen in expected if seen.measurement.reason)
    if not reasons:
        return str(Reason.NOT_ASKED)
    return max(sorted(reasons), key=lambda reason: reasons[reason])


def _language(found: Sequence[Observation]) -> str | None:
    """Return the language most of the weight was spoken in."""
    weights: defaultdict[str, float] = defaultdict(float)
    for seen in found:
        language = language_of(seen.answer)
        if language:
            weights[language] += seen.weight
    return max(sorted(weights), key=lambda language: weights[language]) if weights else None


def _norm_kind(low: float | None, high: float | None) -> str:
    kinds = {(True, True): "between", (True, False): "at_least", (False, True): "at_most", (False, False): "any"}
    return kinds[low is not None, high is not None]


def _evidence(found: Sequence[Observation]) -> tuple[Evidence, ...]:
    """Return places from the best and the worst answers in turn, at most five, in the order of the interview."""
    ranked = sorted(found, key=lambda seen: (-(seen.score or 0.0), seen.answer.order, seen.answer.question_id))
    turns = [ranked[i // 2] if i % 2 == 0 else ranked[-1 - i // 2] for i in range(len(ranked))]
    chosen: list[Evidence] = []
    deepest = max((len(seen.measurement.evidence) for seen in turns), default=0)
    for depth in range(deepest):
        chosen += [seen.measurement.evidence[depth] for seen in turns if len(seen.measurement.evidence) > depth]
    position = {seen.answer.question_id: seen.answer.order for seen in ranked}
    kept = list(dict.fromkeys(chosen))[:MOST_EVIDENCE]
    return tuple(sorted(kept, key=lambda place: (position[place.question_id], place.start_ms or 0, place.quote or "")))


def _answer(answer: AnswerResults, observations: Observations, rubric: Rubric) -> AnswerScore:
    """Score one answer over all abilities it speaks to, held under the cap when it is off topic.

    Without any measured content there is no score: how something was said is not an answer.
    """
    own = {
        key: [seen for seen in found if seen.answer.answer_id == answer.answer_id]
        for key, found in observations.items()
    }
    weights = _flat_weights(answer, rubric)
    indicators = tuple(replace(_indicator(rubric.indicators[key], own[key]), weight=weights[key]) for key in weights)
    topic = topicality(answer, rubric=rubric)
    score = _combined(indicators)
    if topic is None or score is None:
        content = [found for found in indicators if found.key in rubric.dimensions["content"].weights]
        return AnswerScore(answer.question_id, answer.answer_id, None, indicators, _chief_reason(content))
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


def _dimension(rule: DimensionRule, observations: Observations, rubric: Rubric) -> DimensionScore:
    indicators = tuple(
        replace(_indicator(rubric.indicators[key], observations[key]), weight=weight)
        for key, weight in rule.weights.items()
    )
    measured = math.fsum(indicator.weight for indicator in indicators if indicator.score is not None)
    score = _combined(indicators) if measured >= rule.minimum_coverage - 1e-9 else None
    return DimensionScore(
        key=rule.key,
        score=None if score is None else whole(score),
        labels={name: _label(label, observations, rubric) for name, label in rule.labels.items()},
        reason=_chief_reason(indicators) if score is None else None,
    )


def _label(rule: LabelRule, observations: Observations, rubric: Rubric) -> str | None:
    found = [seen for seen in observations[rule.indicator] if seen.score is not None]
    if not found:
        return None
    if rule.by == "label":
        return _dominant_label(found)
    indicator = _indicator(rubric.indicators[rule.indicator], found)
    number = indicator.value if rule.by == "value" else indicator.score
    return None if number is None else rule.label_of(number, _language(found))


def _dominant_label(found: Iterable[Observation]) -> str | None:
    weights: defaultdict[str, float] = defaultdict(float)
    for seen in found:
        if seen.measurement.label:
            weights[seen.measurement.label] += seen.weight
    return max(sorted(weights), key=lambda label: weights[label]) if weights else None
