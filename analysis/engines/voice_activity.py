"""Where somebody speaks: Silero's voice activity detector as faster-whisper carries it.

A level or energy rule takes music, hum and noise for speech; this network does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.engines.media import AudioTrack, level_db
from analysis.engines.results import Reason, Span

# A silence below 250 ms is part of speech (Goldman-Eisler 1968, "Psycholinguistics"), not a pause.
MIN_PAUSE_MS = 250
MIN_SPEECH_MS = 100
EDGE_MS = 30
# Silero's own default.
THRESHOLD = 0.5
# Voice-like buzzes reach .9 for a moment, people nearly always do.
SURE_THRESHOLD = 0.9

# Five minutes at a time: the detector holds everything it is given in memory.
_BLOCK_MS = 5 * 60 * 1000
# Louder than this with nobody speaking is noise that would have covered quiet speech.
NOISY_DB = -45.0


def speech_spans(
    track: AudioTrack, *, threshold: float = THRESHOLD, release: float | None = None, edge_ms: int = EDGE_MS
) -> tuple[Span, ...]:
    """Stretches with speech, in order, at least 250 ms apart.

    Speech begins above ``threshold`` and ends below ``release`` (.15 lower, unless given); ``edge_ms`` are added on
    both sides.
    """
    options = {"threshold": threshold, "neg_threshold": release, "speech_pad_ms": edge_ms}
    spans: list[Span] = []
    for start_ms, samples in track.blocks(_BLOCK_MS):
        for span in _speech_in(samples, sample_rate=track.sample_rate, options=options):
            moved = Span(start_ms + span.start_ms, min(track.duration_ms, start_ms + span.end_ms))
            if spans and moved.start_ms - spans[-1].end_ms < MIN_PAUSE_MS:
                spans[-1] = Span(spans[-1].start_ms, moved.end_ms)
            else:
                spans.append(moved)
    return tuple(spans)


def surely_speaks(track: AudioTrack, *, for_ms: int) -> bool:
    """Whether the detector is sure of speech for this long in all; stops listening as soon as it is."""
    heard_ms = 0
    options = {"threshold": SURE_THRESHOLD, "speech_pad_ms": 0}
    for _, samples in track.blocks(_BLOCK_MS):
        found = _speech_in(samples, sample_rate=track.sample_rate, options=options)
        heard_ms += sum(span.length_ms for span in found)
        if heard_ms >= for_ms:
            return True
    return False


def reason_for_no_speech(track: AudioTrack) -> Reason:
    """Whether a track without speech is silent or noisy."""
    level = level_db(track)
    return Reason.TOO_NOISY if level is not None and level > NOISY_DB else Reason.NO_SPEECH


def _speech_in(samples: np.ndarray, *, sample_rate: int, options: Mapping[str, Any]) -> list[Span]:
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    lengths = {"min_speech_duration_ms": MIN_SPEECH_MS, "min_silence_duration_ms": MIN_PAUSE_MS}
    found = get_speech_timestamps(samples, VadOptions(**lengths, **options), sampling_rate=sample_rate)
    return [Span(item["start"] * 1000 // sample_rate, item["end"] * 1000 // sample_rate) for item in found]
