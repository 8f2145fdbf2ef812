"""The voice from moment to moment: its time line, and how the seconds around each moment sound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.engines.prosody.emotion import emotion_of
from analysis.engines.prosody.pauses import Timing, timing_of
from analysis.engines.prosody.summary import level_figures, pitch_figures
from analysis.engines.prosody.voice import VoiceFrames
from analysis.engines.results import Filler, Span, VoiceSample

WINDOW_MS = 2_000
# Less speech than this in a window says nothing about its rate.
_MIN_WINDOW_SPEECH_MS = 500
_MIN_WINDOW_FRAMES = 10
# As much as live signals are judged by: 8 s, a phrase or two.
AROUND_MS = 4_000
# Less speech than this around a moment says nothing of how it sounds.
_SPEECH_MS = 3_000
# Fillers are counted by the minute: fewer seconds would make one of them a dozen.
_FILLERS_NEED_MS = 5_000


def timeline_of(
    frames: VoiceFrames,
    *,
    timing: Timing,
    syllables_ms: Sequence[float],
    fillers: Sequence[Filler] | None,
    duration_ms: int,
    median_hz: float | None,
) -> tuple[VoiceSample, ...]:
    """One sample for every 2 s of the recording, at the middle of its window; silent windows hold None.
    ``fillers`` is None where nobody looked for them."""
    times = np.sort(np.asarray(syllables_ms, dtype=float))
    samples = []
    for start in range(0, duration_ms, WINDOW_MS):
        end = min(duration_ms, start + WINDOW_MS)
        at_ms = (start + end) // 2
        inside = (frames.times_ms >= start) & (frames.times_ms < end)
        samples.append(
            VoiceSample(
                at_ms=at_ms,
                speech_rate=_rate(times, start=start, end=end, speech_ms=timing.speech_within(start, end)),
                pitch_semitones=_pitch(frames.hz[inside], median_hz),
                intensity_db=_level(frames, inside),
                emotion=emotion_at(at_ms, frames, timing=timing, syllables_ms=times, fillers=fillers),
            )
        )
    return tuple(samples)


def emotion_at(
    at_ms: int,
    frames: VoiceFrames,
    *,
    timing: Timing,
    syllables_ms: np.ndarray,
    fillers: Sequence[Filler] | None,
) -> str | None:
    """The label of the 8 s around a moment, by the rules of `emotion_of`; None where too little is said. ``frames`` and
    ``syllables_ms`` are in the order of time; ``fillers`` is None where nobody looked for them."""
    start, end = at_ms - AROUND_MS, at_ms + AROUND_MS
    near = _timing_within(timing, start, end)
    if near.speech_ms < _SPEECH_MS:
        return None
    first, last = np.searchsorted(frames.times_ms, [start, end])
    heard = VoiceFrames(frames.times_ms[first:last], frames.hz[first:last], frames.db[first:last])
    syllables = int(np.diff(np.searchsorted(syllables_ms, [start, end]))[0])
    measures: dict[str, float | None] = {
        "articulation_rate": syllables * 60_000 / near.speech_ms if syllables else None,
        "pause_ratio": near.pause_ratio,
        "fillers_per_minute": _fillers_per_minute(fillers, near, start, end),
        **pitch_figures(heard),
        **level_figures(heard),
    }
    found = emotion_of(measures)
    return found.label if found else None


def _timing_within(timing: Timing, start: int, end: int) -> Timing:
    """Only the speech between two times, and the pauses in it."""
    return timing_of(
        [
            Span(max(start, span.start_ms), min(end, span.end_ms))
            for span in timing.speech
            if span.end_ms > start and span.start_ms < end
        ]
    )


def _fillers_per_minute(fillers: Sequence[Filler] | None, near: Timing, start: int, end: int) -> float | None:
    if fillers is None or near.speech_ms < _FILLERS_NEED_MS:
        return None
    return sum(start <= filler.start_ms < end for filler in fillers) * 60_000 / near.speech_ms


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
