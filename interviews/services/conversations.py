"""The transcript of a whole interview: asked for when a part of it changes, made by a worker from its turns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.selectors import demand_recruiter
from common import clock, jobs
from common.audit.enums import Verb
from common.audit.writing import record
from common.errors import InvalidInput, NotAllowed, NotFound
from interviews.enums import InterviewOrigin, SpeakerRole, TranscriptSource, TranscriptState
from interviews.errors import TranscriptClosed
from interviews.models import Conversation, Correction, Interview, Sentence, Speaker
from interviews.rules import correction_closes_at
from interviews.services.conversation_rows import RevisionLost, write_paragraphs
from interviews.services.conversation_turns import is_finished, language_of, spoken_turns
from interviews.transcripts.draft import fingerprint_of, paragraphs_of, tidied
from interviews.transcripts.tidying.by_model import model_in_use
from interviews.transcripts.turns import Turn, Voice, Word

BUILD_TASK = "interviews.build_conversation"
FORGOTTEN_AFTER = dt.timedelta(seconds=30)
_TRIES = 5


def request_conversation(interview: Interview) -> None:
    """Have the transcript made, or made anew, after commit.

    The wish is kept in the row: however many come before a worker has begun, one build answers them all, and one that
    the broker lost is sent again by `sweep_conversations`. An imported transcript is made anew from its own rows.
    """
    if interview.erased_at is not None:
        return
    if interview.origin == InterviewOrigin.OWN and interview.started_at is not None:
        _row_of(interview, starts_at=interview.started_at, source=TranscriptSource.ASR)
    rows, now = Conversation.objects.filter(interview_id=interview.pk), clock.now()
    if rows.filter(requested_at=None).update(requested_at=now):
        jobs.enqueue(BUILD_TASK, interview.pk)
    else:
        rows.update(requested_at=now)


def build_conversation(interview_pk: int) -> None:
    """Make the transcript from what was said so far, once more when it was asked for meanwhile."""
    rows = Conversation.objects.filter(interview_id=interview_pk)
    for _try in range(_TRIES):
        wish = rows.values_list("requested_at", flat=True).first()
        _build(Interview.objects.select_related("candidate").get(pk=interview_pk))
        if wish is None or rows.filter(requested_at=wish).update(requested_at=None):
            return


def sweep_conversations(*, limit: int = 100) -> int:
    """Send again what was asked for and forgotten; how many there were. For the beat."""
    late = Conversation.objects.filter(requested_at__lt=clock.now() - FORGOTTEN_AFTER)
    keys = list(late.order_by("requested_at").values_list("interview_id", flat=True)[:limit])
    if keys:
        late.filter(interview_id__in=keys).update(requested_at=clock.now())
    for key in keys:
        jobs.enqueue(BUILD_TASK, key)
    return len(keys)


def store_turns(
    interview: Interview,
    turns: Sequence[Turn],
    *,
    starts_at: dt.datetime,
    source: str,
    language: str,
    speakers_known: bool = True,
    ready: bool = True,
) -> Conversation:
    """Cut, tidy and store ``turns`` as the interview's transcript; a new revision when anything said changed.

    Everything is worked out first; then what differs from the rows there are is written in one short transaction.
    Corrections that people made are put in again. ``ready``: nothing more is to come.
    """
    said = {
        "starts_at": starts_at,
        "source": source,
        "language": language,
        "speakers_known": speakers_known,
        "state": TranscriptState.READY if ready else TranscriptState.MAKING,
    }
    for _try in range(_TRIES):
        try:
            return _store(_row_of(interview, starts_at=starts_at, source=source), turns, said, final=ready)
        except RevisionLost as lost:
            error = lost
    raise error


def turns_of(conversation: Conversation) -> list[Turn]:
    """The stored transcript as turns again, one for each sentence; storing them gives the same rows."""
    voices = {speaker.pk: _voice(speaker) for speaker in conversation.speakers.all()}
    turns: list[Turn] = []
    latest: int | None = None
    for sentence in conversation.sentences.select_related("paragraph").order_by("number").iterator(500):
        turns.append(_turn(sentence, voices, continues=sentence.paragraph_id == latest))
        latest = sentence.paragraph_id
    return turns


@transaction.atomic
def relabel_speakers(conversation: Conversation, roles: Mapping[str, str]) -> None:
    """Say who is who: a `SpeakerRole` by speaker key. Every paragraph follows its speaker."""
    changed = 0
    for key, role in roles.items():
        changed += conversation.speakers.filter(key=key).exclude(role=role).update(role=SpeakerRole(role))
    if changed:
        Conversation.objects.filter(pk=conversation.pk).update(
            revision=F("revision") + 1, fingerprint="", updated_at=clock.now()
        )
        conversation.refresh_from_db()


@transaction.atomic
def correct_sentence(conversation: Conversation, *, number: int, text: str, actor: User) -> Correction:
    """Put right what was recognised; the words get their times from the old ones when a worker makes the transcript
    anew. What was recognised is kept, and a correction outlives every new revision.

    Members may at any time, the candidate in own sentences until the transcript is ready, and for
    `TRANSCRIPT_CORRECTION_HOURS` after the end of an own interview. Raises `NotFound`, `NotAllowed`,
    `TranscriptClosed`, `InvalidInput`."""
    sentence = conversation.sentences.select_related("paragraph__speaker").filter(number=number).first()
    if sentence is None:
        raise NotFound
    _check_may_correct(conversation, sentence, actor)
    text = " ".join(text.replace("\x00", " ").split())
    if not any(character.isalnum() for character in text):
        raise InvalidInput
    correction, _created = Correction.objects.update_or_create(
        conversation=conversation,
        start_ms=sentence.start_ms,
        original_text=sentence.original_text or sentence.text,
        defaults={"text": text, "corrected_by": actor, "corrected_at": clock.now()},
    )
    request_conversation(conversation.interview)
    record(
        Verb.TRANSCRIPT_CORRECTED,
        organization_id=conversation.interview.organization_id,
        about=conversation.interview.public_id,
        actor=actor,
        facts={"sentence": number},
    )
    return correction


def _check_may_correct(conversation: Conversation, sentence: Sentence, actor: User) -> None:
    interview = conversation.interview
    if interview.candidate_id == actor.pk:
        if sentence.paragraph.speaker.role != SpeakerRole.CANDIDATE:
            raise NotAllowed
        if not may_still_correct(conversation, interview):
            raise TranscriptClosed
    else:
        demand_recruiter(actor, interview.organization_id)


def may_still_correct(conversation: Conversation, interview: Interview) -> bool:
    """Whether the candidate may still put own sentences right."""
    closes_at = correction_closes_at(interview)
    is_late = closes_at is None or clock.now() >= closes_at or interview.origin != InterviewOrigin.OWN
    return conversation.state != TranscriptState.READY or not is_late


def _row_of(interview: Interview, *, starts_at: dt.datetime, source: str) -> Conversation:
    made = {"starts_at": starts_at, "source": source}
    return Conversation.objects.get_or_create(interview_id=interview.pk, defaults=made)[0]


def _build(interview: Interview) -> None:
    if interview.erased_at is not None:
        return
    if interview.origin == InterviewOrigin.OWN:
        if interview.started_at is not None:
            finished = is_finished(interview)
            turns = spoken_turns(interview)
            asr, language = TranscriptSource.ASR, language_of(interview, turns)
            store_turns(interview, turns, starts_at=interview.started_at, source=asr, language=language, ready=finished)
        return
    row = Conversation.objects.filter(interview_id=interview.pk).first()
    if row is not None:
        store_turns(
            interview,
            turns_of(row),
            starts_at=row.starts_at,
            source=row.source,
            language=row.language,
            speakers_known=row.speakers_known,
            ready=row.state == TranscriptState.READY,
        )


def _store(row: Conversation, turns: Sequence[Turn], said: dict[str, Any], *, final: bool) -> Conversation:
    corrections = {(one.start_ms, one.original_text): one.text for one in row.corrections.all()}
    model = model_in_use() if final else None
    fingerprint = fingerprint_of(turns, corrections, by="llm" if model else "rules")
    if row.fingerprint == fingerprint:
        return _restated(row, said)
    paragraphs = paragraphs_of(turns, corrections)
    by, keywords = tidied(paragraphs, model=model)
    values = {
        **said,
        "fingerprint": fingerprint,
        "tidied_by": by,
        "keywords": keywords,
        "duration_ms": max((paragraph.end_ms for paragraph in paragraphs), default=0),
    }
    voices = {turn.voice.key: turn.voice for turn in turns}
    write_paragraphs(row, paragraphs, voices=voices, values=values)
    return row


def _restated(row: Conversation, said: dict[str, Any]) -> Conversation:
    """Nothing new was said; the rest may still have changed."""
    if any(getattr(row, name) != value for name, value in said.items()):
        Conversation.objects.filter(pk=row.pk).update(**said, updated_at=clock.now())
        row.refresh_from_db()
    return row


def _voice(speaker: Speaker) -> Voice:
    return Voice(
        key=speaker.key,
        role=speaker.role,
        name_zh=speaker.name_zh,
        name_en=speaker.name_en,
        user_id=speaker.user_id,
    )


def _turn(sentence: Sentence, voices: Mapping[int, Voice], *, continues: bool) -> Turn:
    paragraph = sentence.paragraph
    return Turn(
        voice=voices[paragraph.speaker_id],
        start_ms=sentence.start_ms,
        end_ms=sentence.end_ms,
        text=sentence.text,
        words=tuple(Word(*word) for word in sentence.words),
        source=sentence.source,
        question_id=paragraph.question_id,
        answer_id=paragraph.answer_id,
        overlaps=paragraph.overlaps,
        whole=True,
        continues=continues,
    )
