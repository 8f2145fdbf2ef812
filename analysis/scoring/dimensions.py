"""Speech, video and content: a score each, and the words that describe their parts."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from analysis.contracts import DimensionScore
from analysis.scoring.observe import Observation, Observations
from analysis.scoring.pooling import chief_reason, combined, language_spoken, pooled, weighted, whole
from analysis.scoring.rubric import DimensionRule, LabelRule, Rubric


def dimension_score(rule: DimensionRule, observations: Observations, rubric: Rubric) -> DimensionScore:
    indicators = weighted(rule.weights, observations, rubric)
    measured = math.fsum(indicator.weight for indicator in indicators if indicator.score is not None)
    score = combined(indicators) if measured >= rule.minimum_coverage - 1e-9 else None
    return DimensionScore(
        key=rule.key,
        score=None if score is None else whole(score),
        labels={name: _label(label, observations, rubric) for name, label in rule.labels.items()},
        reason=chief_reason(rule.weights, observations) if score is None else None,
    )


def _label(rule: LabelRule, observations: Observations, rubric: Rubric) -> str | None:
    found = [seen for seen in observations[rule.indicator] if seen.score is not None]
    if not found:
        return None
    if rule.by == "label":
        return _dominant_label(found)
    indicator = pooled(rubric.indicators[rule.indicator], found)
    number = indicator.value if rule.by == "value" else indicator.score
    return None if number is None else rule.label_of(number, language_spoken(found))


def _dominant_label(found: Iterable[Observation]) -> str | None:
    weights: defaultdict[str, float] = defaultdict(float)
    for seen in found:
        if seen.measurement.label:
            weights[seen.measurement.label] += seen.weight
    return max(sorted(weights), key=lambda label: weights[label]) if weights else None
