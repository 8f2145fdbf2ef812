"""Counting syllables in words and in sound."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.engines.prosody.syllables import count_syllables, syllable_nuclei, syllable_times, syllables_in
from analysis.engines.results import Word


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1), ("time", 1), ("table", 2), ("worked", 1), ("started", 2), ("database", 3), ("engineer", 3),
        ("people", 2), ("python", 2), ("free", 1), ("rhythm", 1), ("role", 1), ("I", 1), ("don't", 1),
        ("我", 1), ("25", 2),
    ],
)  # fmt: skip
def test_syllables_in_common_words(word: str, count: int) -> None:
    assert syllables_in(word) == count


def test_count_syllables_of_mixed_text() -> None:
    assert count_syllables("我用 Python 写了3个服务。") == 1 + 1 + 2 + 1 + 1 + 1 + 1 + 2


def test_syllable_times_spread_over_each_word() -> None:
    assert syllable_times([Word("服务，", 1000, 1400), Word("好", 2000, 2200)]) == [1100, 1300, 2100]


def test_nuclei_are_voiced_peaks_with_a_dip_between() -> None:
    times = np.arange(400) * 10.0
    levels = 60 + 10 * np.sin(2 * np.pi * times / 250)
    voiced = np.ones(400, dtype=bool)

    found = syllable_nuclei(times_ms=times, intensity_db=levels, voiced=voiced)

    assert len(found) == 16
    assert np.allclose(np.diff(found), 250, atol=10)


def test_nuclei_need_voice_and_depth() -> None:
    times = np.arange(400) * 10.0
    levels = 60 + 10 * np.sin(2 * np.pi * times / 250)
    flat = 60 + 0.5 * np.sin(2 * np.pi * times / 250)
    voiced = np.ones(400, dtype=bool)

    assert syllable_nuclei(times_ms=times, intensity_db=levels, voiced=~voiced) == []
    assert len(syllable_nuclei(times_ms=times, intensity_db=flat, voiced=voiced)) == 1
    assert syllable_nuclei(times_ms=times[:0], intensity_db=levels[:0], voiced=voiced[:0]) == []
