"""Indicators of how it was said."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.contracts import AnswerResults, Evidence
from analysis.engines.results import Prosody
from analysis.scoring.measurement import (
    Extractor,
    Measurement,
    Setting,
    at_span,
    field_reader,
    longest,
    measured,
    missing,
    reading,
)

MOST_FILLERS_SHOWN = 3


def _long_pauses(answer: AnswerResults, prosody: Prosody) -> tuple[Evidence, ...]:
    return longest(answer, prosody.long_pauses or prosody.pauses)


def _first_fillers(answer: AnswerResults, prosody: Prosody) -> tuple[Evidence, ...]:
    shown = prosody.fillers[:MOST_FILLERS_SHOWN]
    return tuple(at_span(answer, filler, quote=filler.text) for filler in shown)


def _wait(answer: AnswerResults, latency_ms: int) -> tuple[Evidence, ...]:
    return (Evidence(answer.question_id, 0, latency_ms),) if latency_ms > 0 else ()


def response_latency(answer: AnswerResults, setting: Setting) -> Measurement:
    """Seconds of silence before the answer begins."""
    latency_ms, reason = reading(answer, "prosody", "response_latency_ms")
    if reason is not None:
        return missing(reason)
    return measured(latency_ms / 1000, _wait(answer, latency_ms))


def voice_emotion(answer: AnswerResults, setting: Setting) -> Measurement:
    """How composed the voice sounds, as a label; the rubric says what each label is worth."""
    emotion, reason = reading(answer, "prosody", "emotion")
    return missing(reason) if reason is not None else Measurement(label=emotion.label)


SPEECH_INDICATORS: Mapping[str, Extractor] = {
    "fluency": field_reader("prosody", "fluency", _long_pauses),
    "articulation_rate": field_reader("prosody", "articulation_rate"),
    "speech_rate": field_reader("prosody", "speech_rate"),
    "pause_ratio": field_reader("prosody", "pause_ratio", _long_pauses),
    "fillers": field_reader("prosody", "fillers_per_minute", _first_fillers),
    "pitch_movement": field_reader("prosody", "pitch_sd_semitones"),
    "response_latency": response_latency,
    "jitter": field_reader("prosody", "jitter_local"),
    "shimmer": field_reader("prosody", "shimmer_local"),
    "hnr": field_reader("prosody", "hnr_db"),
    "voice_emotion": voice_emotion,
}
