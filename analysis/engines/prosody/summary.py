"""Figures from frames: pitch in semitones, levels."""

from __future__ import annotations

import numpy as np

from analysis.engines.prosody.voice import VoiceFrames

# Half a second of voiced frames for a median, a second for a spread.
FRAMES_FOR_MEDIAN = 50
FRAMES_FOR_SPREAD = 100


def pitch_figures(frames: VoiceFrames) -> dict[str, float | None]:
    """``pitch_median_hz``, ``pitch_range_semitones`` (5th to 95th percentile), ``pitch_sd_semitones``."""
    semitones, median = semitones_of(frames)
    spread = len(semitones) >= FRAMES_FOR_SPREAD
    low, high = np.percentile(semitones, [5, 95]) if spread else (0.0, 0.0)
    return {
        "pitch_median_hz": median,
        "pitch_range_semitones": round(float(high - low), 2) if spread else None,
        "pitch_sd_semitones": round(float(np.std(semitones)), 2) if spread else None,
    }


def level_figures(frames: VoiceFrames) -> dict[str, float | None]:
    """``intensity_mean_db`` and ``intensity_sd_db`` over the voiced frames: consonants and gaps would widen both."""
    levels = frames.db[frames.voiced]
    if len(levels) < FRAMES_FOR_MEDIAN:
        return {"intensity_mean_db": None, "intensity_sd_db": None}
    return {
        "intensity_mean_db": round(float(np.mean(levels)), 1),
        "intensity_sd_db": round(float(np.std(levels)), 2),
    }


def semitones_of(frames: VoiceFrames) -> tuple[np.ndarray, float | None]:
    """Voiced frames in semitones from their own median, and that median in Hz (None below half a second)."""
    hz = frames.hz[frames.voiced]
    if len(hz) < FRAMES_FOR_MEDIAN:
        return np.empty(0), None
    median = float(np.median(hz))
    return 12 * np.log2(hz / median), round(median, 1)
