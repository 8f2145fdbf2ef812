"""Asking for an analysis: a row, then the queue."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from analysis.enums import JobKind
from analysis.models import AnalysisJob
from analysis.services.running import RUN_TASK, close_lost_jobs
from common.jobs import enqueue, requeue_stale
from interviews.enums import FollowUpStatus
from interviews.models import Answer, Interview, MediaFile

RECOGNISE_TASK = "analysis.recognise"
FOLLOW_UP_TASK = "analysis.write_follow_up"


@transaction.atomic
def request_answer_analysis(answer: Answer) -> AnalysisJob:
    """The job of an answer, made once. Where a follow-up waits for the words, these are recognised first, before
    the rest of any other answer."""
    of = {"interview_id": answer.interview_id, "organization_id": answer.organization_id}
    job, created = AnalysisJob.objects.get_or_create(answer=answer, defaults={"kind": JobKind.ANSWER, **of})
    if not created:
        return job
    waiting = answer.follow_up_request.status == FollowUpStatus.PENDING
    has_text = bool(answer.client_transcript.strip())
    if waiting and has_text:
        enqueue(FOLLOW_UP_TASK, answer.pk)
    enqueue(RECOGNISE_TASK if waiting and not has_text else RUN_TASK, job.pk)
    return job


@transaction.atomic
def request_recording_analysis(
    *, interview: Interview, kind: str, media: MediaFile, analysis_types: Sequence[str]
) -> AnalysisJob:
    """Look at one recording of an interview for the asked types, apart from its answers."""
    job = AnalysisJob.objects.create(
        kind=kind,
        interview=interview,
        organization_id=interview.organization_id,
        media=media,
        requested=list(analysis_types),
    )
    enqueue(RUN_TASK, job.pk)
    return job


def sweep_jobs() -> int:
    """Give forgotten and abandoned jobs to the queue again; how many."""
    sent = requeue_stale(AnalysisJob, RUN_TASK)
    close_lost_jobs()
    return sent
