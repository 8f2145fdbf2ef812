"""Which answers have words that a person put right, and these words as the engines read them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from analysis.contracts import AnswerResults, Transcript
from analysis.contracts import Sentence as Said
from interviews.models import Conversation, Correction, Interview, Sentence


def corrected_at(interview: Interview) -> dt.datetime | None:
    """When the transcript was last put right; None where nobody did."""
    found = Correction.objects.filter(conversation__interview=interview).order_by("-corrected_at")
    return found.values_list("corrected_at", flat=True).first()


def is_being_made(interview: Interview) -> bool:
    """Whether corrections wait for the worker that puts them into the transcript."""
    return Conversation.objects.filter(interview=interview, requested_at__isnull=False).exists()


def corrected_sentences(interview: Interview) -> dict[str, list[Sentence]]:
    """By the answer's public id every sentence of it, for answers with at least one corrected sentence."""
    rows = Sentence.objects.filter(conversation__interview=interview).exclude(paragraph__answer_id="")
    touched = rows.exclude(original_text="").values_list("paragraph__answer_id", flat=True)
    found: dict[str, list[Sentence]] = defaultdict(list)
    rows = rows.filter(paragraph__answer_id__in=set(touched)).select_related("paragraph").order_by("number")
    for sentence in rows:
        found[sentence.paragraph.answer_id].append(sentence)
    return dict(found)


def fingerprint_of(sentences: Sequence[Sentence]) -> str:
    """The same for the same words at the same times."""
    said = [(sentence.start_ms, sentence.text) for sentence in sentences]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def transcript_of(answer: AnswerResults, sentences: Sequence[Sentence]) -> Transcript:
    """The corrected words with times from the start of the answer. Where somebody spoke and in which language stays as
    it was recognised."""
    recognised = answer.results.get("asr")
    before = recognised if isinstance(recognised, Transcript) else Transcript(text="", language=None, source="client")
    has_times = any(said.start_ms is not None for said in before.sentences) or not before.sentences
    shift = answer.offset_ms
    said = tuple(
        Said(
            text=sentence.text,
            start_ms=max(0, sentence.start_ms - shift) if has_times else None,
            end_ms=max(0, sentence.end_ms - shift) if has_times else None,
        )
        for sentence in sentences
    )
    joint = " " if before.language == "en" else ""
    return replace(before, text=joint.join(one.text for one in said), sentences=said, words=(), reason=None)
