"""Suggestions follow from what was measured, lowest first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.contracts import Indicator
from reports.builders.improvements import MOST_IMPROVEMENTS, advice_key, find_improvements
from tests.reports.samples import score_of, silent_answer, strong_answer, typed_answer, weak_answer


def test_strong_answer_needs_no_suggestion() -> None:
    assert find_improvements(score_of([strong_answer()])) == []


def test_weak_answer_gets_its_lowest_indicators_first() -> None:
    found = find_improvements(score_of([weak_answer()]))
    assert 1 <= len(found) <= MOST_IMPROVEMENTS
    assert [entry["score"] for entry in found] == sorted(entry["score"] for entry in found)
    assert all(entry["value"] is not None for entry in found)


def test_same_advice_is_given_once() -> None:
    dimensions = [entry["dimension"] for entry in find_improvements(score_of([weak_answer()]))]
    assert len(dimensions) == len(set(dimensions))
    assert len({"point_coverage", "answer_grade", "reference_coverage"} & set(dimensions)) == 1


def test_nothing_is_suggested_for_what_was_not_measured() -> None:
    assert find_improvements(score_of([silent_answer()])) == []
    typed = {entry["dimension"] for entry in find_improvements(score_of([typed_answer(quality="weak")]))}
    assert typed
    assert not typed & {"fluency", "pause_ratio", "fillers", "eye_contact", "posture"}


def test_weak_evidence_leads_to_no_suggestion() -> None:
    answer = weak_answer()
    prosody = replace(answer.results["prosody"], jitter_local=0.2, shimmer_local=0.5, hnr_db=0.0)
    found = find_improvements(score_of([replace(answer, results={**answer.results, "prosody": prosody})]))
    assert not {entry["dimension"] for entry in found} & {"jitter", "shimmer", "hnr", "voice_emotion", "animation"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [(150.0, "articulation_rate_low"), (450.0, "articulation_rate_high"), (300.0, "articulation_rate")],
)
def test_advice_fits_the_side_of_the_range(value: float, expected: str) -> None:
    indicator = Indicator(
        "articulation_rate", value, "syllables_per_minute", "between", "x", 60, norm_low=210, norm_high=390
    )
    assert advice_key(indicator) == expected
