"""Bringing in an interview that people held elsewhere: asked for, read, stored, and its speakers put right."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock, jobs, storage
from common.audit.enums import Verb
from common.audit.writing import record
from common.errors import InvalidInput
from common.jobs import JobState
from common.secrets import SealBroken
from interviews.enums import InterviewOrigin, SpeakerRole
from interviews.importing.errors import ImportRunning, NotImported, TranscriptTooLarge
from interviews.importing.models import ImportJob, RemoteAccount
from interviews.importing.parsed import Imported, Note, Unreadable
from interviews.importing.pulling.far_side import FarSideError, Reader
from interviews.importing.pulling.reading import json_list, read_all
from interviews.importing.roles import CANDIDATE, INTERVIEWER, guess_roles, how_sure, with_names, with_roles
from interviews.importing.sniffing import read_transcript
from interviews.models import Interview, MediaFile
from interviews.services.conversations import turns_of
from interviews.services.imported_interviews import add_notes, take_turns
from interviews.services.kept_pages import Pages
from interviews.services.media import take_upload
from interviews.services.remote_accounts import credentials_of
from interviews.transcripts.turns import Turn, Voice, Word
from positions.models import Position

__all__ = [
    "CANDIDATE",
    "INTERVIEWER",
    "ImportDraft",
    "Imported",
    "Note",
    "Turn",
    "Unreadable",
    "Voice",
    "Word",
    "add_notes",
    "failure_params",
    "given_names",
    "guess_roles",
    "how_sure",
    "run_import",
    "start_import",
    "swap_speakers",
    "sweep_imports",
    "take_turns",
    "with_names",
    "with_roles",
]

RUN_TASK = "interviews.run_import"
TRANSCRIBE_TASK = "analysis.transcribe_recording"
# Notes that no longer hold once somebody said who is who.
GUESSES = ("roles_guessed", "voices_guessed", "speakers_unknown")
PULLED = (InterviewOrigin.FEISHU, InterviewOrigin.TENCENT)

_PIECE, _IN_MEMORY = 64 * 1024, 1024 * 1024

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ImportDraft:
    """What somebody asks to bring in.

    ``source`` is an `InterviewOrigin`. Feishu and Tencent Meeting need ``external_id`` and ``account``; a transcript
    its ``content``; a recording ``recording``, a file or an upload's address. The candidate is known by e-mail or name;
    ``started_at`` says when it was held, where the source does not.
    """

    source: str
    external_id: str = ""
    account: RemoteAccount | None = None
    content: IO[bytes] | None = None
    recording: MediaFile | str = ""
    file_name: str = ""
    language: str = ""
    speaker_count: int | None = None
    candidate_email: str = ""
    candidate_name: str = ""
    started_at: dt.datetime | None = None

    @property
    def options(self) -> dict[str, Any]:
        return {
            "language": self.language,
            "speaker_count": self.speaker_count,
            "candidate_email": self.candidate_email.strip().lower(),
            "candidate_name": self.candidate_name.strip(),
            "started_at": clock.iso(self.started_at),
        }


def start_import(*, position: Position, actor: User, draft: ImportDraft) -> ImportJob:
    """Check what was asked for, keep it, and give it to a worker after commit.

    Raises `InvalidInput` (something needed is missing, the recording cannot be used) and `TranscriptTooLarge`.
    """
    job = ImportJob(
        organization_id=position.organization_id,
        position=position,
        created_by=actor,
        origin=draft.source,
        external_id=draft.external_id.strip(),
        file_name=Path(draft.file_name).name[-255:],
        options=draft.options,
    )
    _FILLERS[draft.source](job, draft, actor)
    with transaction.atomic():
        if job.media is not None:
            job.media.save(update_fields=["attached_at", "state", "size"])
        job.save()
        _hand_out(job)
    return job


def run_import(job_id: int) -> None:
    """Do the job unless another worker has it; a recording goes to the workers that listen. What cannot be read fails
    at once with a stable code, what may get better is tried again and goes on where it broke off."""
    job = ImportJob.objects.filter(pk=job_id).first()
    if job is None:
        return
    if _is_for_listeners(job):
        jobs.enqueue(TRANSCRIBE_TASK, job.pk)
        return
    claimed = jobs.claim(ImportJob, job_id)
    if claimed is not None:
        _guarded(claimed, _relabel if "relabel" in claimed.checkpoint else _bring_in)


def sweep_imports() -> int:
    """Give forgotten and abandoned imports to the queue again; how many."""
    return jobs.requeue_stale(ImportJob, RUN_TASK)


def swap_speakers(interview: Interview, roles: Mapping[str, str], *, actor: User | None = None) -> ImportJob:
    """Say anew who interviewed and who answered; without ``roles`` (speaker key to role) the two change places.

    A worker labels the transcript, pairs questions with answers and has them analysed and reported anew. Raises
    `NotImported`, `ImportRunning`, `InvalidInput` (an unknown speaker, nobody left to be the candidate).
    """
    conversation = getattr(interview, "conversation", None)
    if interview.origin == InterviewOrigin.OWN or conversation is None:
        raise NotImported
    present = {speaker.key: speaker.role for speaker in conversation.speakers.all()}
    wanted = _checked_roles(present, dict(roles) or _swapped(present))
    with transaction.atomic():
        job = interview.imports.select_for_update().order_by("-pk").first()
        if job is not None and job.state in (JobState.QUEUED, JobState.RUNNING):
            raise ImportRunning
        job = job or ImportJob(
            organization_id=interview.organization_id,
            position_id=interview.position_id,
            created_by=actor,
            origin=interview.origin,
            external_id=interview.external_id,
            interview=interview,
        )
        job.checkpoint = {**job.checkpoint, "relabel": wanted}
        job.state, job.progress, job.attempts = JobState.QUEUED, 0, 0
        job.queued_at, job.not_before, job.finished_at = clock.now(), None, None
        job.error_code = job.error_detail = ""
        job.save()
        jobs.enqueue(RUN_TASK, job.pk)
        record(
            Verb.SPEAKERS_CHANGED,
            organization_id=interview.organization_id,
            about=interview.public_id,
            actor=actor,
            facts={"roles": wanted},
        )
    return job


def given_names(job: ImportJob) -> dict[str, str]:
    """The names that came with a recording, by role: its voices have none of their own."""
    options = job.options
    candidate = options.get("candidate_name") or (job.interview.candidate_name if job.interview else "")
    return {CANDIDATE: candidate, INTERVIEWER: options.get("interviewer_name") or ""}


def failure_params(job: ImportJob) -> dict[str, Any]:
    """What fills the sentence on why an import failed."""
    try:
        found = json.loads(job.error_detail or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _fill_pulled(job: ImportJob, draft: ImportDraft, actor: User) -> None:
    required = _("This field is required.")
    if not job.external_id:
        raise InvalidInput.on("id", required)
    if draft.account is None:
        raise InvalidInput.on("account_id", required)
    if draft.account.provider != draft.source or draft.account.organization_id != job.organization_id:
        raise InvalidInput.on("account_id", _("This account is not one of this source and company."))
    job.account = draft.account


def _fill_transcript(job: ImportJob, draft: ImportDraft, actor: User) -> None:
    """Stream the transcript into the store, measured and hashed on the way."""
    if draft.content is None:
        raise InvalidInput.on("content", _("This field is required."))
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
        digest = _measured(draft.content, copy)
        job.payload_key = storage.media().save(f"imports/{job.public_id}/transcript", copy)
    job.external_id = job.external_id or f"sha256:{digest}"


def _fill_recording(job: ImportJob, draft: ImportDraft, actor: User) -> None:
    given = draft.recording
    if not given:
        raise InvalidInput.on("upload", _("This field is required."))
    job.media = given if isinstance(given, MediaFile) else take_upload(given, field="upload", actor=actor)
    job.file_name = job.file_name or job.media.file_name
    job.external_id = job.external_id or job.media.public_id


_FILLERS: dict[str, Callable[[ImportJob, ImportDraft, User], None]] = {
    InterviewOrigin.FEISHU: _fill_pulled,
    InterviewOrigin.TENCENT: _fill_pulled,
    InterviewOrigin.TRANSCRIPT: _fill_transcript,
    InterviewOrigin.RECORDING: _fill_recording,
}


def _measured(source: IO[bytes], copy: IO[bytes]) -> str:
    """Copy ``source`` in pieces and give its SHA-256; one over the limit is not read on."""
    digest, length = hashlib.sha256(), 0
    while part := source.read(_PIECE):
        length += len(part)
        if length > settings.IMPORT_MAX_BYTES:
            raise TranscriptTooLarge(limit=settings.IMPORT_MAX_BYTES // 1024**2)
        digest.update(part)
        copy.write(part)
    if not length:
        raise InvalidInput.on("content", _("The file is empty."))
    copy.seek(0)
    return digest.hexdigest()


def _is_for_listeners(job: ImportJob) -> bool:
    return job.origin == InterviewOrigin.RECORDING and "relabel" not in job.checkpoint


def _hand_out(job: ImportJob) -> None:
    jobs.enqueue(TRANSCRIBE_TASK if _is_for_listeners(job) else RUN_TASK, job.pk)


def _guarded(job: ImportJob, work: Callable[[ImportJob], None]) -> None:
    """Keep the lease while ``work`` runs; whatever goes wrong ends as a state of the job."""
    try:
        with jobs.kept_lease(job):
            work(job)
            jobs.finish(job, JobState.DONE)
    except jobs.LeaseLost:
        logger.warning("import_superseded", job=job.public_id)
    except Unreadable as error:
        _fail(job, code=error.code, params=error.params)
    except FarSideError as error:
        _fail(job, code=error.code, params=error.params, retry=error.retryable)
    except SealBroken:
        _fail(job, code="credentials_unreadable")
    except OSError as error:
        logger.warning("import_storage_failed", job=job.public_id, error=str(error))
        _fail(job, code="storage_failed", retry=True)
    except Exception:
        logger.exception("import_crashed", job=job.public_id)
        _fail(job, code="internal_error", retry=True)


def _fail(job: ImportJob, *, code: str, params: Mapping[str, Any] | None = None, retry: bool = False) -> None:
    detail = json.dumps(params or {}, ensure_ascii=False)
    try:
        if not (retry and jobs.retry_later(job, error_code=code, error_detail=detail)):
            jobs.finish(job, JobState.FAILED, error_code=code, error_detail=detail)
    except jobs.LeaseLost:
        logger.warning("import_superseded", job=job.public_id)


def _bring_in(job: ImportJob) -> None:
    imported = _read(job)
    jobs.report_progress(job, 0.5)
    add_notes(job, list(imported.notes))
    language = job.options.get("language") or ""
    take_turns(job, imported.turns, starts_at=imported.starts_at, language=language, media=None)
    Pages(job).clear()


def _read(job: ImportJob) -> Imported:
    name = job.options.get("candidate_name") or ""
    if job.origin not in PULLED:
        with storage.media().open(job.payload_key) as stored:
            return read_transcript(stored.read(settings.IMPORT_MAX_BYTES + 1), candidate_name=name)
    pages = Pages(job)
    _pull(job, pages)
    return read_transcript(json_list(pages.all()), candidate_name=name)


def _pull(job: ImportJob, pages: Pages) -> None:
    """Every page, kept; another run of the job goes on where this one broke off."""
    from interviews.importing.pulling.session import far_session

    if job.account is None:
        raise Unreadable("account_missing")
    with far_session() as session:
        read_all(_reader(job, session), pages)


def _reader(job: ImportJob, session: Any) -> Reader:
    from interviews.importing.pulling.feishu import FeishuReader
    from interviews.importing.pulling.tencent import TencentReader

    secrets, base_url = credentials_of(job.account), job.account.base_url
    if job.origin == InterviewOrigin.TENCENT:
        return TencentReader(secrets=secrets, base_url=base_url, record_file_id=job.external_id, session=session)
    return FeishuReader(**secrets, base_url=base_url, interview_id=job.external_id, session=session)


def _relabel(job: ImportJob) -> None:
    """Pair and store anew with the roles somebody gave."""
    conversation = job.interview.conversation
    turns = with_roles(turns_of(conversation), job.checkpoint["relabel"])
    if job.origin == InterviewOrigin.RECORDING:
        turns = with_names(turns, given_names(job))
    bare = [replace(turn, question_id="", answer_id="") for turn in turns]
    take_turns(job, bare, starts_at=conversation.starts_at, language=conversation.language, media=job.media)
    job.checkpoint = {name: value for name, value in job.checkpoint.items() if name != "relabel"}
    job.notes = [note for note in job.notes if note["code"] not in GUESSES]
    ImportJob.objects.filter(pk=job.pk).update(checkpoint=job.checkpoint, notes=job.notes)


def _swapped(present: Mapping[str, str]) -> dict[str, str]:
    other = {SpeakerRole.INTERVIEWER: SpeakerRole.CANDIDATE, SpeakerRole.CANDIDATE: SpeakerRole.INTERVIEWER}
    return {key: str(other[SpeakerRole(role)]) for key, role in present.items()}


def _checked_roles(present: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    if unknown := wanted.keys() - present.keys():
        names = ", ".join(sorted(unknown))
        raise InvalidInput.on("roles", _("There is no speaker %(names)s in this interview.") % {"names": names})
    if SpeakerRole.CANDIDATE not in {**present, **wanted}.values():
        raise InvalidInput.on("roles", _("Somebody must be the candidate."))
    return {key: str(role) for key, role in wanted.items()}
