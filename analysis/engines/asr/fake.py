"""A recogniser without a model, for tests: what it returns follows from the recording it is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from analysis.engines.asr.assembly import sentences_of, text_of
from analysis.engines.base import AnswerInput, EngineError
from analysis.engines.media import AudioTrack, level_db, loud_spans
from analysis.engines.results import Reason, Span, Transcript, Word
from analysis.engines.text import is_cjk, units_of

# Without a text to spread, one made-up word stands for this much sound.
WORD_MS = 400
NOISY_DB = -45.0


class FakeRecogniser:
    """Spreads ``given_text`` evenly over the loud parts of the recording; without one, counts them aloud.

    A silent recording gives an empty transcript, as a real recogniser's would be.
    """

    name: ClassVar[str] = "fake-asr"
    provides: ClassVar[str] = "asr"
    requires: ClassVar[frozenset[str]] = frozenset({"audio"})
    after: ClassVar[frozenset[str]] = frozenset()

    @property
    def version(self) -> str:
        return "1"

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"word_ms": WORD_MS}

    def load(self) -> None:
        """Nothing to load."""

    def run(self, answer: AnswerInput) -> Transcript:
        track = answer.audio
        if track is None:
            raise EngineError("Speech recognition needs a recording with sound.")
        speech = loud_spans(track)
        if not speech:
            return Transcript(text="", language=None, reason=_reason(track))
        texts = _pieces(answer.given_text) or _counted(speech)
        words = _spread(texts, speech)
        sentences = sentences_of(words)
        return Transcript(
            text=text_of(words),
            language=answer.language if answer.language != "auto" else _language_of(texts),
            words=tuple(words),
            sentences=tuple(item.sentence for item in sentences),
            speech=speech,
        )


def _reason(track: AudioTrack) -> Reason:
    level = level_db(track)
    return Reason.TOO_NOISY if level is not None and level > NOISY_DB else Reason.NO_SPEECH


def _pieces(text: str) -> list[str]:
    """The units of ``text``, each with the punctuation that follows it."""
    pieces: list[str] = []
    rest = text
    for unit in units_of(text):
        before, _, rest = rest.partition(unit)
        if pieces:
            pieces[-1] += before.strip()
        pieces.append(unit)
    if pieces:
        pieces[-1] += rest.strip()
    return pieces


def _counted(speech: Sequence[Span]) -> list[str]:
    return [f"sound{i + 1}" for i in range(max(1, sum(span.length_ms for span in speech) // WORD_MS))]


def _spread(texts: Sequence[str], speech: Sequence[Span]) -> list[Word]:
    """One word after another over the spans, each with the same share of their time."""
    total = sum(span.length_ms for span in speech)
    edges = [_at(total * i / len(texts), speech) for i in range(len(texts) + 1)]
    spans = zip(texts, edges[:-1], edges[1:], strict=True)
    return [Word(text, start, max(start, end), 1.0) for text, start, end in spans]


def _at(position_ms: float, speech: Sequence[Span]) -> int:
    for span in speech:
        if position_ms < span.length_ms:
            return span.start_ms + round(position_ms)
        position_ms -= span.length_ms
    return speech[-1].end_ms


def _language_of(texts: Sequence[str]) -> str:
    return "zh" if any(is_cjk(character) for text in texts for character in text) else "en"
