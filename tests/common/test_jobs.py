"""Leased jobs, on analysis jobs as the example."""

from __future__ import annotations

import datetime as dt

import pytest
from kombu.exceptions import OperationalError

from analysis.models import AnalysisJob
from common import clock, jobs
from common.jobs import JobState
from tests.factories import make_interview, make_position


@pytest.fixture
def job(people):
    interview = make_interview(people.candidate, make_position(people.owner))
    return AnalysisJob.objects.create(kind="speech", interview=interview, organization=interview.organization)


def abandon(job):
    AnalysisJob.objects.filter(pk=job.pk).update(lease_expires_at=clock.now() - dt.timedelta(seconds=1))


def test_claim_has_one_winner(job):
    assert jobs.claim(AnalysisJob, job.pk) is not None
    assert jobs.claim(AnalysisJob, job.pk) is None


def test_claim_takes_over_an_abandoned_job(job):
    first = jobs.claim(AnalysisJob, job.pk)
    abandon(job)
    second = jobs.claim(AnalysisJob, job.pk)
    assert second.attempts == 2
    with pytest.raises(jobs.LeaseLost):
        jobs.finish(first, JobState.DONE)
    jobs.finish(second, JobState.DONE)
    assert jobs.claim(AnalysisJob, job.pk) is None


def test_progress_renews_the_lease(job):
    mine = jobs.claim(AnalysisJob, job.pk)
    before = mine.lease_expires_at
    jobs.report_progress(mine, 0.5)
    mine.refresh_from_db()
    assert (mine.progress, mine.lease_expires_at > before) == (0.5, True)


def test_retry_later_waits_longer_each_time_and_ends(job, settings):
    settings.JOB_MAX_ATTEMPTS = 3
    pauses = []
    for _attempt in range(2):
        mine = jobs.claim(AnalysisJob, job.pk)
        assert jobs.retry_later(mine, error_code="x", error_detail="y")
        pauses.append(AnalysisJob.objects.get().not_before - clock.now())
    assert pauses[1] > pauses[0] * 1.5
    assert not jobs.retry_later(jobs.claim(AnalysisJob, job.pk), error_code="x", error_detail="y")


@pytest.fixture
def sent(monkeypatch):
    """What went to the queue."""
    calls = []
    monkeypatch.setattr(jobs, "_send", lambda name, args: calls.append((name, args)))
    return calls


def test_requeue_sends_what_was_forgotten_and_abandoned(job, sent, after_commit):
    with after_commit():
        assert jobs.requeue_stale(AnalysisJob, "analysis.run_job") == 0
    AnalysisJob.objects.update(queued_at=clock.now() - dt.timedelta(minutes=5))
    with after_commit():
        assert jobs.requeue_stale(AnalysisJob, "analysis.run_job") == 1
    jobs.claim(AnalysisJob, job.pk)
    abandon(job)
    with after_commit():
        assert jobs.requeue_stale(AnalysisJob, "analysis.run_job") == 1
    assert sent == [("analysis.run_job", (job.pk,))] * 2


def test_requeue_fails_what_had_all_its_tries(job, sent, settings):
    settings.JOB_MAX_ATTEMPTS = 1
    jobs.claim(AnalysisJob, job.pk)
    abandon(job)
    assert jobs.requeue_stale(AnalysisJob, "analysis.run_job") == 0
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, "worker_lost")


def test_a_broker_that_is_away_loses_nothing(job, monkeypatch, after_commit):
    from celery import current_app

    current_app.loader.import_default_modules()

    def refuse(*args, **options):
        raise OperationalError("connection refused")

    monkeypatch.setattr(current_app.tasks["analysis.run_job"], "apply_async", refuse)
    with after_commit():
        jobs.enqueue("analysis.run_job", job.pk)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_tasks_of_all_apps_are_looked_for_once_a_process(job, monkeypatch, after_commit):
    from celery import current_app
    from celery.signals import import_modules

    looked = []

    def note(sender, **facts):
        looked.append(sender)

    monkeypatch.setattr(current_app.tasks["analysis.run_job"], "apply_async", lambda args: None)
    jobs._read_tasks.cache_clear()
    import_modules.connect(note)
    try:
        with after_commit():
            jobs.enqueue("analysis.run_job", job.pk)
            jobs.enqueue("analysis.run_job", job.pk)
    finally:
        import_modules.disconnect(note)
    assert len(looked) == 1
