"""Everything an interview keeps about its candidate, for the candidate. Questions' reference answers are not theirs."""

from __future__ import annotations

from typing import Any

from common import clock, storage
from interviews.enums import MediaState
from interviews.models import Answer, Conversation, Interview, MediaFile
from interviews.selectors.live import live_samples

SCHEMA = 1


def exported(interview: Interview, *, base_url: str) -> dict[str, Any]:
    """JSON-ready. Addresses of recordings are signed and expire (`recordings_of`)."""
    conversation = Conversation.objects.filter(interview=interview).first()
    return {
        "schema": SCHEMA,
        "exported_at": clock.iso(clock.now()),
        "interview": _interview(interview),
        "candidate": _candidate(interview),
        "consents": [_consent(consent) for consent in interview.consents.all()],
        "questions": list(interview.questions.values("question_id", "order", "follow_up_number", "content", "type")),
        "answers": [_answer(answer) for answer in interview.answers.select_related("question", "transcript")],
        "recordings": recordings_of(interview, base_url=base_url),
        "transcript": _transcript(conversation) if conversation else None,
        "live_samples": live_samples(interview),
        "integrity_signals": [
            {**row, "at": clock.iso(row["at"])}
            for row in interview.integrity_signals.values("kind", "at", "at_ms", "context", "question__question_id")
        ],
    }


def recordings_of(interview: Interview, *, base_url: str) -> list[dict[str, Any]]:
    """The stored files with addresses that read them for a while."""
    files = MediaFile.objects.filter(interview=interview, state=MediaState.STORED, key__isnull=False)
    return [
        {
            "file_name": file.file_name,
            "kind": file.kind,
            "size": file.size,
            "created_at": clock.iso(file.created_at),
            "address": storage.media().read_url(key=str(file.key), base_url=base_url),
        }
        for file in files.order_by("created_at", "pk")
    ]


def _interview(interview: Interview) -> dict[str, Any]:
    names = ("status", "end_reason", "interviewer_style", "mode", "language", "timezone", "duration_minutes")
    moments = ("created_at", "link_expires_at", "started_at", "ended_at", "withdrawn_at", "erased_at")
    return {
        "interview_id": interview.public_id,
        "position": interview.position.title,
        "organization": interview.organization.name,
        **{name: getattr(interview, name) for name in names},
        **{name: clock.iso(getattr(interview, name)) for name in moments},
        "accommodations": {
            "extra_time": interview.accommodations.extra_time,
            "captions": interview.accommodations.captions,
            "no_countdown": interview.accommodations.no_countdown,
        },
    }


def _candidate(interview: Interview) -> dict[str, Any]:
    account = interview.candidate
    return {
        "name": account.username if account else interview.candidate_name,
        "email": account.email if account else interview.candidate_email,
        "phone": account.phone if account else "",
    }


def _consent(consent: Any) -> dict[str, Any]:
    names = ("kind", "given", "text_version", "language")
    return {**{name: getattr(consent, name) for name in names}, "at": clock.iso(consent.at)}


def _answer(answer: Answer) -> dict[str, Any]:
    recognised = getattr(answer, "transcript", None)
    return {
        "answer_id": answer.public_id,
        "question_id": answer.question.question_id,
        "take": answer.take,
        "counts": answer.is_current,
        "duration": answer.duration,
        "is_late": answer.is_late,
        "submitted_at": clock.iso(answer.submitted_at),
        "given_text": answer.client_transcript,
        "recognised_text": recognised.text if recognised else None,
        "words": recognised.words if recognised else [],
    }


def _transcript(conversation: Conversation) -> dict[str, Any]:
    sentences = conversation.sentences.select_related("paragraph__speaker").order_by("number")
    return {
        "started_at": clock.iso(conversation.starts_at),
        "language": conversation.language,
        "sentences": [
            {
                "speaker": sentence.paragraph.speaker.role,
                "start_ms": sentence.start_ms,
                "end_ms": sentence.end_ms,
                "text": sentence.text,
                "recognised_text": sentence.original_text or None,
            }
            for sentence in sentences
        ],
    }
