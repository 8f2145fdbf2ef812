"""Figures from frames: pitch in semitones, levels, the time line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.engines.prosody.pauses import Timing
from analysis.engines.prosody.voice import VoiceFrames
from analysis.engines.results import VoiceSample

# Half a second of voiced frames for a median, a second for a spread.
FRAMES_FOR_MEDIAN = 50
FRAMES_FOR_SPREAD = 100
WINDOW_MS = 2_000
# Less speech than this in a window says nothing about its rate.
_MIN_WINDOW_SPEECH_MS = 500
_MIN_WINDOW_FRAMES = 10


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


def timeline_of(
    frames: VoiceFrames, *, timing: Timing, syllables_ms: Sequence[float], duration_ms: int, median_hz: float | None
) -> tuple[VoiceSample, ...]:
    """One sample for every 2 s of the recording, at the middle of its window; silent windows hold None."""
    times = np.asarray(syllables_ms)
    samples = []
    for start in range(0, duration_ms, WINDOW_MS):
        end = min(duration_ms, start + WINDOW_MS)
        inside = (frames.times_ms >= start) & (frames.times_ms < end)
        samples.append(
            VoiceSample(
                at_ms=(start + end) // 2,
                speech_rate=_rate(times, start=start, end=end, speech_ms=timing.speech_within(start, end)),
                pitch_semitones=_pitch(frames.hz[inside], median_hz),
                intensity_db=_level(frames, inside),
            )
        )
    return tuple(samples)


def _rate(times: np.ndarray, *, start: int, end: int, speech_ms: int) -> float | None:
    if speech_ms < _MIN_WINDOW_SPEECH_MS or not len(times):
        return None
    count = int(np.count_nonzero((times >= start) & (times < end)))
    return round(count * 60_000 / speech_ms, 1)


def _pitch(hz: np.ndarray, median_hz: float | None) -> float | None:
    voiced = hz[~np.isnan(hz)]
    if median_hz is None or len(voiced) < _MIN_WINDOW_FRAMES:
        return None
    return round(float(12 * np.log2(np.median(voiced) / median_hz)), 2)


def _level(frames: VoiceFrames, inside: np.ndarray) -> float | None:
    levels = frames.db[inside & frames.voiced]
    return round(float(np.mean(levels)), 1) if len(levels) >= _MIN_WINDOW_FRAMES else None
