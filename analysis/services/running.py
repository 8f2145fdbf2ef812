"""Running a job: claim, look, store."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction

from analysis import codec
from analysis.contracts import EngineUse
from analysis.director import ALL_KINDS, SIGNAL_KINDS, SPEECH_KINDS, VIDEO_KINDS, Outcome, Task, analyse
from analysis.engines.base import EngineError, QuestionBrief
from analysis.engines.media import AudioTrack, MediaError
from analysis.engines.results import Reason, Transcript
from analysis.enums import KINDS_OF_ANALYSIS, JobKind
from analysis.models import AnalysisJob, EngineRun
from analysis.selectors import use_of
from analysis.services.engines import engine_set, recogniser
from analysis.services.imported import clip_of, imported_words
from analysis.services.progress import announce_progress
from analysis.services.voices import note_voice
from analysis.signals import answer_analysis_ended
from common import fetch, jobs, storage
from common.jobs import JobState
from interviews.enums import AnswerMode, AnswerStatus, InterviewOrigin
from interviews.models import Answer, Interview, InterviewQuestion, MediaFile
from interviews.selectors import answer_for_analysis, signals_withheld
from interviews.services import decline_follow_up, mark_answer, record_transcript, store_remote_media
from interviews.services.webhooks import announce_answer
from positions.enums import Modality

RUN_TASK = "analysis.run_job"
_TOLD_STEP = 0.2  # progress is told to the sockets in steps of this share

logger = structlog.get_logger(__name__)

_KINDS_OF = {Modality.VOICE: SIGNAL_KINDS - VIDEO_KINDS, Modality.FACE: VIDEO_KINDS}

_ANSWER_STATUS = {
    JobState.DONE: AnswerStatus.ANALYZED,
    JobState.PARTIAL: AnswerStatus.PARTIAL,
    JobState.FAILED: AnswerStatus.FAILED,
}


def run_job(job_id: int) -> None:
    """Do the job unless another worker has it. Recoverable failures are tried again, others are stored."""
    job = jobs.claim(AnalysisJob, job_id)
    if job is not None:
        _guarded(job, _look)


def recognise(job_id: int) -> None:
    """Only the words, for whoever waits for a follow-up; `run_job` goes on with the rest."""
    job = jobs.claim(AnalysisJob, job_id)
    if job is not None:
        _guarded(job, _listen)


def _guarded(job: AnalysisJob, work: Callable[[AnalysisJob], None]) -> None:
    """Keep the lease while ``work`` runs; whatever goes wrong ends as a state of the job."""
    if job.answer_id:
        mark_answer(job.answer, status=AnswerStatus.ANALYZING)
    try:
        with jobs.kept_lease(job):
            work(job)
    except jobs.LeaseLost:
        logger.warning("analysis_superseded", job=job.public_id)
    except MediaError as error:
        _fail(job, code=error.code, detail=str(error), retry=error.retryable)
    except fetch.FetchError as error:
        _fail(job, code=error.code, detail=error.detail, retry=error.retryable)
    except EngineError as error:
        _fail(job, code="engine_failed", detail=str(error), retry=error.retryable)
    except OSError as error:
        _fail(job, code="storage_failed", detail=str(error), retry=True)
    except Exception as error:
        logger.exception("analysis_crashed", job=job.public_id)
        _fail(job, code="internal_error", detail=type(error).__name__, retry=True)


def close_lost_jobs() -> None:
    """Tell of answers whose job failed for good while its worker was gone."""
    lost = AnalysisJob.objects.filter(
        state=JobState.FAILED, error_code="worker_lost", answer__status=AnswerStatus.ANALYZING
    )
    for job in lost.select_related("answer"):
        with transaction.atomic():
            _close_answer(job)


def _look(job: AnalysisJob) -> None:
    with ExitStack() as stack:
        task = _answer_task(job, stack) if job.kind == JobKind.ANSWER else _recording_task(job, stack)
        task = replace(task, known=task.known or _known_results(job))
        outcome = _analyse(job, task, stack)
    _store(job, task, outcome)


def _listen(job: AnalysisJob) -> None:
    with ExitStack() as stack:
        task = replace(_answer_task(job, stack), kinds=frozenset({"asr"}))
        outcome = _analyse(job, task, stack)
    with transaction.atomic():
        job.runs.all().delete()
        EngineRun.objects.bulk_create(row for row in _run_rows(job, outcome) if row.result is not None)
        jobs.hand_over(job, RUN_TASK)


def _analyse(job: AnalysisJob, task: Task, stack: ExitStack) -> Outcome:
    settings.ANALYSIS_WORK_DIR.mkdir(parents=True, exist_ok=True)
    workdir = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=settings.ANALYSIS_WORK_DIR)))
    return analyse(
        task,
        engines=engine_set(),
        workdir=workdir,
        frames_per_second=settings.ANALYSIS_FRAMES_PER_SECOND,
        watcher=_Watcher(job, task),
    )


def _known_results(job: AnalysisJob) -> tuple[tuple[EngineUse, Any], ...]:
    """What `recognise` left for this job."""
    runs = job.runs.filter(kind="asr", result__isnull=False)
    return tuple((use_of(run), codec.from_json(run.kind, run.result)) for run in runs)


def _answer_task(job: AnalysisJob, stack: ExitStack) -> Task:
    answer = answer_for_analysis(job.answer_id)
    mode, imported = answer.interview.mode, answer.interview.origin != InterviewOrigin.OWN
    withheld: dict[str, Reason] = {}
    if mode == AnswerMode.TEXT:
        reason = Reason.TRANSCRIPT_ONLY if imported else Reason.TEXT_ONLY
        withheld = dict.fromkeys(SPEECH_KINDS | VIDEO_KINDS, reason)
    elif mode == AnswerMode.AUDIO:
        withheld = dict.fromkeys(VIDEO_KINDS, Reason.NO_VIDEO)
    withheld = {**_withheld(answer.interview), **withheld}
    text_only = mode == AnswerMode.TEXT
    return Task(
        question=brief_of(answer.question),
        audio_path=None if text_only else _path(_sound_of(answer, withheld), stack),
        video_path=None if withheld.keys() & VIDEO_KINDS else _path(answer.video, stack),
        language=answer.interview.language,
        given_text=answer.client_transcript,
        withheld=withheld,
        clip=clip_of(answer),
        known=(imported_words(answer),) if imported else (),
    )


def _recording_task(job: AnalysisJob, stack: ExitStack) -> Task:
    kinds = frozenset().union(*(KINDS_OF_ANALYSIS[name] for name in job.requested))
    path = _path(job.media, stack)
    is_speech = job.kind == JobKind.SPEECH
    return Task(
        question=QuestionBrief(content=""),
        audio_path=path if is_speech else None,
        video_path=None if is_speech else path,
        language=job.interview.language,
        kinds=kinds & ALL_KINDS,
        withheld=_withheld(job.interview),
    )


def _withheld(interview: Interview) -> dict[str, Reason]:
    """What the candidate did not agree to having measured, and what the position does without."""
    withheld = signals_withheld(interview)
    return {kind: Reason(withheld[name]) for name, kinds in _KINDS_OF.items() if name in withheld for kind in kinds}


def _sound_of(answer: Answer, withheld: Mapping[str, Reason]) -> MediaFile | None:
    """Where the words are heard, also while the pictures must not be looked at."""
    return answer.audio or (answer.video if withheld.keys() & VIDEO_KINDS else None)


def _path(media: MediaFile | None, stack: ExitStack) -> Path | None:
    if media is None:
        return None
    stored = store_remote_media(media)
    return stack.enter_context(storage.media().local_path(stored.key))


def brief_of(question: InterviewQuestion) -> QuestionBrief:
    """What the engines are told of a question."""
    return QuestionBrief(
        content=question.content,
        type=question.type,
        difficulty=question.difficulty,
        reference_answer=question.reference_answer,
        scoring_points=tuple(question.scoring_points),
        parent_content=question.parent.content if question.parent else None,
    )


class _Watcher:
    """Stores the transcript as soon as it is there, for the follow-up, and keeps the progress."""

    def __init__(self, job: AnalysisJob, task: Task) -> None:
        self.job, self.task = job, task
        self.told = 0.0

    def on_result(self, kind: str, result: Any) -> None:
        if kind == "asr" and self.job.answer_id:
            engine = recogniser()
            _record(self.job.answer, result, engine=f"{engine.name} {engine.version}")

    def on_sound(self, track: AudioTrack) -> None:
        if self.job.answer_id and "prosody" in self.task.kinds:  # not while only the words are wanted
            note_voice(self.job.answer, track)

    def on_progress(self, share: float) -> None:
        jobs.report_progress(self.job, share * 0.95)
        if self.job.answer_id and share - self.told >= _TOLD_STEP:
            self.told = share
            announce_progress(self.job.answer, share * 0.95)


def _record(answer: Answer, transcript: Transcript, *, engine: str) -> None:
    record_transcript(
        answer,
        source=transcript.source,
        text=transcript.text,
        language=transcript.language,
        words=[{"text": w.text, "start_ms": w.start_ms, "end_ms": w.end_ms} for w in transcript.words],
        sentences=[{"text": s.text, "start_ms": s.start_ms, "end_ms": s.end_ms} for s in transcript.sentences],
        reason=transcript.reason,
        engine=engine,
    )


def _store(job: AnalysisJob, task: Task, outcome: Outcome) -> None:
    state = JobState.PARTIAL if outcome.failed_kinds or outcome.media_error else JobState.DONE
    code = outcome.media_error.code if outcome.media_error else ("engine_failed" if outcome.failed_kinds else "")
    errors = "; ".join(use.error for use in outcome.engines if use.error)
    with transaction.atomic():
        jobs.finish(job, state, error_code=code, error_detail=errors or str(outcome.media_error or ""))
        job.runs.all().delete()
        EngineRun.objects.bulk_create(_run_rows(job, outcome))
        job.missing = {kind: str(reason) for kind, reason in outcome.missing.items()}
        job.duration_ms, job.truncated = outcome.duration_ms, outcome.truncated
        job.save(update_fields=["missing", "duration_ms", "truncated"])
        if job.answer_id:
            if "asr" not in outcome.results and task.given_text.strip():
                given = Transcript(text=task.given_text, language=_known(task.language), source="client")
                _record(job.answer, given, engine="client")
            _close_answer(job)


def _run_rows(job: AnalysisJob, outcome: Outcome) -> list[EngineRun]:
    return [
        EngineRun(
            job=job,
            kind=use.kind,
            engine=use.name,
            version=use.version,
            parameters=dict(use.parameters),
            media_hash=use.media_hash or "",
            elapsed_ms=use.elapsed_ms or 0,
            error=use.error or "",
            result=codec.to_json(use.kind, outcome.results[use.kind]) if use.kind in outcome.results else None,
        )
        for use in outcome.engines
    ]


def _fail(job: AnalysisJob, *, code: str, detail: str, retry: bool) -> None:
    try:
        if retry and jobs.retry_later(job, error_code=code, error_detail=detail):
            return
        with transaction.atomic():
            jobs.finish(job, JobState.FAILED, error_code=code, error_detail=detail)
            if job.answer_id:
                _close_answer(job)
    except jobs.LeaseLost:
        logger.warning("analysis_superseded", job=job.public_id)


def _close_answer(job: AnalysisJob) -> None:
    answer = job.answer
    failure = job.error_code if job.state != JobState.DONE else ""
    mark_answer(answer, status=_ANSWER_STATUS[JobState(job.state)], failure=failure)
    if job.state == JobState.FAILED:
        decline_follow_up(answer, reason="analysis_failed")
    interview_id, answer_id = job.interview_id, answer.pk
    announce_answer(answer_id)
    transaction.on_commit(
        lambda: answer_analysis_ended.send(sender=AnalysisJob, interview_id=interview_id, answer_id=answer_id)
    )


def _known(language: str) -> str | None:
    return language if language in {"zh", "en"} else None
