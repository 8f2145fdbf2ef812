"""The interview made from turns that came from elsewhere: its rows, its questions and its answers."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from accounts.selectors import candidate_with_email
from common import clock, jobs
from common.ids import new_id
from interviews.enums import (
    AnswerMode,
    EndReason,
    FollowUpStatus,
    InterviewOrigin,
    InterviewStatus,
    MediaKind,
    TranscriptSource,
)
from interviews.importing.answers import sentences_in, words_of
from interviews.importing.models import ImportJob
from interviews.importing.pairing import BankQuestion, Pair, answer_text, pair_turns
from interviews.importing.parsed import Note, Unreadable
from interviews.importing.roles import CANDIDATE
from interviews.importing.texts import is_chinese
from interviews.models import Answer, AnswerTranscript, FollowUpRequest, Interview, InterviewQuestion, MediaFile
from interviews.rules import FOLLOW_UP_TIME_LIMIT
from interviews.services.conversations import store_turns
from interviews.services.webhooks import announce_end
from interviews.signals import answers_replaced, interview_ended
from interviews.transcripts.turns import Turn
from positions.enums import InterviewLanguage
from positions.models import Position
from questionbank.enums import Difficulty, QuestionType
from questionbank.models import Question
from questionbank.selectors import bank_of

_IMPROVISED_SECONDS = 180
_BEHAVIORAL_HINTS = (
    "经历",
    "举个例",
    "举例",
    "一次",
    "团队",
    "冲突",
    "合作",
    "tell me about a time",
    "a time when",
    "team",
)
_BASIC_HINTS = ("自我介绍", "介绍一下你自己", "introduce yourself", "about yourself", "离职", "规划", "薪资", "salary")


@dataclass(frozen=True, slots=True)
class _Planned:
    """A question that will be a row. ``parent`` is the place of its main question in the plan."""

    pair: Pair
    question_id: str
    answer_id: str
    order: int
    follow_up_number: int = 0
    parent: int | None = None


def take_turns(
    job: ImportJob,
    turns: Sequence[Turn],
    *,
    starts_at: dt.datetime | None,
    language: str,
    media: MediaFile | None,
) -> Interview:
    """Make the interview of ``job``, or update the one it made before: the same public id, everything else anew.

    Stores the interview, then its transcript; then its answers are given to analysis. Interrupted anywhere, the same
    call makes the same interview. ``media`` is the recording the turns are from, None for a transcript alone. Raises
    `common.jobs.LeaseLost` when another worker has the job, `Unreadable` ("withdrawn") when the candidate had this
    interview erased.
    """
    ordered = sorted(turns, key=lambda turn: turn.start_ms)
    begins_at = starts_at or _given_start(job, ends_ms=max((turn.end_ms for turn in ordered), default=0))
    spoken = _language(job, ordered, language)
    plan = _planned(ordered, bank_of(job.position))
    interview, is_new = _store_rows(job, ordered, plan, starts_at=begins_at, language=spoken, media=media)
    labelled = _labelled(ordered, plan)
    source = TranscriptSource.ASR if job.origin == InterviewOrigin.RECORDING else TranscriptSource.IMPORTED
    store_turns(interview, labelled, starts_at=begins_at, source=source, language=spoken)
    _tell(job, interview, plan, is_new=is_new, start_known=bool(starts_at or job.options.get("started_at")))
    return interview


def _given_start(job: ImportJob, *, ends_ms: int) -> dt.datetime:
    """What whoever imports it says, else so that it had ended when it was brought in."""
    given = job.options.get("started_at")
    return dt.datetime.fromisoformat(given) if given else job.created_at - dt.timedelta(milliseconds=ends_ms)


def _language(job: ImportJob, turns: Sequence[Turn], given: str) -> str:
    for known in (given, job.options.get("language"), job.position.language):
        if known and known != InterviewLanguage.AUTO:
            return known
    return "zh" if is_chinese(" ".join(turn.text for turn in turns)) else "en"


def _planned(turns: Sequence[Turn], bank: Sequence[Question]) -> list[_Planned]:
    pairs = pair_turns(turns, bank=[BankQuestion(question.public_id, question.content) for question in bank])
    plan: list[_Planned] = []
    followed: dict[int, int] = {}
    order = 0
    for pair in pairs:
        answer_id = new_id("ans") if pair.answered else ""
        if pair.follows is None:
            order += 1
            question_id = pair.bank_id or new_id("q")
            plan.append(_Planned(pair, question_id, answer_id, order))
            continue
        parent = plan[pair.follows]
        number = followed[pair.follows] = followed.get(pair.follows, 0) + 1
        name = f"{parent.question_id}_f{number}"
        plan.append(_Planned(pair, name, answer_id, parent.order, follow_up_number=number, parent=pair.follows))
    return plan


def _labelled(turns: Sequence[Turn], plan: Sequence[_Planned]) -> list[Turn]:
    """The turns with the ids of the questions they ask and the answers they give."""
    labelled = list(turns)
    for planned in plan:
        for place in planned.pair.asked:
            labelled[place] = replace(labelled[place], question_id=planned.question_id)
        for place in planned.pair.answered:
            labelled[place] = replace(labelled[place], question_id=planned.question_id, answer_id=planned.answer_id)
    return labelled


@transaction.atomic
def _store_rows(
    job: ImportJob,
    turns: Sequence[Turn],
    plan: Sequence[_Planned],
    *,
    starts_at: dt.datetime,
    language: str,
    media: MediaFile | None,
) -> tuple[Interview, bool]:
    jobs.report_progress(job, 0.6)
    interview = _existing(job)
    is_new = interview is None
    interview = _filled(interview or Interview(organization_id=job.organization_id), job, turns)
    ends_ms = max((turn.end_ms for turn in turns), default=0)
    interview.started_at, interview.ended_at = starts_at, starts_at + dt.timedelta(milliseconds=ends_ms)
    interview.duration_minutes = min(32_000, max(1, math.ceil(ends_ms / 60_000)))
    interview.language, interview.mode = language, _mode(media)
    interview.save()
    if media is not None and media.interview_id != interview.pk:
        MediaFile.objects.filter(pk=media.pk).update(interview=interview, attached_at=clock.now())
    interview.answers.all().delete()
    interview.questions.all().delete()
    _store_answers(interview, _store_questions(interview, job.position, turns, plan), turns, plan, media)
    job.interview = interview
    ImportJob.objects.filter(pk=job.pk).update(interview=interview)
    return interview, is_new


def _existing(job: ImportJob) -> Interview | None:
    """Raises `Unreadable` ("withdrawn") where the candidate had it erased."""
    found = _found(job)
    if found is not None and found.withdrawn_at is not None:
        raise Unreadable("withdrawn")
    return found


def _found(job: ImportJob) -> Interview | None:
    locked = Interview.objects.select_for_update(of=("self",))
    if job.interview_id:
        return locked.filter(pk=job.interview_id).first()
    if not job.external_id:
        return None
    known = {"organization_id": job.organization_id, "origin": job.origin, "external_id": job.external_id}
    return locked.filter(**known).first()


def _filled(interview: Interview, job: ImportJob, turns: Sequence[Turn]) -> Interview:
    options = job.options
    interview.position = job.position
    interview.origin, interview.external_id = job.origin, job.external_id
    interview.created_by_id = interview.created_by_id or job.created_by_id
    interview.timezone = job.position.timezone
    interview.candidate_email = options.get("candidate_email") or interview.candidate_email
    interview.candidate = candidate_with_email(interview.candidate_email) if interview.candidate_email else None
    interview.candidate_name = options.get("candidate_name") or _candidate_name(turns)
    interview.status, interview.end_reason = InterviewStatus.COMPLETED, EndReason.FINISHED
    interview.link_expires_at = interview.link_expires_at or clock.now()
    return interview


def _candidate_name(turns: Sequence[Turn]) -> str:
    names = (turn.voice.name_zh or turn.voice.name_en for turn in turns if turn.voice.role == CANDIDATE)
    return next((name for name in names if name), "")[:200]


def _mode(media: MediaFile | None) -> str:
    if media is None:
        return AnswerMode.TEXT
    return AnswerMode.VIDEO if media.kind == MediaKind.VIDEO else AnswerMode.AUDIO


def _store_questions(
    interview: Interview, position: Position, turns: Sequence[Turn], plan: Sequence[_Planned]
) -> list[InterviewQuestion]:
    bank = {question.public_id: question for question in bank_of(position)}
    rows: list[InterviewQuestion] = []
    for planned in plan:
        row = InterviewQuestion(
            interview=interview,
            question_id=planned.question_id,
            order=planned.order,
            follow_up_number=planned.follow_up_number,
            content=planned.pair.content,
            started_at=_moment(interview, max(turns[place].end_ms for place in planned.pair.asked)),
        )
        if planned.parent is not None:
            row.parent = rows[planned.parent]
            _inherit(row, row.parent, time_limit=min(row.parent.time_limit, FOLLOW_UP_TIME_LIMIT))
        elif planned.question_id in bank:
            _inherit(row, bank[planned.question_id], time_limit=bank[planned.question_id].time_limit)
        else:
            _improvise(row)
        row.save()
        rows.append(row)
    return rows


def _inherit(row: InterviewQuestion, model: InterviewQuestion | Question, *, time_limit: int) -> None:
    row.type, row.difficulty, row.time_limit = model.type, model.difficulty, time_limit
    row.follow_up_enabled = model.follow_up_enabled
    row.reference_answer, row.scoring_points = model.reference_answer, model.scoring_points


def _improvise(row: InterviewQuestion) -> None:
    """A question nobody wrote down before: no reference, no scoring points, a kind told from its words."""
    text = row.content.lower()
    kind = QuestionType.TECHNICAL
    if any(hint in text for hint in _BASIC_HINTS):
        kind = QuestionType.BASIC
    elif any(hint in text for hint in _BEHAVIORAL_HINTS):
        kind = QuestionType.BEHAVIORAL
    row.type, row.difficulty, row.time_limit = kind, Difficulty.MEDIUM, _IMPROVISED_SECONDS


def _store_answers(
    interview: Interview,
    questions: Sequence[InterviewQuestion],
    turns: Sequence[Turn],
    plan: Sequence[_Planned],
    media: MediaFile | None,
) -> None:
    for planned, question in zip(plan, questions, strict=True):
        if not planned.answer_id:
            continue
        said = [turns[place] for place in planned.pair.answered]
        start_ms, end_ms = said[0].start_ms, max(turn.end_ms for turn in said)
        text = answer_text(planned.pair, turns)
        answer = Answer.objects.create(
            public_id=planned.answer_id,
            interview=interview,
            organization_id=interview.organization_id,
            question=question,
            audio=media,
            video=media if media is not None and media.kind == MediaKind.VIDEO else None,
            clip_start_ms=start_ms,
            clip_end_ms=end_ms,
            client_transcript=text,
            duration=round((end_ms - start_ms) / 1000),
            fingerprint=hashlib.sha256(f"{start_ms}:{end_ms}:{text}".encode()).hexdigest(),
            submitted_at=_moment(interview, end_ms),
        )
        FollowUpRequest.objects.create(
            answer=answer, status=FollowUpStatus.NONE, reason="imported", decided_at=clock.now()
        )
        _store_transcript(answer, said, text, from_ms=start_ms)


def _store_transcript(answer: Answer, said: Sequence[Turn], text: str, *, from_ms: int) -> None:
    AnswerTranscript.objects.create(
        answer=answer,
        source="asr" if answer.interview.origin == InterviewOrigin.RECORDING else "imported",
        language=answer.interview.language,
        text=text,
        words=words_of(said, from_ms=from_ms),
        sentences=sentences_in(said, from_ms=from_ms),
        engine=answer.interview.origin,
    )


def _moment(interview: Interview, at_ms: int) -> dt.datetime:
    return interview.started_at + dt.timedelta(milliseconds=at_ms)


def add_notes(job: ImportJob, notes: list[Note]) -> None:
    """Keep what was odd with the job, each kind once."""
    stored = {note["code"]: note for note in job.notes}
    stored.update({note.code: {"code": note.code, "params": dict(note.params)} for note in notes})
    job.notes = list(stored.values())
    ImportJob.objects.filter(pk=job.pk).update(notes=job.notes)


@transaction.atomic
def _tell(job: ImportJob, interview: Interview, plan: Sequence[_Planned], *, is_new: bool, start_known: bool) -> None:
    """Say what is worth saying, and let analysis and report begin."""
    jobs.report_progress(job, 0.9)
    notes = []
    if not any(planned.answer_id for planned in plan):
        notes.append(Note("no_answers"))
    if not start_known:
        notes.append(Note("start_unknown"))
    add_notes(job, notes)
    pk = interview.pk
    if is_new:
        announce_end(pk)
        transaction.on_commit(lambda: interview_ended.send(sender=Interview, interview_id=pk))
    transaction.on_commit(lambda: answers_replaced.send(sender=Interview, interview_id=pk))
