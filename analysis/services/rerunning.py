"""Doing an analysis once more."""

from __future__ import annotations

from django.db import transaction

from analysis.models import AnalysisJob
from analysis.services.running import RUN_TASK
from analysis.signals import answer_analysis_restarted
from common import clock, jobs
from common.errors import Conflict
from common.jobs import ENDED_STATES, JobState
from interviews.enums import AnswerStatus
from interviews.errors import InterviewErased
from interviews.services import mark_answer


@transaction.atomic
def rerun_analysis(job: AnalysisJob) -> AnalysisJob:
    """Give an ended job to a worker again, from the start; what it found before is dropped, and the report is made anew
    when it ends. Raises `Conflict` for one that has not ended, `InterviewErased`."""
    row = AnalysisJob.objects.select_for_update(of=("self",)).select_related("interview").get(pk=job.pk)
    if row.interview.erased_at is not None:
        raise InterviewErased
    if row.state not in ENDED_STATES:
        raise Conflict
    row.state, row.progress, row.attempts = JobState.QUEUED, 0, 0
    row.queued_at, row.not_before, row.finished_at = clock.now(), None, None
    row.error_code = row.error_detail = ""
    row.save()
    row.runs.all().delete()
    if row.answer is not None:
        mark_answer(row.answer, status=AnswerStatus.SUBMITTED)
        interview_id = row.interview_id
        transaction.on_commit(lambda: answer_analysis_restarted.send(sender=AnalysisJob, interview_id=interview_id))
    jobs.enqueue(RUN_TASK, row.pk)
    return row
