"""Work in the background: a row first, the queue after commit, one winner.

`LeasedJob` is the row. A worker claims it, renews its lease while it works and finishes it; when the worker dies
the lease runs out and `requeue_stale` gives the row to another. The queue only carries ids and may lose or repeat
messages: the row decides.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

import structlog
from celery import current_app
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from common import clock

logger = structlog.get_logger(__name__)

_reading_tasks = threading.Lock()


class JobState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    PARTIAL = "partial", _("Partial")
    FAILED = "failed", _("Failed")


ENDED_STATES = (JobState.DONE, JobState.PARTIAL, JobState.FAILED)


class LeasedJob(models.Model):
    """A piece of background work. ``progress`` runs from 0 to 1."""

    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED, db_index=True)
    progress = models.FloatField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(default=clock.now)
    not_before = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    lease_owner = models.CharField(max_length=120, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_detail = models.TextField(blank=True)

    class Meta:
        abstract = True


Job = TypeVar("Job", bound=LeasedJob)


class LeaseLost(Exception):
    """Another worker has the job now; what this one found must not be stored."""


def enqueue(task_name: str, *args: Any) -> None:
    """Send ``task_name`` with ids once the present transaction commits. A broker that is away loses nothing:
    the row stays queued and the sweeper sends it again."""
    transaction.on_commit(lambda: _send(task_name, args))


def _send(task_name: str, args: tuple[Any, ...]) -> None:
    with _reading_tasks:  # two requests at once, just after the start: neither may look before all tasks are known
        _read_tasks()
    try:
        current_app.tasks[task_name].apply_async(args)
    except (OperationalError, OSError) as error:
        logger.warning("queue_unreachable", task=task_name, error=type(error).__name__)


@cache
def _read_tasks() -> None:
    """Once a process: each time Celery would check every model of the site anew, some 60 ms."""
    current_app.loader.import_default_modules()


def claim(model: type[Job], job_id: int) -> Job | None:
    """Take the job for this worker; None when another has it or it has ended."""
    now = clock.now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_expires_at__lt=now)
    owner = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}:{now.timestamp()}"
    won = model._default_manager.filter(free, pk=job_id).update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        started_at=now,
        lease_owner=owner,
        lease_expires_at=now + _lease(),
    )
    return model._default_manager.get(pk=job_id) if won else None


def report_progress(job: LeasedJob, progress: float) -> None:
    """Store how far the work is and renew the lease. Raises `LeaseLost`."""
    _update_owned(job, progress=round(progress, 3), lease_expires_at=clock.now() + _lease())


def finish(job: LeasedJob, state: JobState, *, error_code: str = "", error_detail: str = "") -> None:
    """End the job. Raises `LeaseLost` when another worker took it meanwhile."""
    progress = 1.0 if state != JobState.FAILED else job.progress
    _update_owned(
        job,
        state=state,
        progress=progress,
        finished_at=clock.now(),
        lease_expires_at=None,
        error_code=error_code,
        error_detail=error_detail[:2000],
    )
    job.refresh_from_db()


def retry_later(
    job: LeasedJob,
    *,
    error_code: str,
    error_detail: str,
    most: int | None = None,
    first_pause_seconds: int = 5,
    jitter: float = 0,
) -> bool:
    """Give the job back for another try, after a pause that doubles, and is longer by a random share of up to
    ``jitter``; False when its tries are used up: ``most``, or `JOB_MAX_ATTEMPTS`."""
    if job.attempts >= (most or settings.JOB_MAX_ATTEMPTS):
        return False
    stretched = 1 + jitter * random.random()
    pause = dt.timedelta(seconds=first_pause_seconds * 2 ** (job.attempts - 1) * stretched)
    _update_owned(
        job,
        state=JobState.QUEUED,
        not_before=clock.now() + pause,
        lease_expires_at=None,
        error_code=error_code,
        error_detail=error_detail[:2000],
    )
    return True


def hand_over(job: LeasedJob, task_name: str) -> None:
    """This worker did its part; ``task_name`` goes on with the job. Raises `LeaseLost`."""
    now = clock.now()
    _update_owned(job, state=JobState.QUEUED, queued_at=now, lease_expires_at=None, attempts=job.attempts - 1)
    enqueue(task_name, job.pk)


@contextmanager
def kept_lease(job: LeasedJob) -> Iterator[None]:
    """Renew the lease from a thread while the block works."""
    stop = threading.Event()
    thread = threading.Thread(target=_renew_until, args=(job, stop), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def requeue_stale(model: type[Job], task_name: str, *, limit: int = 100, most: int | None = None) -> int:
    """Send again what was forgotten (queued for long) or abandoned (lease ran out); fail what had all its tries:
    ``most``, or `JOB_MAX_ATTEMPTS`. Returns how many were sent."""
    now = clock.now()
    abandoned = model._default_manager.filter(state=JobState.RUNNING, lease_expires_at__lt=now)
    abandoned.filter(attempts__gte=most or settings.JOB_MAX_ATTEMPTS).update(
        state=JobState.FAILED, finished_at=now, lease_expires_at=None, error_code="worker_lost"
    )
    due = Q(not_before__lte=now) | Q(not_before=None, queued_at__lt=now - _lease())
    stale = Q(state=JobState.RUNNING, lease_expires_at__lt=now) | (Q(state=JobState.QUEUED) & due)
    ids = list(model._default_manager.filter(stale).order_by("queued_at").values_list("pk", flat=True)[:limit])
    model._default_manager.filter(pk__in=ids).update(queued_at=now, not_before=None)
    for job_id in ids:
        enqueue(task_name, job_id)
    return len(ids)


def _lease() -> dt.timedelta:
    return dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def _update_owned(job: LeasedJob, **values: Any) -> None:
    owned = type(job)._default_manager.filter(pk=job.pk, state=JobState.RUNNING, lease_owner=job.lease_owner)
    if not owned.update(**values):
        raise LeaseLost(f"{job} was taken by another worker.")


def _renew_until(job: LeasedJob, stop: threading.Event) -> None:
    try:
        while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
            _update_owned(job, lease_expires_at=clock.now() + _lease())
    except LeaseLost:
        logger.warning("lease_lost", job=job.pk)
    finally:
        connection.close()
