"""Pitch, loudness and quality of the voice, by Praat, a minute at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analysis.engines.media import SAMPLE_RATE, AudioTrack
from analysis.engines.results import Span

STEP_SECONDS = 0.01
_RANGE_STEP_SECONDS = 0.03  # frames enough for the quartiles of a speaker's pitch
_BLOCK_MS = 60_000
# Praat needs a few periods of the lowest pitch in a window.
_SHORTEST_BLOCK_SAMPLES = 1_600

# First listening: the whole range of human speech. Second: the speaker's own, from the quartiles of the first
# (De Looze & Hirst 2008, "Detecting changes in key and range for the automatic modelling and coding of
# intonation"): halves and doubles of the true pitch fall outside it.
FIRST_FLOOR_HZ, FIRST_CEILING_HZ = 60.0, 600.0
FLOOR_OF_LOWER_QUARTILE, CEILING_OF_UPPER_QUARTILE = 0.75, 1.5
_INTENSITY_FLOOR_HZ = 100.0

# Praat's settings for perturbation measures (Boersma & Weenink, manual: "Voice").
_SHORTEST_PERIOD, _LONGEST_PERIOD, _PERIOD_FACTOR, _AMPLITUDE_FACTOR = 0.0001, 0.02, 1.3, 1.6
_UNVOICED_HNR = -200.0
_HNR_PERIODS = 4.5
# Its windows last some 40 ms: at this step they still touch, at Praat's 10 ms each moment is measured four times.
_HNR_STEP_SECONDS = 0.03
# A pure tone has no noise at all; no voice comes near this.
_HIGHEST_HNR = 50.0


@dataclass(frozen=True, slots=True)
class VoiceFrames:
    """Frames 10 ms apart, all arrays of shape (frames,).

    ``hz`` is NaN where unvoiced; ``db`` compares parts of one recording only (see `measure_voice`).
    """

    times_ms: np.ndarray
    hz: np.ndarray
    db: np.ndarray

    @property
    def voiced(self) -> np.ndarray:
        return ~np.isnan(self.hz)

    def inside(self, spans: Sequence[Span]) -> VoiceFrames:
        """Only the frames that lie in one of the spans."""
        keep = np.zeros(len(self.times_ms), dtype=bool)
        for span in spans:
            keep |= (self.times_ms >= span.start_ms) & (self.times_ms < span.end_ms)
        return VoiceFrames(self.times_ms[keep], self.hz[keep], self.db[keep])


@dataclass(frozen=True, slots=True)
class VoiceQuality:
    """Irregularity of the voice over all voiced stretches; None where Praat found too few periods."""

    jitter_local: float | None
    shimmer_local: float | None
    hnr_db: float | None


@dataclass(frozen=True, slots=True)
class Voice:
    frames: VoiceFrames
    quality: VoiceQuality


@dataclass
class _Tally:
    """Running means over blocks, weighted by what each block had to say."""

    sums: dict[str, float] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, value: float, weight: float) -> None:
        if weight > 0 and np.isfinite(value):
            self.sums[name] = self.sums.get(name, 0.0) + value * weight
            self.weights[name] = self.weights.get(name, 0.0) + weight

    def mean(self, name: str) -> float | None:
        return self.sums[name] / self.weights[name] if name in self.sums else None


def measure_voice(track: AudioTrack, speech: Sequence[Span]) -> Voice:
    """Frames and quality of the voice within ``speech``.

    Levels are dB as Praat gives them for a full scale of 1 Pa: good for comparing parts of one recording, not
    recordings with each other. Two passes over the track, 60 s in memory at a time.
    """
    floor, ceiling = speaker_range(track, speech)
    parts: list[VoiceFrames] = []
    tally = _Tally()
    for start_ms, sound in _sounds(track):
        pitch = _pitch(sound, floor, ceiling)
        parts.append(_frames(sound, pitch, start_ms=start_ms).inside(speech))
        _add_quality(tally, sound, pitch, floor=floor)
    quality = VoiceQuality(tally.mean("jitter"), tally.mean("shimmer"), tally.mean("hnr"))
    return Voice(frames=_concatenated(parts), quality=quality)


def measure_piece(samples: np.ndarray, *, floor: float, ceiling: float) -> tuple[VoiceFrames, float | None]:
    """Frames and local jitter of a short piece (16 kHz, -1 to 1) at one listening: for sound that is judged while it
    is spoken. Harmonicity is left out: it takes five times as long as all the rest."""
    import parselmouth
    from parselmouth.praat import call

    if len(samples) < _SHORTEST_BLOCK_SAMPLES:
        return _concatenated([]), None
    sound = parselmouth.Sound(samples.astype(np.float64), sampling_frequency=SAMPLE_RATE)
    pitch = _pitch(sound, floor, ceiling)
    pulses = call([sound, pitch], "To PointProcess (cc)")
    jitter = call(pulses, "Get jitter (local)", 0, 0, _SHORTEST_PERIOD, _LONGEST_PERIOD, _PERIOD_FACTOR)
    return _frames(sound, pitch, start_ms=0), float(jitter) if np.isfinite(jitter) else None


def speaker_range(track: AudioTrack, speech: Sequence[Span]) -> tuple[float, float]:
    """Pitch floor and ceiling in Hz that fit this speaker; the widest range where nothing is voiced."""
    parts = []
    for start_ms, sound in _sounds(track):
        pitch = _pitch(sound, FIRST_FLOOR_HZ, FIRST_CEILING_HZ, step=_RANGE_STEP_SECONDS)
        frames = _frames(sound, pitch, start_ms=start_ms, levels=False)
        parts.append(frames.inside(speech).hz)
    return range_of(np.concatenate(parts) if parts else np.empty(0))


def range_of(hz: np.ndarray) -> tuple[float, float]:
    """Pitch floor and ceiling in Hz for a speaker heard at ``hz`` (NaN where unvoiced); the widest for none."""
    hz = hz[~np.isnan(hz)]
    if not len(hz):
        return FIRST_FLOOR_HZ, FIRST_CEILING_HZ
    lower, upper = np.percentile(hz, [25, 75])
    floor = max(FIRST_FLOOR_HZ, FLOOR_OF_LOWER_QUARTILE * float(lower))
    return floor, min(FIRST_CEILING_HZ, CEILING_OF_UPPER_QUARTILE * float(upper))


def _sounds(track: AudioTrack) -> Iterator[tuple[int, Any]]:
    import parselmouth

    for start_ms, samples in track.blocks(_BLOCK_MS):
        if len(samples) >= _SHORTEST_BLOCK_SAMPLES:
            yield start_ms, parselmouth.Sound(samples.astype(np.float64), sampling_frequency=track.sample_rate)


def _pitch(sound: Any, floor: float, ceiling: float, *, step: float = STEP_SECONDS) -> Any:
    return sound.to_pitch_ac(time_step=step, pitch_floor=floor, pitch_ceiling=ceiling)


def _frames(sound: Any, pitch: Any, *, start_ms: int, levels: bool = True) -> VoiceFrames:
    times = pitch.xs()
    hz = pitch.selected_array["frequency"]
    if levels:
        intensity = sound.to_intensity(minimum_pitch=_INTENSITY_FLOOR_HZ, time_step=STEP_SECONDS)
        db = np.interp(times, intensity.xs(), intensity.values[0])
    else:
        db = np.full(len(times), np.nan)
    return VoiceFrames(start_ms + times * 1000, np.where(hz > 0, hz, np.nan), db)


def _add_quality(tally: _Tally, sound: Any, pitch: Any, *, floor: float) -> None:
    from parselmouth.praat import call

    pulses = call([sound, pitch], "To PointProcess (cc)")
    periods = call(pulses, "Get number of periods", 0, 0, _SHORTEST_PERIOD, _LONGEST_PERIOD, _PERIOD_FACTOR)
    limits = (0, 0, _SHORTEST_PERIOD, _LONGEST_PERIOD, _PERIOD_FACTOR)
    tally.add("jitter", call(pulses, "Get jitter (local)", *limits), periods)
    tally.add("shimmer", call([sound, pulses], "Get shimmer (local)", *limits, _AMPLITUDE_FACTOR), periods)
    known = _harmonicity_where_voiced(sound, pitch, floor=floor)
    if len(known):
        tally.add("hnr", float(np.mean(known)), len(known))


def _harmonicity_where_voiced(sound: Any, pitch: Any, *, floor: float) -> np.ndarray:
    """Harmonics-to-noise ratio in dB of the voiced frames. Between the voiced parts it measures the room."""
    harmonicity = sound.to_harmonicity_ac(
        time_step=_HNR_STEP_SECONDS, minimum_pitch=floor, periods_per_window=_HNR_PERIODS
    )
    voiced_at = pitch.xs()[pitch.selected_array["frequency"] > 0]
    nearest = np.rint((voiced_at - harmonicity.x1) / harmonicity.dx).astype(int)
    inside = nearest[(nearest >= 0) & (nearest < harmonicity.nx)]
    values = harmonicity.values[0][inside]
    return np.minimum(values[np.isfinite(values) & (values > _UNVOICED_HNR)], _HIGHEST_HNR)


def _concatenated(parts: Sequence[VoiceFrames]) -> VoiceFrames:
    if not parts:
        return VoiceFrames(np.empty(0), np.empty(0), np.empty(0))
    return VoiceFrames(
        np.concatenate([part.times_ms for part in parts]),
        np.concatenate([part.hz for part in parts]),
        np.concatenate([part.db for part in parts]),
    )
