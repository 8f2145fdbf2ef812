"""Labels follow from the indicators, and say from which."""

from __future__ import annotations

import pytest

from analysis.engines.prosody.emotion import emotion_of

PLAIN: dict[str, float | None] = {
    "articulation_rate": 280.0,
    "pause_ratio": 0.15,
    "pitch_sd_semitones": 2.8,
    "pitch_range_semitones": 9.0,
    "intensity_sd_db": 5.0,
    "jitter_local": 0.018,
    "fillers_per_minute": 1.0,
}


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ({}, "confident"),
        ({"articulation_rate": 200.0, "pitch_sd_semitones": 2.0, "pause_ratio": 0.3}, "calm"),
        ({"pause_ratio": 0.55, "fillers_per_minute": 14.0, "jitter_local": 0.036}, "nervous"),
        ({"articulation_rate": 360.0, "pitch_sd_semitones": 5.0, "intensity_sd_db": 10.0}, "excited"),
        ({"pitch_sd_semitones": 0.9, "pitch_range_semitones": 3.0, "intensity_sd_db": 3.5}, "flat"),
        ({"articulation_rate": 150.0, "pitch_sd_semitones": 3.8, "fillers_per_minute": 6.0}, "neutral"),
    ],
)
def test_label_fits_the_indicators(change: dict[str, float], label: str) -> None:
    emotion = emotion_of({**PLAIN, **change})

    assert emotion is not None
    assert emotion.label == label
    assert 0.0 < emotion.score <= 1.0
    assert all({**PLAIN, **change}[name] == value for name, value in emotion.because)
    assert emotion.because


@pytest.mark.parametrize("name", ["articulation_rate", "pitch_sd_semitones", "pause_ratio"])
def test_label_without_what_it_needs_is_none(name: str) -> None:
    assert emotion_of({**PLAIN, name: None}) is None


def test_one_indicator_alone_never_makes_a_label() -> None:
    emotion = emotion_of({**PLAIN, "pause_ratio": 0.6, "jitter_local": None, "fillers_per_minute": None})

    assert emotion is not None
    assert emotion.label != "nervous"
