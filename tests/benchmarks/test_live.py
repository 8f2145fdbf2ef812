"""The arithmetic of the live measurement; what it measures is not tested here."""

from __future__ import annotations

import subprocess
import sys
from queue import Queue

import pytest

from benchmarks import live
from benchmarks._live_load import Load, LoadFailed


def held(interviews: int, *, late: bool = False, dropped: int = 0, **more: object) -> live.Held:
    given = {"workers": 1, "windows": 100, "results": 100 - dropped, "nulls": 0, "silent": 0, "lag_ms": 2.0, **more}
    latencies = [900.0 if late else 90.0] * 100
    return live.Held(interviews=interviews, dropped=dropped, latencies=latencies, **given)


@pytest.mark.parametrize(
    ("one", "saturated"),
    [
        (held(40), False),
        (held(40, late=True), True),
        (held(40, dropped=10), False),
        (held(40, dropped=11), True),
    ],
)
def test_held_is_saturated_when_late_or_incomplete(one, saturated):
    assert one.is_saturated is saturated


def test_saturation_lies_between_the_last_that_was_and_the_first_that_was_not():
    found = [held(1), held(60, late=True), held(40), held(60, workers=2)]
    assert live.saturation(found, workers=1) == "With 1 live worker(s): saturated between 40 and 60 interviews."
    assert "60 interviews are not too many" in live.saturation(found, workers=2)


def test_goals_of_nothing_heard_are_missed():
    silent = live.Held(40, 1, 0, 0, 0, 0, 40, [], 1.0, answers_lost=2)
    alone = live.Held(1, 1, 8, 8, 0, 0, 0, [50.0], 1.0)
    bare = live.Bare(1000, [], 0.0, 0, failure="the broker is away")
    goals = live.goals([alone, silent], bare, interviews=40)
    assert [goal.met for goal in goals] == [False, False, False, True, True, False]
    assert "the broker is away" in goals[-1].line


def test_lag_is_interpolated_in_its_bucket():
    after = {0.001: 90.0, 0.01: 100.0, float("inf"): 100.0}
    assert live.lag_p95({}, after) == pytest.approx(5.5)


def test_load_that_ends_is_told():
    with (
        subprocess.Popen(
            [sys.executable, "-c", ""], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process,
        pytest.raises(LoadFailed, match="ended"),
    ):
        Load(process).receive(seconds=30)


def test_failure_of_the_load_is_raised():
    load = Load.__new__(Load)
    load._lines = Queue()
    load._lines.put('{"failure": "TimeoutError: "}')
    with pytest.raises(LoadFailed, match="TimeoutError"):
        load.receive(seconds=1)
