"""Failed analyses on an interview's page, and their second try."""

from __future__ import annotations

import pytest

from accounts.enums import MemberRole
from analysis.models import AnalysisJob
from common.jobs import JobState
from interviews.enums import AnswerStatus
from reports.models import Report
from tests.factories import make_position
from tests.interviews.pages.test_console import hold
from tests.pages import browser, post, queries_of, text_of


@pytest.fixture
def held(api, people):
    """An interview whose first answer could not be analysed; its path."""
    interview = hold(api, people, make_position(people.owner, questions=3))
    fail(interview, 1)
    return f"/console/interviews/{interview.public_id}"


def fail(interview, count):
    for job in AnalysisJob.objects.filter(interview=interview).order_by("pk")[:count]:
        AnalysisJob.objects.filter(pk=job.pk).update(state=JobState.FAILED, error_code="worker_lost")
        interview.answers.filter(pk=job.answer_id).update(status=AnswerStatus.FAILED)


def test_failed_answers_are_told_and_analysed_again(people, held):
    job = AnalysisJob.objects.get(state=JobState.FAILED)
    made = Report.objects.get().generated_at
    page = text_of(browser(people.owner), held)
    assert f"{held}/analyse" in page
    assert job.public_id in page
    assert "worker_lost" in page
    assert post(browser(people.owner), f"{held}/analyse").url == held
    job.refresh_from_db()
    assert (job.state, job.answer.status, job.error_code) == (JobState.DONE, AnswerStatus.ANALYZED, "")
    assert Report.objects.get().generated_at > made
    assert f"{held}/analyse" not in text_of(browser(people.owner), held)
    assert post(browser(people.owner), f"{held}/analyse").url == held


def test_failed_answers_are_for_recruiters_of_the_company_to_try_again(people, held):
    assert browser(people.stranger).post(f"{held}/analyse").status_code == 404
    people.mate.memberships.update(role=MemberRole.VIEWER)
    page = text_of(browser(people.mate), held)
    assert "worker_lost" in page
    assert f"{held}/analyse" not in page
    assert browser(people.mate).post(f"{held}/analyse").status_code == 403
    assert AnalysisJob.objects.filter(state=JobState.FAILED).count() == 1


def test_page_takes_the_same_queries_for_one_and_more_failures(people, held):
    client = browser(people.owner)
    text_of(client, held)
    one = queries_of(lambda: text_of(client, held))
    fail(AnalysisJob.objects.first().interview, 3)
    assert queries_of(lambda: text_of(client, held)) == one
