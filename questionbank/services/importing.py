"""Files of questions: taken in, checked, looked at by somebody, and stored.

Small ones are checked and stored while the reader waits, larger ones by a worker. Storing reads the file again and
plans it again: what changed meanwhile is not overwritten by an old plan, and a run that broke off goes on.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import IO, Any

import structlog
from django.db import transaction
from django.utils.translation import get_language, override

from accounts.models import User
from accounts.selectors import home_organization
from common import clock, jobs, storage
from common.errors import ApplicationError, NotAllowed
from common.jobs import JobState
from common.tables.errors import TooManyRows
from common.tables.reading import Table, read_table
from positions.models import Position
from questionbank.enums import ChangeKind, ImportStage
from questionbank.errors import ImportNotReady
from questionbank.models import Question, QuestionImport
from questionbank.services.bulk import store_changed, store_new
from questionbank.services.planning import STEP, Planned, Planner
from questionbank.services.sheets import COLUMNS, usual_values

RUN_TASK = "questionbank.run_import"
WHILE_WAITING = 2000  # rows that are worked on while the reader waits
_SHOWN, _SHOWN_WRONG = 50, 300
_KEPT = dt.timedelta(days=7)  # a file that nobody stores

logger = structlog.get_logger(__name__)


def start_import(*, file: IO[bytes], file_name: str, position: Position | None, actor: User) -> QuestionImport:
    """Take a file in and have it checked. Raises `TableRefused` for one that a glance shows to be unusable, and
    `NotAllowed` for somebody without an organization."""
    organization = position.organization if position else home_organization(actor)
    if organization is None:
        raise NotAllowed
    table = _small(file)
    job = QuestionImport(
        organization=organization,
        position=position,
        created_by=actor,
        file_name=Path(file_name).name[-255:] or "table",
        summary={"language": get_language()},
        row_count=len(table.rows) if table else 0,
    )
    file.seek(0)
    job.payload_key = storage.media().save(f"question-imports/{job.public_id}", file)
    with transaction.atomic():
        job.save()
        _hand_out(job, is_small=table is not None)
    job.refresh_from_db()
    return job


def confirm_import(job: QuestionImport) -> QuestionImport:
    """Have it stored. Raises `ImportNotReady` unless it was checked and nobody stored it yet."""
    with transaction.atomic():
        current = QuestionImport.objects.select_for_update().get(pk=job.pk)
        if current.stage != ImportStage.CHECKED or current.state != JobState.DONE:
            raise ImportNotReady
        current.stage, current.state, current.progress = ImportStage.STORING, JobState.QUEUED, 0
        current.attempts, current.queued_at, current.finished_at = 0, clock.now(), None
        current.save()
        _hand_out(current, is_small=current.row_count <= WHILE_WAITING)
    current.refresh_from_db()
    return current


def discard_import(job: QuestionImport) -> None:
    """Forget the file. Raises `ImportNotReady` while a worker has it."""
    if job.state in (JobState.QUEUED, JobState.RUNNING):
        raise ImportNotReady
    key = job.payload_key
    job.delete()
    _forget(key)


def run_import(job_id: int) -> None:
    """Check or store, whichever the file waits for, unless another worker does."""
    job = jobs.claim(QuestionImport, job_id)
    if job is None:
        return
    with jobs.kept_lease(job), override(job.summary.get("language") or "zh-hans"):
        try:
            _store(job) if job.stage == ImportStage.STORING else _check(job)
        except ApplicationError as error:
            jobs.finish(job, JobState.FAILED, error_code=type(error).__name__, error_detail=error.message)
        except OSError as error:
            logger.warning("question_import_failed", job=job.public_id, error=type(error).__name__)
            if not jobs.retry_later(job, error_code="storage", error_detail=""):
                jobs.finish(job, JobState.FAILED, error_code="storage")


def sweep_imports() -> int:
    """Give forgotten imports to the queue again, and forget files that nobody stored; how many were sent."""
    old = QuestionImport.objects.filter(created_at__lt=clock.now() - _KEPT).exclude(payload_key="")
    for job in old.filter(state__in=jobs.ENDED_STATES)[:100]:
        _forget(job.payload_key)
        QuestionImport.objects.filter(pk=job.pk).update(payload_key="")
    return jobs.requeue_stale(QuestionImport, RUN_TASK)


def _hand_out(job: QuestionImport, *, is_small: bool) -> None:
    if is_small:
        transaction.on_commit(lambda: run_import(job.pk))
    else:
        jobs.enqueue(RUN_TASK, job.pk)


def _small(file: IO[bytes]) -> Table | None:
    """The table, unless it is one for a worker. Raises `TableRefused`."""
    try:
        return read_table(file, columns=COLUMNS, max_rows=WHILE_WAITING)
    except TooManyRows:
        return None


def _check(job: QuestionImport) -> None:
    table = _table_of(job)
    counts: Counter[str] = Counter()
    shown: dict[str, list[Any]] = {"new": [], "changed": [], "wrong": []}
    for planned in _steps(job, table):
        for row in planned:
            counts[row.kind] += 1
            if row.kind in shown and len(shown[row.kind]) < (_SHOWN_WRONG if row.kind == "wrong" else _SHOWN):
                shown[row.kind].append(_shown(row))
    found = {"counts": dict(counts), "rows": shown, "ignored": list(table.ignored)[:50]}
    summary = {**job.summary, **found, "usual": usual_values(table.present) if counts["new"] else []}
    _keep(job, stage=ImportStage.CHECKED, summary=summary, row_count=len(table.rows))
    jobs.finish(job, JobState.DONE)


def _store(job: QuestionImport) -> None:
    table = _table_of(job)
    counts: Counter[str] = Counter()
    for planned in _steps(job, table):
        with transaction.atomic():
            fresh = [row.question for row in planned if row.kind == "new" and row.question]
            changed = [row.question for row in planned if row.kind == "changed" and row.question]
            store_new(fresh, kind=ChangeKind.IMPORTED, actor=job.created_by)
            store_changed(changed, kind=ChangeKind.IMPORTED, actor=job.created_by)
        counts.update(row.kind for row in planned)
    stored = dict(counts)
    _keep(job, stage=ImportStage.STORED, summary={**job.summary, "stored": stored}, payload_key="")
    jobs.finish(job, JobState.DONE)
    _forget(job.payload_key)


def _table_of(job: QuestionImport) -> Table:
    with storage.media().local_path(job.payload_key) as path, path.open("rb") as file:
        return read_table(file, columns=COLUMNS)


def _steps(job: QuestionImport, table: Table) -> Any:
    """Planned rows, some hundred at a time, with the progress told in between."""
    if job.created_by is None:
        raise NotAllowed
    planner = Planner(actor=job.created_by, position=job.position)
    for number, planned in enumerate(planner.steps(table.rows), start=1):
        yield planned
        jobs.report_progress(job, min(1.0, number * STEP / len(table.rows)))


def _shown(row: Planned) -> dict[str, Any]:
    draft, question = row.draft, row.question
    content = question.content if question else draft.fields.get("content", "")
    shown: dict[str, Any] = {"row": draft.number, "content": content[:200]}
    if row.kind == "wrong":
        return {**shown, "problems": [[head, sentence] for head, sentence in draft.problems[:5]]}
    names: dict[str, Any] = {field.name: field.verbose_name for field in Question._meta.fields}
    labels = [str(names[name]) for name in row.changed]
    return {**shown, "position": question.position.title if question else "", "changed": labels}


def _keep(job: QuestionImport, **values: Any) -> None:
    """Write what was found, as long as this worker has the job."""
    owned = QuestionImport.objects.filter(pk=job.pk, lease_owner=job.lease_owner, state=JobState.RUNNING)
    if not owned.update(**values):
        raise jobs.LeaseLost(str(job))
    job.stage = values.get("stage", job.stage)


def _forget(key: str) -> None:
    if key:
        storage.media().delete(key)
