"""Reading interviews as other products' clients see them: as records with a transcript."""

from __future__ import annotations

from typing import Any

from interviews.enums import InterviewStatus, TranscriptState
from interviews.errors import NoSuchRecord, NothingSaid, NoTranscript, TranscriptBeingMade
from interviews.models import Conversation, Interview
from interviews.selectors.conversations import transcript_of, with_transcripts


def record_visible_to(actor: Any, record_id: str) -> Interview:
    """The interview, read `with_transcripts`. Raises `NoSuchRecord` when missing or out of scope."""
    found = with_transcripts(Interview.objects.visible_to(actor)).filter(public_id=record_id).first()
    if found is None:
        raise NoSuchRecord
    return found


def finished_transcript(record: Any) -> Conversation:
    """The transcript of `record_visible_to` once it is whole. Raises `NoTranscript` where there will be none,
    `TranscriptBeingMade` while more may come, `NothingSaid` for an empty one."""
    conversation = transcript_of(record)
    if conversation is None and not _was_held(record):
        raise NoTranscript
    if conversation is None or _is_growing(record, conversation):
        raise TranscriptBeingMade
    if record.last_number is None:
        raise NothingSaid
    return conversation


def paragraph_spans(conversation: Conversation) -> list[tuple[int, int, int]]:
    """(number, start_ms, end_ms) of every paragraph."""
    return list(conversation.paragraphs.order_by("number").values_list("number", "start_ms", "end_ms"))


def _was_held(interview: Interview) -> bool:
    """An interview that ran out of time unanswered was started, and still has nothing to write down."""
    return interview.status in (InterviewStatus.IN_PROGRESS, InterviewStatus.COMPLETED)


def _is_growing(interview: Interview, conversation: Conversation) -> bool:
    return interview.status == InterviewStatus.IN_PROGRESS or conversation.state == TranscriptState.MAKING
