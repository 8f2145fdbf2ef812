"""Curves turn values into scores."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.scoring.curves import CurveError, curve_from

RISING = curve_from([[0, 0], [0.5, 50], [0.8, 100], [1, 100]])
FALLING = curve_from([[0, 100], [5, 100], [30, 10]])
PEAKED = curve_from([[100, 20], [200, 100], [400, 100], [500, 30]])


@pytest.mark.parametrize(
    ("value", "score"), [(-1, 0), (0, 0), (0.25, 25), (0.5, 50), (0.65, 75), (0.8, 100), (0.9, 100), (7, 100)]
)
def test_score_between_breakpoints_lies_on_the_line(value: float, score: float) -> None:
    assert RISING.score(value) == pytest.approx(score)


@given(st.floats(-1e6, 1e6), st.sampled_from([RISING, FALLING, PEAKED]))
def test_score_of_any_value_stays_within_bounds(value: float, curve: object) -> None:
    assert 0 <= curve.score(value) <= 100  # type: ignore[attr-defined]


@given(st.floats(0, 1), st.floats(0, 1))
def test_score_of_a_rising_curve_never_falls(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert RISING.score(low) <= RISING.score(high)


@pytest.mark.parametrize(("curve", "expected"), [(RISING, (0.8, None)), (FALLING, (None, 5)), (PEAKED, (200, 400))])
def test_best_range_is_where_the_score_is_highest(curve: object, expected: tuple[float | None, float | None]) -> None:
    assert curve.best_range() == expected  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "points",
    [
        [],
        [[0, 0], [0, 50]],
        [[1, 0], [0, 50]],
        [[0, -1], [1, 50]],
        [[0, 0], [1, 101]],
        [[0, 0], [1, 50], [2, 20], [3, 60]],
        [[0, 60], [1, 20], [2, 60]],
        [[0, "much"]],
        [[0]],
    ],
)
def test_curve_with_impossible_breakpoints_is_refused(points: list[list[float]]) -> None:
    with pytest.raises(CurveError):
        curve_from(points)
