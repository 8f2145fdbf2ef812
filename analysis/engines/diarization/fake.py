"""A diarizer without a model, for tests: who speaks follows from the pitch of what is loud."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from analysis.engines.base import EngineError
from analysis.engines.diarization.base import MAX_SPEAKERS, Listening
from analysis.engines.media import AudioTrack, level_db, loud_spans
from analysis.engines.results import Diarization, Reason, Span, SpeakerSegment, Voice

# Two stretches are one voice when they cross zero about as often.
SAME_PITCH = 1.25
NOISY_DB = -45.0


class FakeDiarizer:
    """Each loud stretch is one segment; stretches of about the same pitch are one speaker."""

    name: ClassVar[str] = "fake-diarization"
    provides: ClassVar[str] = "diarization"
    requires: ClassVar[frozenset[str]] = frozenset({"audio"})

    @property
    def version(self) -> str:
        return "1"

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"same_pitch": SAME_PITCH}

    def load(self) -> None:
        """Nothing to load."""

    def run(self, listening: Listening) -> Diarization:
        track = listening.audio
        spans = loud_spans(track)
        listening.report(1.0)
        if not spans:
            return Diarization((), 0, reason=_reason(track))
        if listening.speaker_count is not None and listening.speaker_count > MAX_SPEAKERS:
            raise EngineError(f"At most {MAX_SPEAKERS} speakers are told apart.")
        labels = _labels([_crossings(track, span) for span in spans])
        count = max(labels) + 1
        return Diarization(
            segments=tuple(
                SpeakerSegment(label, span.start_ms, span.end_ms, confidence=1.0 if count > 1 else None)
                for label, span in zip(labels, spans, strict=True)
            ),
            speaker_count=count,
            counted="given" if count == listening.speaker_count else "estimated",
            speech_ms=sum(span.length_ms for span in spans),
            separation=1.0 if count > 1 else None,
        )

    def voice(self, track: AudioTrack) -> Voice | None:
        """A direction for each pitch: an octave up is another person."""
        spans = loud_spans(track)
        if not spans:
            return None
        octaves = float(np.log2(np.mean([_crossings(track, span) for span in spans])))
        vector = (float(np.cos(octaves)), float(np.sin(octaves)))
        return Voice(vector, sum(span.length_ms for span in spans))


def _crossings(track: AudioTrack, span: Span) -> float:
    """How often the sound crosses zero, per sample."""
    signs = np.signbit(track.slice(span.start_ms, span.end_ms))
    return float(np.mean(signs[1:] != signs[:-1])) + 1e-6


def _labels(pitches: list[float]) -> list[int]:
    """A number for each stretch, new where its pitch is like that of no speaker before."""
    known: list[float] = []
    labels = []
    for pitch in pitches:
        alike = [number for number, other in enumerate(known) if 1 / SAME_PITCH < pitch / other < SAME_PITCH]
        labels.append(alike[0] if alike else len(known))
        if not alike:
            known.append(pitch)
    return labels


def _reason(track: AudioTrack) -> Reason:
    level = level_db(track)
    return Reason.TOO_NOISY if level is not None and level > NOISY_DB else Reason.NO_SPEECH
