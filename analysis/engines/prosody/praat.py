"""Prosody by Praat (through parselmouth): the default engine."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from analysis.engines.base import AnswerInput, EngineError
from analysis.engines.media import AudioTrack, loud_spans
from analysis.engines.prosody.along import timeline_of
from analysis.engines.prosody.base import MEASURES, nothing_measured, transcript_of
from analysis.engines.prosody.emotion import emotion_of
from analysis.engines.prosody.fillers import find_fillers
from analysis.engines.prosody.fluency import fluency_of
from analysis.engines.prosody.pauses import MIN_PAUSE_MS, Timing, timing_of
from analysis.engines.prosody.summary import FRAMES_FOR_SPREAD, level_figures, pitch_figures
from analysis.engines.prosody.syllables import count_syllables, syllable_nuclei, syllable_times
from analysis.engines.prosody.voice import Voice, measure_voice
from analysis.engines.results import Filler, Prosody, Reason, Transcript
from analysis.engines.text import count_units, has_spaces

# Least speech for a rate, for shares of time, and for what is counted by the minute.
RATE_NEEDS_MS = 1_000
RATIO_NEEDS_MS = 2_000
COUNT_NEEDS_MS = 5_000
EMOTION_NEEDS_MS = 3_000
# Loud stretches found without voice activity are speech only if this share of their frames is voiced; running
# speech is voiced for about half its time, noise hardly at all.
VOICED_SHARE = 0.1
_FRAME_MS = 10


class PraatProsody:
    """Measures an answer's voice and timing. With a transcript: its voice activity, words and fillers.

    Without one, speech is where the sound is loud and voiced, syllables are nuclei in the sound, and fillers
    are not looked for.
    """

    name: ClassVar[str] = "praat"
    provides: ClassVar[str] = "prosody"
    requires: ClassVar[frozenset[str]] = frozenset({"audio"})
    after: ClassVar[frozenset[str]] = frozenset({"asr"})

    @property
    def version(self) -> str:
        return importlib.metadata.version("praat-parselmouth")

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"min_pause_ms": MIN_PAUSE_MS, "pitch_range": "speaker quartiles x 0.75 and 1.5"}

    def load(self) -> None:
        import parselmouth

        del parselmouth

    def run(self, answer: AnswerInput) -> Prosody:
        """Return what could be measured; measures are None, with reasons, where nobody speaks or not long enough."""
        track = answer.audio
        if track is None:
            raise EngineError("Prosody needs a recording with sound.")
        transcript = transcript_of(answer)
        if transcript is not None and transcript.reason is not None:
            return nothing_measured(duration_ms=track.duration_ms, reason=transcript.reason)
        heard = transcript is not None and bool(transcript.speech)
        timing = timing_of(transcript.speech if transcript is not None and heard else loud_spans(track))
        if not timing.speech:
            return nothing_measured(duration_ms=track.duration_ms, reason=Reason.NO_SPEECH)
        voice = measure_voice(track, timing.speech)
        if not heard and not _sounds_like_speech(voice, timing):
            return nothing_measured(duration_ms=track.duration_ms, reason=Reason.TOO_NOISY)
        return _prosody(track, timing=timing, voice=voice, transcript=transcript)


def _prosody(track: AudioTrack, *, timing: Timing, voice: Voice, transcript: Transcript | None) -> Prosody:
    fillers = find_fillers(transcript.words) if transcript is not None else ()
    times = _syllable_times(voice, transcript)
    count = len(times) or (count_syllables(transcript.text) if transcript is not None else 0)
    measures: dict[str, Any] = {
        **_timing_figures(timing, syllables=count),
        **_word_figures(timing, transcript=transcript, fillers=fillers),
        **pitch_figures(voice.frames),
        **level_figures(voice.frames),
        **_quality_figures(voice),
    }
    judged = {**measures, "long_pauses_per_minute": _long_pauses_per_minute(timing)}
    measures["fluency"] = fluency_of(judged)
    measures["emotion"] = emotion_of(judged) if timing.speech_ms >= EMOTION_NEEDS_MS else None
    counted = fillers if transcript is not None and transcript.words else None
    return Prosody(
        duration_ms=track.duration_ms,
        speech_ms=timing.speech_ms,
        pauses=timing.pauses,
        long_pauses=timing.long_pauses,
        fillers=fillers,
        timeline=timeline_of(
            voice.frames,
            timing=timing,
            syllables_ms=times,
            fillers=counted,
            duration_ms=track.duration_ms,
            median_hz=measures["pitch_median_hz"],
        ),
        missing=_missing(measures, transcript=transcript),
        **measures,
    )


def _syllable_times(voice: Voice, transcript: Transcript | None) -> Sequence[float]:
    """When each syllable is spoken; empty when a text is at hand without times."""
    if transcript is not None and transcript.words:
        return syllable_times(transcript.words)
    if transcript is not None and transcript.text:
        return ()
    frames = voice.frames
    return syllable_nuclei(times_ms=frames.times_ms, intensity_db=frames.db, voiced=frames.voiced)


def _timing_figures(timing: Timing, *, syllables: int) -> dict[str, Any]:
    rated = timing.speech_ms >= RATE_NEEDS_MS and syllables > 0
    return {
        "response_latency_ms": timing.speech[0].start_ms,
        "syllables": syllables or None,
        "speech_rate": _per_minute(syllables, timing.span_ms) if rated else None,
        "articulation_rate": _per_minute(syllables, timing.speech_ms) if rated else None,
        "pause_ratio": round(timing.pause_ratio, 3) if timing.span_ms >= RATIO_NEEDS_MS else None,
    }


def _word_figures(timing: Timing, *, transcript: Transcript | None, fillers: Sequence[Filler]) -> dict[str, Any]:
    if transcript is None:
        return {"words_per_minute": None, "fillers_per_minute": None}
    spaced = has_spaces(transcript.language) and transcript.language is not None
    rated = spaced and timing.speech_ms >= RATE_NEEDS_MS and transcript.text
    counted = bool(transcript.words) and timing.speech_ms >= COUNT_NEEDS_MS
    return {
        "words_per_minute": _per_minute(count_units(transcript.text), timing.span_ms) if rated else None,
        "fillers_per_minute": _per_minute(len(fillers), timing.speech_ms) if counted else None,
    }


def _quality_figures(voice: Voice) -> dict[str, Any]:
    enough = int(voice.frames.voiced.sum()) >= FRAMES_FOR_SPREAD
    quality = voice.quality
    return {
        "jitter_local": _rounded(quality.jitter_local, 4) if enough else None,
        "shimmer_local": _rounded(quality.shimmer_local, 4) if enough else None,
        "hnr_db": _rounded(quality.hnr_db, 1) if enough else None,
    }


def _missing(measures: Mapping[str, Any], *, transcript: Transcript | None) -> dict[str, Reason]:
    """Why each measure that is None is None."""
    reasons = {name: Reason.TOO_SHORT for name in MEASURES if measures[name] is None}
    spoken_words = transcript is not None and bool(transcript.words)
    if "words_per_minute" in reasons and transcript is not None and not has_spaces(transcript.language):
        reasons["words_per_minute"] = Reason.NOT_APPLICABLE
    for name in ("words_per_minute", "fillers_per_minute"):
        if name in reasons and transcript is None:
            reasons[name] = Reason.NO_TRANSCRIPT
    if "fillers_per_minute" in reasons and not spoken_words:
        reasons["fillers_per_minute"] = Reason.NO_TRANSCRIPT
    return reasons


def _sounds_like_speech(voice: Voice, timing: Timing) -> bool:
    return float(voice.frames.voiced.sum()) * _FRAME_MS >= VOICED_SHARE * timing.speech_ms


def _long_pauses_per_minute(timing: Timing) -> float | None:
    return _per_minute(len(timing.long_pauses), timing.span_ms) if timing.span_ms >= COUNT_NEEDS_MS else None


def _per_minute(count: int, length_ms: int) -> float:
    return round(count * 60_000 / max(1, length_ms), 1)


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
