"""The voice of the last seconds, by Praat: no recogniser, no model."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from analysis.engines.media import AudioTrack, loud_spans
from analysis.engines.prosody.emotion import emotion_of
from analysis.engines.prosody.fluency import fluency_of
from analysis.engines.prosody.pauses import Timing, timing_of
from analysis.engines.prosody.praat import (
    EMOTION_NEEDS_MS,
    RATE_NEEDS_MS,
    RATIO_NEEDS_MS,
    VOICED_SHARE,
)
from analysis.engines.prosody.summary import level_figures, pitch_figures
from analysis.engines.prosody.syllables import syllable_nuclei
from analysis.engines.prosody.voice import VoiceFrames, measure_piece, range_of
from analysis.engines.results import Reason, Span
from analysis.live.memory import FRAME_MS, Memory
from analysis.live.window import Heard

_FULL_SCALE = 32_768.0
_FIELDS = ("emotion", "emotion_score", "speech_rate", "fluency_score")
# Spoken English answers: 1.33 in the recordings of the demo, 1.40 in two read sentences of LibriSpeech.
SYLLABLES_PER_ENGLISH_WORD = 1.35
# Praat needs some periods before a frame: so much of the sound before the new part is measured along with it.
_MARGIN_MS = 100
# Sound shorter than this is too little for Praat and for anyone.
_SHORTEST_MS = 300


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SoundInMemory(AudioTrack):
    """A short track that was never a file."""

    content: np.ndarray

    def _read(self, start: int, end: int) -> np.ndarray:
        return self.content[start : max(start, end)]


def track_of(pcm: bytes) -> SoundInMemory:
    """PCM s16le, 16 kHz, mono as a track."""
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(_FULL_SCALE)
    return SoundInMemory(path=Path(), samples=len(samples), content=samples)


def listen(pcm: bytes, *, fresh_ms: int, language: str, memory: Memory) -> tuple[Heard, Memory]:
    """What the voice of this window and of the seconds before it says, and what to remember of it."""
    track = track_of(pcm)
    fresh_ms = min(fresh_ms, track.duration_ms)
    silent = np.zeros((2, fresh_ms // FRAME_MS))
    if track.duration_ms < _SHORTEST_MS:
        return nothing_heard(Reason.TOO_SHORT), memory.heard(silent)
    timing = timing_of(loud_spans(track))
    if not timing.speech:
        return nothing_heard(Reason.NO_SPEECH), memory.heard(silent)
    frames, jitter = _measure(track, timing, fresh_ms=fresh_ms, memory=memory)
    if len(frames.hz) and float(frames.voiced.mean()) < VOICED_SHARE:
        return nothing_heard(Reason.TOO_NOISY), memory.heard(silent)
    memory = memory.heard(_newest(frames, fresh_ms=fresh_ms, end_ms=track.duration_ms))
    return _judge(memory.voice, jitter=jitter, language=language), memory


def nothing_heard(reason: str) -> Heard:
    return Heard(missing=dict.fromkeys(_FIELDS, str(reason)))


def _measure(track: AudioTrack, timing: Timing, *, fresh_ms: int, memory: Memory) -> tuple[VoiceFrames, float | None]:
    """Frames of the speech in the new part, and its jitter; the pitch is looked for where this voice was before."""
    start_ms = max(0, track.duration_ms - fresh_ms - _MARGIN_MS)
    before = memory.voice[0]
    floor, ceiling = range_of(before[before > 0])
    piece, jitter = measure_piece(track.slice(start_ms, track.duration_ms), floor=floor, ceiling=ceiling)
    frames = VoiceFrames(piece.times_ms + start_ms, piece.hz, piece.db)
    return frames.inside(timing.speech), jitter


def _newest(frames: VoiceFrames, *, fresh_ms: int, end_ms: int) -> np.ndarray:
    """The last ``fresh_ms`` as remembered frames: pitch, and level wherever there is speech."""
    count = fresh_ms // FRAME_MS
    slots = ((frames.times_ms - (end_ms - count * FRAME_MS)) // FRAME_MS).astype(int)
    inside = (slots >= 0) & (slots < count)
    newest = np.zeros((2, count))
    newest[0, slots[inside]] = np.nan_to_num(frames.hz[inside])
    newest[1, slots[inside]] = np.maximum(frames.db[inside], 1.0)
    return newest


def _judge(voice: np.ndarray, *, jitter: float | None, language: str) -> Heard:
    timing = timing_of(_speech_in(voice))
    frames = _frames_in(voice)
    nuclei = syllable_nuclei(times_ms=frames.times_ms, intensity_db=frames.db, voiced=frames.voiced)
    rated = timing.speech_ms >= RATE_NEEDS_MS and bool(nuclei)
    measures: dict[str, float | None] = {
        "articulation_rate": len(nuclei) * 60_000 / timing.speech_ms if rated else None,
        "pause_ratio": timing.pause_ratio if timing.span_ms >= RATIO_NEEDS_MS else None,
        "jitter_local": jitter,
        **pitch_figures(frames),
        **level_figures(frames),
    }
    fluency = fluency_of(measures)
    emotion = emotion_of(measures) if timing.speech_ms >= EMOTION_NEEDS_MS else None
    values = {
        "emotion": emotion.label if emotion else None,
        "emotion_score": emotion.score if emotion else None,
        "speech_rate": _rate(len(nuclei), timing, language=language) if rated else None,
        "fluency_score": fluency,
    }
    missing = {name: str(Reason.TOO_SHORT) for name, value in values.items() if value is None}
    return Heard(**values, missing=missing)  # type: ignore[arg-type]


def _rate(syllables: int, timing: Timing, *, language: str) -> int:
    """Syllables a minute from the first to the last speech; for English, words."""
    unit = SYLLABLES_PER_ENGLISH_WORD if language == "en" else 1.0
    return round(syllables * 60_000 / max(1, timing.span_ms) / unit)


def _frames_in(voice: np.ndarray) -> VoiceFrames:
    spoken = voice[1] > 0
    hz, db = voice[0, spoken], voice[1, spoken]
    return VoiceFrames(np.flatnonzero(spoken) * float(FRAME_MS), np.where(hz > 0, hz, np.nan), db)


def _speech_in(voice: np.ndarray) -> list[Span]:
    """Stretches of remembered frames with speech."""
    spans, at = [], 0
    for spoken, run in groupby(voice[1] > 0):
        length = len(list(run)) * FRAME_MS
        if spoken:
            spans.append(Span(at, at + length))
        at += length
    return spans
