"""The way every recogniser works: voice activity, language, clips, recognition, gates, sentences.

A recogniser only turns clips of speech into words with times; what makes the result trustworthy (nothing
is invented in silence or noise) is the same for all of them and lives here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from analysis.engines.asr.assembly import sentences_of, simplified, tidy_words
from analysis.engines.asr.clips import Clip, clips_of
from analysis.engines.asr.gates import Segment, believable, drop_inventions
from analysis.engines.base import AnswerInput, EngineError
from analysis.engines.media import AudioTrack
from analysis.engines.results import Reason, Span, Transcript
from analysis.engines.voice_activity import reason_for_no_speech, speech_spans

# The languages this product interviews in. Detection chooses among them; Whisper's 99 invite mistakes.
LANGUAGES = ("zh", "en")
# Shown to the recogniser for Chinese: it then writes simplified characters and punctuation, and the error
# rate falls by half. It must never come back as text, see gates.py.
CHINESE_PROMPT = "以下是普通话的面试回答。"


class SpeechRecogniser(ABC):
    """An `Engine` that provides "asr". Subclasses recognise clips; `run` does the rest."""

    name: ClassVar[str]
    provides: ClassVar[str] = "asr"
    requires: ClassVar[frozenset[str]] = frozenset({"audio"})
    after: ClassVar[frozenset[str]] = frozenset()

    max_clip_ms = 28_000

    @property
    @abstractmethod
    def version(self) -> str: ...

    @property
    @abstractmethod
    def parameters(self) -> Mapping[str, Any]: ...

    @abstractmethod
    def load(self) -> None:
        """Load the model now rather than on the first answer. Raises `ModelMissingError`."""

    @abstractmethod
    def detect_language(self, track: AudioTrack, clip: Clip) -> Mapping[str, float]:
        """Probability of each language code (ISO 639-1) for the speech in ``clip``; empty where it cannot tell."""

    @abstractmethod
    def recognise(self, track: AudioTrack, clips: Sequence[Clip], *, language: str | None) -> list[Segment]:
        """What is said in each clip, in order, with times of the recording."""

    def run(self, answer: AnswerInput) -> Transcript:
        """Return the transcript; empty with a reason where nobody speaks. Raises `EngineError`."""
        track = answer.audio
        if track is None:
            raise EngineError("Speech recognition needs a recording with sound.")
        speech = speech_spans(track)
        if not speech:
            return Transcript(text="", language=None, reason=reason_for_no_speech(track))
        clips = clips_of(speech, duration_ms=track.duration_ms, max_clip_ms=self.max_clip_ms)
        language, probability = self._language(answer.language, track=track, clips=clips)
        segments = self.recognise(track, clips, language=language)
        return _transcript(segments, language=language, probability=probability, speech=speech)

    def _language(self, asked: str, *, track: AudioTrack, clips: Sequence[Clip]) -> tuple[str | None, float | None]:
        """The language given, or the likelier of `LANGUAGES` with its share of their probability."""
        if asked != "auto":
            return asked, None
        longest = max(clips, key=lambda clip: clip.length_ms)
        found = self.detect_language(track, longest)
        likely = {code: found.get(code, 0.0) for code in LANGUAGES}
        total = sum(likely.values())
        if total <= 0:
            return None, None
        best = max(likely, key=lambda code: likely[code])
        return best, likely[best] / total


def prompt_for(language: str | None) -> str | None:
    """The text shown to Whisper before it listens."""
    return CHINESE_PROMPT if language == "zh" else None


def _transcript(
    segments: Sequence[Segment], *, language: str | None, probability: float | None, speech: tuple[Span, ...]
) -> Transcript:
    words = [word for segment in segments if believable(segment) for word in segment.words]
    words = tidy_words(words, speech=speech)
    if language == "zh":
        words = simplified(words)
    kept = drop_inventions(sentences_of(words), prompt=prompt_for(language), speech=speech)
    return Transcript(
        text=_joined([sentence.sentence.text for sentence in kept], language=language),
        language=language,
        words=tuple(word for sentence in kept for word in sentence.words),
        sentences=tuple(sentence.sentence for sentence in kept),
        language_probability=probability,
        speech=speech,
        reason=None if kept else Reason.TOO_NOISY,
    )


def _joined(sentences: Sequence[str], *, language: str | None) -> str:
    return ("" if language == "zh" else " ").join(sentences)
