"""What to work on: the lowest-scored indicators that were measured, each with the value that says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analysis.contracts import Indicator, InterviewScore
from reports.builders.wording import has_wording

MOST_IMPROVEMENTS = 6


def find_improvements(score: InterviewScore) -> list[dict[str, Any]]:
    """Return suggestions, the most needed first, as stored in the document.

    The limit is the rubric's. Nothing is suggested for what was not measured, nor for indicators without a
    suggestion in the wording (weak evidence, or nothing one could do).
    """
    found: dict[str, Indicator] = {}
    for indicator in (indicator for ability in score.abilities for indicator in ability.indicators):
        if indicator.score is not None and indicator.score < score.improve_below and _is_actionable(indicator):
            found.setdefault(indicator.key, indicator)
    ranked = sorted(found.values(), key=lambda indicator: (indicator.score, indicator.key))
    return [_stored(indicator) for indicator in _one_of_each(ranked)[:MOST_IMPROVEMENTS]]


# Indicators that call for the same advice: only the lower one is kept.
_SAME_ADVICE = (
    frozenset({"point_coverage", "answer_grade", "reference_coverage"}),
    frozenset({"relevance", "follow_up_relevance"}),
    frozenset({"answer_structure", "connectives"}),
    frozenset({"follow_up_quality", "follow_up_change"}),
    frozenset({"fluency", "pause_ratio"}),
    frozenset({"posture", "movement"}),
)


def _one_of_each(ranked: Iterable[Indicator]) -> list[Indicator]:
    kept: list[Indicator] = []
    for indicator in ranked:
        group = next((group for group in _SAME_ADVICE if indicator.key in group), frozenset({indicator.key}))
        if not any(other.key in group for other in kept):
            kept.append(indicator)
    return kept


def advice_key(indicator: Indicator) -> str:
    """Return which advice fits: some indicators have two sides (too slow, too fast)."""
    value, low, high = indicator.value, indicator.norm_low, indicator.norm_high
    if indicator.norm != "between" or value is None:
        return indicator.key
    if low is not None and value < low:
        return f"{indicator.key}_low"
    return f"{indicator.key}_high" if high is not None and value > high else indicator.key


def _is_actionable(indicator: Indicator) -> bool:
    return has_wording(f"improve.{advice_key(indicator)}.advice")


def _stored(indicator: Indicator) -> dict[str, Any]:
    return {
        "dimension": indicator.key,
        "key": advice_key(indicator),
        "value": indicator.value,
        "unit": indicator.unit,
        "score": indicator.score,
    }
