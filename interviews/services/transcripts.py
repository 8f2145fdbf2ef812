"""What analysis writes back: the transcript and how far the answer is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from interviews.models import Answer
from interviews.signals import answer_marked, transcript_recorded
from interviews.transcripts.models import AnswerTranscript


@transaction.atomic
def record_transcript(
    answer: Answer,
    *,
    source: str,
    text: str,
    language: str | None,
    words: Sequence[dict[str, Any]],
    sentences: Sequence[dict[str, Any]],
    reason: str | None,
    engine: str,
) -> AnswerTranscript:
    """Store (or replace) the transcript of ``answer``; signalled after commit."""
    transcript, _created = AnswerTranscript.objects.update_or_create(
        answer=answer,
        defaults={
            "source": source,
            "text": text,
            "language": language or "",
            "words": list(words),
            "sentences": list(sentences),
            "reason": reason or "",
            "engine": engine,
        },
    )
    transaction.on_commit(lambda: transcript_recorded.send(sender=AnswerTranscript, answer_id=answer.pk))
    return transcript


def mark_answer(answer: Answer, *, status: str, failure: str = "") -> None:
    """Say how far the analysis of ``answer`` is; signalled after commit."""
    Answer.objects.filter(pk=answer.pk).update(status=status, failure=failure)
    transaction.on_commit(lambda: answer_marked.send(sender=Answer, answer_id=answer.pk))
