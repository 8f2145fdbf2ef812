"""Doing an import once more."""

from __future__ import annotations

from django.db import transaction

from common import clock, jobs
from common.jobs import ENDED_STATES, JobState
from interviews.enums import InterviewOrigin
from interviews.importing.errors import ImportRunning, SourceForgotten
from interviews.models import ImportJob
from interviews.services.imports import RUN_TASK


@transaction.atomic
def rerun_import(job: ImportJob) -> ImportJob:
    """Give an ended import to a worker again, from where it broke off; an interview it made is updated.

    Raises `ImportRunning` for one that has not ended, `SourceForgotten` where what it read is gone.
    """
    row = ImportJob.objects.select_for_update().get(pk=job.pk)
    if row.state not in ENDED_STATES:
        raise ImportRunning
    if not _has_source(row):
        raise SourceForgotten
    row.state, row.progress, row.attempts = JobState.QUEUED, 0, 0
    row.queued_at, row.not_before, row.finished_at = clock.now(), None, None
    row.error_code = row.error_detail = ""
    row.save()
    jobs.enqueue(RUN_TASK, row.pk)
    return row


def _has_source(job: ImportJob) -> bool:
    """What was pulled can be pulled again."""
    if job.origin == InterviewOrigin.TRANSCRIPT:
        return bool(job.payload_key)
    return job.origin != InterviewOrigin.RECORDING or job.media_id is not None
