"""Fluency follows its measures."""

from __future__ import annotations

import pytest

from analysis.engines.prosody.fluency import PARTS, fluency_of

GOOD: dict[str, float | None] = {
    "articulation_rate": 280.0,
    "pause_ratio": 0.2,
    "long_pauses_per_minute": 0.0,
    "fillers_per_minute": 2.0,
}


def test_fluency_of_an_easy_speaker_is_full() -> None:
    assert fluency_of(GOOD) == 1.0


@pytest.mark.parametrize(
    ("name", "worse", "worst"),
    [
        ("articulation_rate", 180.0, 100.0),
        ("articulation_rate", 480.0, 600.0),
        ("pause_ratio", 0.5, 0.7),
        ("long_pauses_per_minute", 3.0, 8.0),
        ("fillers_per_minute", 9.0, 20.0),
    ],
)
def test_fluency_falls_with_each_measure_by_its_weight(name: str, worse: float, worst: float) -> None:
    middle, low = fluency_of({**GOOD, name: worse}), fluency_of({**GOOD, name: worst})

    assert middle is not None
    assert low == pytest.approx(1.0 - PARTS[name][1])
    assert low < middle < 1.0


def test_fluency_without_fillers_shares_their_weight() -> None:
    assert fluency_of({**GOOD, "fillers_per_minute": None, "pause_ratio": 0.7}) == pytest.approx(0.5 / 0.85, abs=0.001)


@pytest.mark.parametrize("name", ["articulation_rate", "pause_ratio"])
def test_fluency_without_what_it_needs_is_none(name: str) -> None:
    assert fluency_of({**GOOD, name: None}) is None


def test_weights_sum_to_one() -> None:
    assert sum(weight for _, weight in PARTS.values()) == pytest.approx(1.0)
