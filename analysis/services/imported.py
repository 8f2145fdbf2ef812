"""Answers of interviews that were held elsewhere: their words are known, and they are part of a longer recording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.contracts import EngineUse
from analysis.engines.media import Clip
from analysis.engines.prosody.pauses import MIN_PAUSE_MS
from analysis.engines.results import Reason, Sentence, Span, Transcript, Word
from interviews.models import Answer


def clip_of(answer: Answer) -> Clip | None:
    """The answer's part of its recording; None where it has all of one, or none."""
    if answer.clip_start_ms is None or answer.audio_id is None:
        return None
    return Clip(answer.clip_start_ms, answer.clip_end_ms)


def imported_words(answer: Answer) -> tuple[EngineUse, Transcript]:
    """The transcript the answer came with, as a result: it is not recognised again."""
    stored = answer.transcript
    words = tuple(Word(word["text"], word["start_ms"], word["end_ms"]) for word in stored.words)
    transcript = Transcript(
        text=stored.text,
        language=stored.language or None,
        words=words,
        sentences=tuple(Sentence(one["text"], one["start_ms"], one["end_ms"]) for one in stored.sentences),
        speech=_speech(stored.words) if answer.audio_id else (),
        source=stored.source,
        reason=None if stored.text.strip() else Reason.NO_SPEECH,
    )
    parameters: dict[str, Any] = {"source": stored.engine}
    return EngineUse(kind="asr", name="imported", version="1", parameters=parameters), transcript


def _speech(words: Sequence[dict[str, Any]]) -> tuple[Span, ...]:
    """Stretches of words with no pause between them: where the candidate speaks, and nobody else."""
    spans: list[Span] = []
    for word in words:
        if spans and word["start_ms"] - spans[-1].end_ms < MIN_PAUSE_MS:
            spans[-1] = Span(spans[-1].start_ms, max(spans[-1].end_ms, word["end_ms"]))
        else:
            spans.append(Span(word["start_ms"], word["end_ms"]))
    return tuple(spans)
