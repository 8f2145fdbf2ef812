"""The made conversations say truly who speaks when, and errors are counted as they should be."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from analysis.engines.media import SAMPLE_RATE
from benchmarks._voices import Manner, Said, conversation
from benchmarks.diarization import CLEAN, Scored, error_rate, goals
from tests.media import tone

VOICES = {"low": tone(seconds=6, hz=150), "high": tone(seconds=6, hz=1500)}


def test_a_conversation_is_the_same_for_one_seed_and_told_to_the_sample():
    samples, said = conversation(VOICES, seconds=20, manner=Manner(turn=(2, 5)), seed=1)
    assert np.array_equal(samples, conversation(VOICES, seconds=20, manner=Manner(turn=(2, 5)), seed=1)[0])
    assert [one.speaker for one in said[:2]] == ["low", "high"]
    for one in said:
        middle = round((one.start + 0.1) * SAMPLE_RATE)
        crossings = np.mean(np.diff(np.signbit(samples[middle : middle + 1600])))
        assert (crossings > 0.1) == (one.speaker == "high")
    first = round(said[0].start * SAMPLE_RATE)
    assert not samples[: first - 1].any()


def test_speech_over_speech_is_in_the_reference():
    _, said = conversation(VOICES, seconds=30, manner=Manner(turn=(2, 5), at_once=1.0), seed=2)
    assert any(b.start < a.end for a, b in pairwise(said))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([Said("x", 0, 10), Said("y", 10, 20)], 0.0),
        ([Said("y", 0, 10.2), Said("x", 10.2, 20)], 0.0),
        ([Said("x", 0, 20)], 0.5),
        ([Said("x", 0, 10)], 0.5),
        ([], 1.0),
    ],
    ids=["right", "within the collar", "one speaker", "half missed", "nothing"],
)
def test_error_rate_of_known_mistakes(found, expected):
    reference = [Said("a", 0, 10), Said("b", 10, 20)]
    assert error_rate(reference, found, seconds=20, collar=0.25) == pytest.approx(expected, abs=0.01)


def test_goals_look_at_the_worst_pair_and_reckon_by_the_hour():
    good, bad = Scored(0.02, 0.05, 2, 2), Scored(0.09, 0.2, 2, 2)
    rows = {"meeting": [good], CLEAN: [good, bad]}
    long = {"seconds": 59.0, "length": 600.0, "peak_mib": 900.0}
    assert [goal.met for goal in goals(rows, long)] == [True, False, True, True]
    assert [goal.met for goal in goals({**rows, CLEAN: [good]}, {**long, "seconds": 61.0})] == [True, True, False, True]
