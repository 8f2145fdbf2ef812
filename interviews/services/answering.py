"""Taking an answer."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.errors import InvalidInput, NotFound
from interviews import rules
from interviews.enums import AnswerMode, FollowUpStatus, InterviewStatus
from interviews.errors import AnsweredAlready, InterviewOver, NotStarted, QuestionNotCurrent, TimeIsUp
from interviews.models import Answer, Interview, InterviewQuestion
from interviews.services import events
from interviews.services.follow_ups import request_follow_up
from interviews.services.lifecycle import course_now, locked, present_current_question, settle
from interviews.services.media import attach_media
from interviews.services.takes import close_takes
from interviews.signals import answer_submitted


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What a client sends for one question. ``audio_url``/``video_url``: an upload of ours or an address elsewhere."""

    question_id: str
    duration: int
    audio_url: str = ""
    video_url: str = ""
    transcript: str = ""
    is_typed: bool = False  # the candidate could not be recorded and typed the answer

    @property
    def fingerprint(self) -> str:
        given = {name: value for name, value in asdict(self).items() if name != "is_typed" or value}
        return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Submission:
    """The stored answer, whether it is new, and what is asked next."""

    answer: Answer
    is_new: bool
    next_question: InterviewQuestion | None


def submit_answer(interview: Interview, *, actor: User, draft: AnswerDraft, waits: bool = False) -> Submission:
    """Store the answer, show the next question, ask for a follow-up; analysis hears of it after commit.

    With ``waits`` the next question is not shown while a follow-up may still come: its clock starts when the caller
    presents it. The same draft again gives the first answer. Raises `NotStarted`, `InterviewOver`,
    `QuestionNotCurrent`, `AnsweredAlready`, `TimeIsUp`, `NotFound` (no such question here), `InvalidInput` (media)."""
    settle(interview)
    with transaction.atomic():
        return _submit(locked(interview), actor=actor, draft=draft, waits=waits)


def _submit(interview: Interview, *, actor: User, draft: AnswerDraft, waits: bool) -> Submission:
    question = interview.questions.filter(question_id=draft.question_id).first()
    if question is None:
        raise NotFound
    previous = question.answers.filter(is_current=True).first()
    if previous is not None and previous.fingerprint == draft.fingerprint:
        return Submission(answer=previous, is_new=False, next_question=present_current_question(interview))
    check_open(interview, question, previous)
    answer = _store(interview, question, previous, actor=actor, draft=draft)
    events.tell_answer_received(answer)
    request = request_follow_up(answer)
    transaction.on_commit(lambda: answer_submitted.send(sender=Answer, answer_id=answer.pk))
    may_wait = waits and request.status == FollowUpStatus.PENDING
    upcoming = course_now(interview).current if may_wait else present_current_question(interview)
    return Submission(answer=answer, is_new=True, next_question=upcoming)


def check_open(interview: Interview, question: InterviewQuestion, previous: Answer | None) -> None:
    """Raises what `submit_answer` raises where the question takes no answer now."""
    if interview.status == InterviewStatus.CREATED:
        raise NotStarted
    if interview.status != InterviewStatus.IN_PROGRESS:
        raise InterviewOver
    if previous is not None:
        if not interview.retakes_allowed:
            raise AnsweredAlready
        return
    course = course_now(interview)
    now = clock.now()
    if question.timed_out_at or rules.is_overdue(question.deadline_at, now=now):
        raise TimeIsUp
    if not course.accepts(question):
        raise QuestionNotCurrent


def _store(
    interview: Interview, question: InterviewQuestion, previous: Answer | None, *, actor: User, draft: AnswerDraft
) -> Answer:
    _check_complete(interview, draft)
    now = clock.now()
    audio = attach_media(draft.audio_url, field="audio_url", interview=interview, actor=actor)
    video = attach_media(draft.video_url, field="video_url", interview=interview, actor=actor, also=audio)
    if previous is not None:
        previous.is_current = False
        previous.save(update_fields=["is_current"])
    close_takes(question, but=audio)
    late = rules.is_late(question.deadline_at, now=now) or rules.is_late(interview.deadline_at, now=now)
    return Answer.objects.create(
        interview=interview,
        organization_id=interview.organization_id,
        question=question,
        take=question.answers.count() + 1,
        audio=audio,
        video=video,
        client_transcript=draft.transcript,
        duration=draft.duration,
        is_late=late,
        fingerprint=draft.fingerprint,
        submitted_at=now,
    )


_NEEDED = {
    AnswerMode.VIDEO: ("audio_url", "video_url"),
    AnswerMode.AUDIO: ("audio_url",),
    AnswerMode.TEXT: ("transcript",),
}


def _check_complete(interview: Interview, draft: AnswerDraft) -> None:
    mode = AnswerMode.TEXT if draft.is_typed else AnswerMode(interview.mode)
    missing = [name for name in _NEEDED[mode] if not getattr(draft, name).strip()]
    if missing:
        sentence = _("This field is required.")
        raise InvalidInput(errors={name: [sentence] for name in missing})
