"""Prosody without Praat, for tests: timing and level from the sound, rates from the transcript, no pitch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from analysis.engines.base import AnswerInput, EngineError
from analysis.engines.media import level_db, loud_spans
from analysis.engines.prosody.base import MEASURES, nothing_measured, transcript_of
from analysis.engines.prosody.fillers import find_fillers
from analysis.engines.prosody.fluency import fluency_of
from analysis.engines.prosody.pauses import timing_of
from analysis.engines.prosody.syllables import count_syllables
from analysis.engines.results import Prosody, Reason

# Without a transcript, sound is taken for syllables of this length.
SYLLABLE_MS = 250


class FakeProsody:
    """Follows its input: longer sound, more syllables; a gap, a pause; silence, nothing."""

    name: ClassVar[str] = "fake-prosody"
    provides: ClassVar[str] = "prosody"
    requires: ClassVar[frozenset[str]] = frozenset({"audio"})
    after: ClassVar[frozenset[str]] = frozenset({"asr"})

    @property
    def version(self) -> str:
        return "1"

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"syllable_ms": SYLLABLE_MS}

    def load(self) -> None:
        """Nothing to load."""

    def run(self, answer: AnswerInput) -> Prosody:
        track = answer.audio
        if track is None:
            raise EngineError("Prosody needs a recording with sound.")
        timing = timing_of(loud_spans(track))
        if not timing.speech:
            return nothing_measured(duration_ms=track.duration_ms, reason=Reason.NO_SPEECH)
        transcript = transcript_of(answer)
        syllables = count_syllables(transcript.text) if transcript is not None else timing.speech_ms // SYLLABLE_MS
        measures: dict[str, Any] = {
            "response_latency_ms": timing.speech[0].start_ms,
            "syllables": syllables,
            "speech_rate": round(syllables * 60_000 / timing.span_ms, 1),
            "articulation_rate": round(syllables * 60_000 / timing.speech_ms, 1),
            "pause_ratio": round(timing.pause_ratio, 3),
            "intensity_mean_db": level_db(track),
        }
        measures["fluency"] = fluency_of(measures)
        return Prosody(
            duration_ms=track.duration_ms,
            speech_ms=timing.speech_ms,
            pauses=timing.pauses,
            long_pauses=timing.long_pauses,
            fillers=find_fillers(transcript.words) if transcript is not None else (),
            missing={name: Reason.NOT_APPLICABLE for name in MEASURES if measures.get(name) is None},
            **measures,
        )
