"""Taking a recording while it is being made: its segments, their parts in order, and the end."""

from __future__ import annotations

import re
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock, storage
from common.errors import InvalidInput, NotFound, Unavailable
from interviews import rules
from interviews.enums import AnswerMode, InterviewStatus, MediaKind, MediaState
from interviews.errors import (
    InterviewOver,
    MediaNotWanted,
    NothingRecorded,
    PartOutOfOrder,
    RecordingOver,
    RetakesNotAllowed,
    UploadTooLarge,
)
from interviews.models import (
    Interview,
    InterviewQuestion,
    MediaFile,
    Recording,
    RecordingPart,
    RecordingSegment,
)
from interviews.services.answering import AnswerDraft, Submission, check_open, submit_answer
from interviews.services.joining import forget_parts
from interviews.services.lifecycle import locked, present_current_question, settle
from interviews.services.media import UNUSED_FOR, is_recording
from interviews.services.takes import length_ms, open_recordings

CLIENT_KEY = re.compile(r"^[0-9a-f]{32}$")
_RECORDINGS = re.compile(r"^(audio|video)/(webm|mp4|ogg|quicktime|x-matroska)(;[^\r\n]*)?$")
_MOST_SEGMENTS = 200  # of one take: so often a page may be loaded again
_LONGEST_PART_MS = 60_000


@transaction.atomic
def begin_segment(
    interview: Interview,
    *,
    actor: User,
    question_id: str,
    client_key: str,
    content_type: str,
    new_take: bool = False,
) -> RecordingSegment:
    """A place for what a recorder gives from now on; the same key again gives the same place.

    It continues the question's open take, or begins a new one where the position allows it. Raises `NotStarted`,
    `InterviewOver`, `QuestionNotCurrent`, `AnsweredAlready`, `TimeIsUp`, `RetakesNotAllowed`, `MediaNotWanted`,
    `NotFound`, `InvalidInput`."""
    _check_names(client_key, content_type)
    known = _segment(interview, client_key)
    if known is not None:
        return known
    interview = locked(interview)
    question = interview.questions.filter(question_id=question_id).first()
    if question is None:
        raise NotFound
    if interview.mode == AnswerMode.TEXT:
        raise MediaNotWanted
    check_open(interview, question, question.answers.filter(is_current=True).first())
    recording = _take(interview, question, actor=actor, content_type=content_type, new_take=new_take)
    number = recording.segments.count()
    if number >= _MOST_SEGMENTS:
        raise UploadTooLarge
    return RecordingSegment.objects.create(
        recording=recording, number=number, client_key=client_key, content_type=content_type
    )


def receive_part(interview: Interview, *, client_key: str, number: int, length_ms: int, body: IO[bytes]) -> int:
    """Store one part; the number of the part that comes next. A part that is there already changes nothing.

    Raises `NotFound` (no such segment), `InterviewOver`, `RecordingOver`, `PartOutOfOrder`, `UploadTooLarge`,
    `InvalidInput`, `Unavailable` (the store cannot be written)."""
    segment = _segment(interview, client_key)
    if segment is None:
        raise NotFound
    expected = segment.parts.count()
    if number < expected:
        return expected
    _check_running(interview, segment)
    if number > expected:
        raise PartOutOfOrder(expected=expected)
    content = _read(body, segment=segment, is_first=number == 0)
    key = _save(segment, number, content)
    try:
        with transaction.atomic():
            RecordingPart.objects.create(
                segment=segment,
                number=number,
                key=key,
                size=len(content),
                length_ms=min(max(0, length_ms), _LONGEST_PART_MS),
            )
    except IntegrityError:
        storage.media().delete(key)  # the same part came twice at once
    return number + 1


def finish_recording(
    interview: Interview, *, actor: User, question_id: str, transcript: str = "", waits: bool = False
) -> Submission:
    """Hand in the newest take of the question as its answer; takes before it are kept. Again: the first answer.

    Raises `NothingRecorded` where nothing came in, and what `submit_answer` raises."""
    question = interview.questions.filter(question_id=question_id).first()
    if question is None:
        raise NotFound
    newest = open_recordings(question).first()
    if newest is None:
        return _handed_in(interview, question)
    address = f"/v1/uploads/{newest.media.public_id}"
    draft = AnswerDraft(
        question_id=question_id,
        duration=round(length_ms(newest) / 1000),
        audio_url=address,
        video_url=address if interview.mode == AnswerMode.VIDEO else "",
        transcript=transcript,
    )
    return submit_answer(interview, actor=actor, draft=draft, waits=waits)


def tidy_recordings(*, limit: int = 200) -> int:
    """Remove what is left of recordings that were joined, and those that no answer took within two days."""
    joined = Recording.objects.filter(media__state=MediaState.STORED, segments__parts__isnull=False).distinct()
    unused = Recording.objects.filter(media__attached_at=None, started_at__lt=clock.now() - UNUSED_FOR)
    unused = unused.exclude(interview__status=InterviewStatus.IN_PROGRESS)
    count = 0
    for recording in [*joined[:limit], *unused.select_related("media")[:limit]]:
        forget_parts(recording)
        if recording.media.attached_at is None:
            recording.media.delete()
        count += 1
    return count


def _handed_in(interview: Interview, question: InterviewQuestion) -> Submission:
    answer = question.answers.filter(is_current=True, audio__recording__question=question).first()
    if answer is None:
        settle(interview)
        raise NothingRecorded
    return Submission(answer=answer, is_new=False, next_question=present_current_question(interview))


def _take(
    interview: Interview, question: InterviewQuestion, *, actor: User, content_type: str, new_take: bool
) -> Recording:
    latest = question.recordings.filter(finished_at=None).order_by("-take").first()
    begun = latest is not None and latest.segments.filter(parts__isnull=False).exists()
    if new_take and begun and not interview.retakes_allowed:
        raise RetakesNotAllowed
    if latest is not None and not (new_take and begun):
        return latest
    kind, subtype = content_type.split(";")[0].split("/")
    take = question.recordings.count() + 1
    media = MediaFile.objects.create(
        owner=actor,
        interview=interview,
        kind=MediaKind(kind),
        state=MediaState.PARTS,
        file_name=f"{question.question_id}-{take}.{subtype}",
        content_type=content_type.split(";")[0],
    )
    return Recording.objects.create(interview=interview, question=question, media=media, take=take)


def _check_names(client_key: str, content_type: str) -> None:
    if not CLIENT_KEY.match(client_key):
        raise InvalidInput.on("key", _("A key is 32 hexadecimal digits."))
    if len(content_type) > 100 or not _RECORDINGS.match(content_type):
        raise InvalidInput.on("content_type", _("This kind of recording is not accepted."))


def _segment(interview: Interview, client_key: str) -> RecordingSegment | None:
    found = RecordingSegment.objects.filter(recording__interview=interview, client_key=client_key)
    return found.select_related("recording").first()


def _check_running(interview: Interview, segment: RecordingSegment) -> None:
    if segment.recording.finished_at is not None:
        raise RecordingOver
    over = rules.is_overdue(interview.deadline_at, now=clock.now())
    if interview.status != InterviewStatus.IN_PROGRESS or over:
        raise InterviewOver


def _read(body: IO[bytes], *, segment: RecordingSegment, is_first: bool) -> bytes:
    content = body.read(settings.RECORDING_PART_MAX_BYTES + 1)
    if not content:
        raise InvalidInput.on("body", _("The part is empty."))
    stored = RecordingPart.objects.filter(segment__recording=segment.recording).aggregate(total=Sum("size"))
    total = (stored["total"] or 0) + len(content)
    if len(content) > settings.RECORDING_PART_MAX_BYTES or total > settings.UPLOAD_MAX_BYTES:
        raise UploadTooLarge
    if is_first and not is_recording(content[: storage.HEAD_BYTES]):
        raise InvalidInput.on("body", _("This file is not a recording."))
    return content


def _save(segment: RecordingSegment, number: int, content: bytes) -> str:
    recording = segment.recording
    folder = f"interviews/{recording.interview.public_id}/{recording.media.public_id}"
    try:
        return storage.media().save(f"{folder}/{segment.number:03}-{number:05}", ContentFile(content))
    except OSError:
        raise Unavailable from None
