"""A recording of an interview that people held: its sound, its voices, its words, and the interview made from them.

The work is done in slices, so that answers somebody waits for come in between. What is found is kept as it is found:
the sound beside the worker, voices and words in the store, where each is in the job's checkpoint. Another worker goes
on from there.
"""

from __future__ import annotations

import io
import json
import shutil
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from analysis import codec
from analysis.engines.base import AnswerInput, EngineError, QuestionBrief
from analysis.engines.diarization.base import MAX_SPEAKERS, Listening
from analysis.engines.media import AudioTrack, MediaError, MediaLimits, decode
from analysis.engines.results import Diarization, Reason, Span, Transcript, Word
from analysis.services.engines import diarizer, recogniser
from analysis.services.recording_notes import notes_of
from analysis.services.spoken_turns import pieces_of, placed, turns_of
from common import fetch, jobs, storage
from common.jobs import JobState
from interviews.enums import InterviewOrigin
from interviews.models import Conversation, ImportJob
from interviews.services import imports, store_remote_media

TASK = "analysis.transcribe_recording"
# What a worker recognises at once: short enough that little is lost with it.
PIECE_MS = 180_000
# Shares of the progress: after the sound, after the voices, after the words.
_HEARD, _TOLD_APART, _RECOGNISED = 0.04, 0.25, 0.55
# Encoders begin before the sound and end after it: three hours may come as three hours and a moment.
_LENIENT = 1.01
# A language the recogniser is this sure of holds for the rest of the recording.
_SURE = 0.8

logger = structlog.get_logger(__name__)


class Unusable(Exception):
    """Nothing can be made of the recording. ``code`` is stable, ``params`` fill its sentence."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def transcribe_recording(job_id: int) -> None:
    """Do the import, or a slice of it, unless another worker has it.

    What cannot be used fails at once with a stable code; what may get better is tried again and goes on where it broke
    off. A conversation that is there already says meanwhile that its speakers are not known.
    """
    job = jobs.claim(ImportJob, job_id)
    if job is None:
        return
    try:
        with jobs.kept_lease(job):
            _work(job)
    except jobs.LeaseLost:
        logger.warning("recording_superseded", job=job.public_id)
    except (Unusable, imports.Unreadable) as error:
        _fail(job, code=error.code, params=error.params)
    except MediaError as error:
        _fail(job, code=error.code, params={"minutes": settings.RECORDING_MAX_MINUTES})
    except fetch.FetchError as error:
        _fail(job, code=error.code, retry=error.retryable)
    except EngineError as error:
        logger.warning("recording_engine_failed", job=job.public_id, error=str(error))
        _fail(job, code="engine_failed", retry=error.retryable)
    except OSError as error:
        logger.warning("recording_storage_failed", job=job.public_id, error=str(error))
        _fail(job, code="storage_failed", retry=True)
    except Exception:
        logger.exception("recording_crashed", job=job.public_id)
        _fail(job, code="internal_error", retry=True)


def _work(job: ImportJob) -> None:
    until = time.monotonic() + settings.RECORDING_SLICE_SECONDS
    _conversations(job).update(speakers_known=False)
    sound = _sound(job)
    try:
        voices = _voices(job, sound, _Shelf(job, until=until))
    except _GiveWay:
        jobs.hand_over(job, TASK)
        return
    pieces = pieces_of(voices.segments, duration_ms=sound.duration_ms, longest_ms=PIECE_MS)
    while len(job.checkpoint.get("words", [])) < len(pieces):
        if time.monotonic() > until:
            jobs.hand_over(job, TASK)
            return
        _recognise(job, sound, pieces)
    _bring_in(job, voices)
    jobs.finish(job, JobState.DONE)
    _tidy(job)


def _sound(job: ImportJob) -> AudioTrack:
    """The recording's sound, decoded or found where this worker's machine has it from an earlier slice."""
    path = _folder(job) / "sound.s16le"
    samples = job.checkpoint.get("samples")
    if samples and path.is_file() and path.stat().st_size == 2 * samples:
        return AudioTrack(path=path, samples=samples)
    path.parent.mkdir(parents=True, exist_ok=True)
    if job.media is None:
        raise Unusable("missing_file")
    stored = store_remote_media(job.media)
    limits = MediaLimits(max_duration_ms=round(settings.RECORDING_MAX_MINUTES * 60_000 * _LENIENT))
    with storage.media().local_path(stored.key) as source:
        decoded = decode(source, workdir=path.parent, limits=limits)
    if decoded.audio is None:
        raise Unusable("no_sound")
    decoded.audio.path.replace(path)
    _keep(job, progress=_HEARD, samples=decoded.audio.samples, cut=decoded.truncated)
    return AudioTrack(path=path, samples=decoded.audio.samples)


class _GiveWay(Exception):
    """The slice is over; what was found so far is kept."""


class _Shelf:
    """What the diarizer has heard so far: in the store, its keys in the job's checkpoint."""

    def __init__(self, job: ImportJob, *, until: float) -> None:
        self.job, self.until = job, until

    def get(self, name: str) -> bytes | None:
        key = self.job.checkpoint.get("heard", {}).get(name)
        try:
            return _read(key) if key else None
        except FileNotFoundError:
            return None

    def put(self, name: str, content: bytes) -> None:
        """Raises `_GiveWay` once the slice is over, `LeaseLost`."""
        key = storage.media().save(f"imports/{self.job.public_id}/{name}", io.BytesIO(content))
        _keep(self.job, progress=self.job.progress, heard={**self.job.checkpoint.get("heard", {}), name: key})
        if time.monotonic() > self.until:
            raise _GiveWay


def _voices(job: ImportJob, sound: AudioTrack, shelf: _Shelf) -> Diarization:
    known = job.checkpoint.get("voices")
    if known:
        return codec.from_json("diarization", _stored(known))
    count = job.options.get("speaker_count")
    found = diarizer().run(
        Listening(
            sound,
            speaker_count=min(int(count), MAX_SPEAKERS) if count else None,
            on_progress=lambda share: _report(job, _HEARD + share * (_TOLD_APART - _HEARD)),
            shelf=shelf,
        )
    )
    if not found.segments:
        raise Unusable("no_voice" if found.reason == Reason.TOO_NOISY else "no_speech")
    key = _store(job, "voices", codec.to_json("diarization", found))
    heard = job.checkpoint.get("heard", {}).values()
    _keep(job, progress=_TOLD_APART, voices=key, heard={})
    for one in heard:
        storage.media().delete(one)
    return found


def _recognise(job: ImportJob, sound: AudioTrack, pieces: Sequence[Span]) -> None:
    """The words of the next piece."""
    known = job.checkpoint.get("words", [])
    piece = pieces[len(known)]
    samples = sound.slice(piece.start_ms, piece.end_ms)
    track = AudioTrack.store(samples, path=sound.path.with_name("piece.s16le"))
    heard = recogniser().run(
        AnswerInput(audio=track, question=QuestionBrief(content=""), language=_language(job) or "auto")
    )
    key = _store(job, f"words-{len(known):03d}", codec.to_json("asr", placed(heard, at_ms=piece.start_ms)))
    share = (len(known) + 1) / len(pieces)
    _keep(
        job,
        progress=_TOLD_APART + share * (_RECOGNISED - _TOLD_APART),
        words=[*known, key],
        language=_language(job) or _heard_language(heard),
    )


def _bring_in(job: ImportJob, voices: Diarization) -> None:
    """Who said what, who asks and who answers, and the interview of it."""
    words = [word for key in job.checkpoint["words"] for word in _words(key)]
    if not words:
        raise Unusable("no_words")
    turns = turns_of(words, voices.segments)
    roles = imports.guess_roles(turns)
    if len(roles) == 1:
        roles = dict.fromkeys(roles, imports.CANDIDATE)
    imports.add_notes(job, notes_of(job, turns, roles, voices))
    spoken = imports.with_names(imports.with_roles(turns, roles), imports.given_names(job))
    imports.take_turns(job, spoken, starts_at=None, language=_language(job) or "", media=job.media)


def _words(key: str) -> Sequence[Word]:
    transcript: Transcript = codec.from_json("asr", _stored(key))
    return transcript.words


def _language(job: ImportJob) -> str:
    """The language that is known: said by whoever asked for the import, of the position, or heard before."""
    for known in (job.options.get("language"), job.position.language, job.checkpoint.get("language")):
        if known and known != "auto":
            return known
    return ""


def _heard_language(transcript: Transcript) -> str:
    sure = transcript.language_probability is None or transcript.language_probability >= _SURE
    return transcript.language or "" if sure and transcript.words else ""


def _keep(job: ImportJob, *, progress: float, **found: Any) -> None:
    """Write down what was found. Raises `LeaseLost`."""
    _report(job, progress)
    job.checkpoint = {**job.checkpoint, **found}
    ImportJob.objects.filter(pk=job.pk).update(checkpoint=job.checkpoint)


def _report(job: ImportJob, progress: float) -> None:
    """Progress never goes back: another slice passes quickly through what is known. Raises `LeaseLost`."""
    job.progress = max(job.progress, progress)
    jobs.report_progress(job, job.progress)


def _store(job: ImportJob, name: str, value: Any) -> str:
    content = json.dumps(value, ensure_ascii=False).encode()
    return storage.media().save(f"imports/{job.public_id}/{name}.json", io.BytesIO(content))


def _stored(key: str) -> Any:
    return json.loads(_read(key))


def _read(key: str) -> bytes:
    with storage.media().open(key) as stored:
        return stored.read()


def _conversations(job: ImportJob) -> Any:
    """The conversation of the interview that this import makes anew, if there is one."""
    if job.interview_id:
        return Conversation.objects.filter(interview_id=job.interview_id)
    return Conversation.objects.filter(
        interview__organization=job.organization_id,
        interview__origin=InterviewOrigin.RECORDING,
        interview__external_id=job.external_id,
    ).exclude(interview__external_id="")


def _fail(job: ImportJob, *, code: str, params: Mapping[str, Any] | None = None, retry: bool = False) -> None:
    detail = json.dumps(params or {}, ensure_ascii=False)
    try:
        if retry and jobs.retry_later(job, error_code=code, error_detail=detail):
            return
        jobs.finish(job, JobState.FAILED, error_code=code, error_detail=detail)
    except jobs.LeaseLost:
        logger.warning("recording_superseded", job=job.public_id)
        return
    _conversations(job).update(speakers_known=True)
    shutil.rmtree(_folder(job), ignore_errors=True)


def _tidy(job: ImportJob) -> None:
    """Remove what only the work needed, here and of recordings that ended elsewhere or were erased."""
    kept = {"samples", "cut", "voices", "words", "language", "heard"}
    storage.media().delete_below(f"imports/{job.public_id}")
    job.checkpoint = {name: value for name, value in job.checkpoint.items() if name not in kept}
    ImportJob.objects.filter(pk=job.pk).update(checkpoint=job.checkpoint)
    shutil.rmtree(_folder(job), ignore_errors=True)
    _tidy_folders()


def _tidy_folders() -> None:
    folders = {folder.name: folder for folder in _folders().iterdir()} if _folders().is_dir() else {}
    going_on = ImportJob.objects.filter(public_id__in=folders).exclude(state__in=jobs.ENDED_STATES)
    for name in folders.keys() - set(going_on.values_list("public_id", flat=True)):
        shutil.rmtree(folders[name], ignore_errors=True)


def _folders() -> Path:
    return settings.ANALYSIS_WORK_DIR / "recordings"


def _folder(job: ImportJob) -> Path:
    return _folders() / job.public_id
