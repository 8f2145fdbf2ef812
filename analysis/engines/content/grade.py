"""One figure for an answer against its reference: a linear model with non-negative weights.

The weights were fitted to human grades of short answers in Chinese and English by `benchmarks/content_agreement.py`;
no weight belongs to a word or a subject, and more agreement never lowers the grade.
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.engines.content.calibration import GRADE, ramp


def grade_from(features: Mapping[str, float], *, relevance: float) -> float:
    """The grade, 0-1, for the features of `similarity.grade_features`; an answer off topic keeps part of it only."""
    raw = GRADE["intercept"] + sum(weight * features[name] for name, weight in GRADE["weights"].items())
    topic = ramp(relevance, low=0.0, high=GRADE["topic_full"])
    return min(1.0, max(0.0, raw)) * (GRADE["off_topic"] + (1 - GRADE["off_topic"]) * topic)
