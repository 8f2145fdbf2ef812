"""Indicators of wording, from the transcript alone; they serve typed answers too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import fmean, median

from analysis.contracts import AnswerResults, Evidence
from analysis.engines.results import Reason, Sentence, Transcript
from analysis.scoring.measurement import (
    Extractor,
    Measurement,
    Setting,
    measured,
    missing,
    reason_without,
    transcript_of,
)

# The window of the moving-average type-token ratio: 50 tokens, the shortest that Covington and McFall (2010)
# find stable. In Chinese a token is one character.
WINDOW = 50
FEWEST_SENTENCES = 3
_TOKEN = re.compile(r"[\u3400-\u9fff]|[a-z0-9]+(?:['’][a-z]+)?")


def tokens(text: str) -> list[str]:
    """Return the words of a text in lower case, each Chinese character for itself."""
    return _TOKEN.findall(text.lower())


def moving_type_token_ratio(words: Sequence[str], *, window: int = WINDOW) -> float:
    """Return the mean share of different words in all windows; needs at least one full window."""
    starts = range(len(words) - window + 1)
    return fmean(len(set(words[start : start + window])) / window for start in starts)


def vocabulary(answer: AnswerResults, setting: Setting) -> Measurement:
    """How varied the words are (0-1)."""
    transcript = transcript_of(answer)
    reason = _reason_without_text(answer, transcript)
    if transcript is None or reason:
        return missing(reason or Reason.NO_TRANSCRIPT)
    words = tokens(transcript.text)
    if len(words) < WINDOW:
        return missing(Reason.TOO_SHORT)
    return measured(moving_type_token_ratio(words))


def sentence_length(answer: AnswerResults, setting: Setting) -> Measurement:
    """Words (Chinese characters) in the middling sentence; the longest is shown."""
    transcript = transcript_of(answer)
    reason = _reason_without_text(answer, transcript)
    if transcript is None or reason:
        return missing(reason or Reason.NO_TRANSCRIPT)
    counted = [(len(tokens(sentence.text)), sentence) for sentence in transcript.sentences]
    counted = [(count, sentence) for count, sentence in counted if count]
    if len(counted) < FEWEST_SENTENCES:
        return missing(Reason.TOO_SHORT)
    longest = max(counted, key=lambda pair: pair[0])[1]
    return measured(median(count for count, _ in counted), (_place(answer, longest),))


def _place(answer: AnswerResults, sentence: Sentence) -> Evidence:
    return Evidence(answer.question_id, sentence.start_ms, sentence.end_ms, sentence.text)


def _reason_without_text(answer: AnswerResults, transcript: Transcript | None) -> str | None:
    if transcript is None:
        return reason_without(answer, "asr")
    return None if transcript.text.strip() else str(transcript.reason or Reason.NO_SPEECH)


TEXT_INDICATORS: Mapping[str, Extractor] = {"vocabulary": vocabulary, "sentence_length": sentence_length}
