"""One indicator drawn together over the answers of an interview."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from analysis.contracts import Evidence, Indicator
from analysis.engines.results import Reason
from analysis.scoring.curves import Curve
from analysis.scoring.measurement import language_of
from analysis.scoring.observe import Observation, Observations
from analysis.scoring.rubric import IndicatorRule, Rubric

MOST_EVIDENCE = 5


def whole(score: float) -> int:
    """Round half up, as a reader would."""
    return math.floor(score + 0.5)


def weighted_mean(pairs: Iterable[tuple[float, float]]) -> float:
    """Return the weighted mean of (number, weight) pairs; weights need not sum to 1."""
    kept = list(pairs)
    return math.fsum(number * weight for number, weight in kept) / math.fsum(weight for _, weight in kept)


def combined(indicators: Iterable[Indicator]) -> float | None:
    """Return the weighted mean of the measured indicators, unrounded; None when none is measured."""
    pairs = [(found.score, found.weight) for found in indicators if found.score is not None and found.weight > 0]
    return weighted_mean(pairs) if pairs else None


def weighted(weights: Mapping[str, float], found: Observations, rubric: Rubric) -> tuple[Indicator, ...]:
    return tuple(replace(pooled(rubric.indicators[key], found[key]), weight=weight) for key, weight in weights.items())


def chief_reason(weights: Mapping[str, float], found: Observations) -> str:
    """Return the reason behind the most weight not measured.

    What no answer was expected to show counts half: "nothing was said" explains more than "no reference answer".
    """
    lost: defaultdict[str, float] = defaultdict(float)
    for key, weight in weights.items():
        expected = [seen for seen in found[key] if seen.is_expected]
        for seen in expected or found[key]:
            if seen.measurement.reason:
                share = seen.question_weight / math.fsum(other.question_weight for other in expected or found[key])
                lost[seen.measurement.reason] += weight * share * (1.0 if expected else 0.5)
    return max(sorted(lost), key=lambda reason: lost[reason]) if lost else str(Reason.NOT_ASKED)


def pooled(rule: IndicatorRule, found: Sequence[Observation]) -> Indicator:
    """Draw one indicator together over the answers; its weight is set by who asks for it."""
    scored = [(seen.score, seen) for seen in found if seen.score is not None]
    kind, low, high = norm_of(rule.curve(language_spoken([seen for _, seen in scored])))
    blank = Indicator(
        key=rule.key,
        value=None,
        unit=rule.unit,
        norm=kind,
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
        value=round(weighted_mean(values), 4),
        score=round(weighted_mean((score, seen.weight) for score, seen in scored), 2),
        coverage=_answer_share(found),
        evidence=_evidence([seen for _, seen in scored]),
    )


def _answer_share(found: Iterable[Observation]) -> float:
    expected = [seen for seen in found if seen.is_expected]
    there = math.fsum(seen.question_weight for seen in expected if seen.score is not None)
    return there / math.fsum(seen.question_weight for seen in expected)


def _common_reason(found: Sequence[Observation]) -> str:
    """Return why nothing was measured: the most frequent reason, an expected answer's before any other."""
    expected = [seen for seen in found if seen.is_expected] or list(found)
    reasons = Counter(seen.measurement.reason for seen in expected if seen.measurement.reason)
    if not reasons:
        return str(Reason.NOT_ASKED)
    return max(sorted(reasons), key=lambda reason: reasons[reason])


def language_spoken(found: Sequence[Observation]) -> str | None:
    """Return the language most of the weight was spoken in."""
    weights: defaultdict[str, float] = defaultdict(float)
    for seen in found:
        language = language_of(seen.answer)
        if language:
            weights[language] += seen.weight
    return max(sorted(weights), key=lambda language: weights[language]) if weights else None


def norm_of(curve: Curve) -> tuple[str, float | None, float | None]:
    """Return the kind of norm a curve holds things against, and the range in which the score is highest.

    Where only the very end scores highest there is no range: more (or less) is simply better.
    """
    low, high = curve.best_range()
    if high is None and low == curve.points[-1][0]:
        return "higher_better", None, None
    if low is None and high == curve.points[0][0]:
        return "lower_better", None, None
    kinds = {(True, True): "between", (True, False): "at_least", (False, True): "at_most", (False, False): "any"}
    return kinds[low is not None, high is not None], low, high


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
