"""What stands in the admin: moments short, no a word, failures in sentences, a report's findings with its interview."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.timezone import localtime
from django.utils.translation import override

from accounts.enums import MemberRole
from accounts.models import User
from analysis.models import AnalysisJob
from common.admin.values import mark
from common.job_wording import SENTENCES, job_sentence
from interviews.admin import take_sentence
from interviews.models import Answer, Interview
from positions.models import Position
from reports.models import Report
from tests.pages import browser, text_of
from tests.people import add_member
from tests.reports.test_api import hold


@pytest.fixture
def staff(people):
    User.objects.filter(pk=people.owner.pk).update(is_staff=True)
    return people


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_moments_are_short_in_every_language(api, staff, language):
    hold(api, staff)
    made = localtime(Interview.objects.get().created_at)
    page = text_of(browser(staff.owner, language=language), "/admin/interviews/interview/")
    assert f"{made:%Y-%m-%d %H:%M}" in page


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "否"), ("en", "No")])
def test_no_is_a_word_and_no_error(language, word):
    with override(language):
        assert f">{word}<" in mark(False)
        assert "quiet-no" not in mark(True)


def test_failed_analysis_says_why_in_words(api, staff):
    hold(api, staff)
    AnalysisJob.objects.update(state="failed", error_code="empty_file")
    Answer.objects.update(status="failed", failure="empty_file")
    client = browser(staff.owner, language="en")
    job, interview = AnalysisJob.objects.first(), Interview.objects.get()
    for path in ("", f"{job.pk}/change/"):
        page = text_of(client, f"/admin/analysis/analysisjob/{path}")
        assert "The recording is empty (0 bytes)." in page
        assert "empty_file" not in page
    page = text_of(client, f"/admin/interviews/interview/{interview.pk}/change/")
    assert "empty_file" not in page


def test_unknown_failure_stands_for_itself_and_none_for_nothing():
    assert job_sentence("some_new_code") == "some new code"
    assert job_sentence("") == ""
    assert all(str(sentence) for sentence in SENTENCES.values())


def test_interview_tells_what_its_report_found(api, staff):
    hold(api, staff)
    Report.objects.update(overall_score=83, recommendation="recommend")
    interview = Interview.objects.get()
    page = text_of(browser(staff.owner, language="en"), f"/admin/interviews/interview/{interview.pk}/change/")
    assert ">83<" in page.replace("\n", "").replace(" ", "")
    assert f"/console/reports/{interview.public_id}" in page


def test_interview_tells_no_findings_to_who_is_to_judge_first(api, staff):
    hold(api, staff)
    Report.objects.update(overall_score=83, recommendation="recommend")
    Position.objects.update(blind_review=True)
    interview = Interview.objects.get()
    reviewer = add_member(staff, MemberRole.REVIEWER)
    User.objects.filter(pk=reviewer.pk).update(is_staff=True)
    interview.assignments.create(reviewer=reviewer, assigned_by=staff.owner)
    page = text_of(browser(reviewer, language="en"), f"/admin/interviews/interview/{interview.pk}/change/")
    assert f"/console/reports/{interview.public_id}" not in page
    assert ">83<" not in page.replace("\n", "").replace(" ", "")


def test_take_says_whether_it_counts():
    with override("en"):
        assert take_sentence(Answer(take=2)) == "Take 2, counts"
        assert take_sentence(Answer(take=1, is_current=False)) == "Take 1, replaced later"


def test_groups_that_nobody_may_open_are_no_page(staff):
    assert not admin.site.is_registered(Group)
    assert browser(staff.owner).get("/admin/auth/group/").status_code == 404


def test_viewer_is_offered_no_invitation_that_they_may_not_send(staff):
    viewer = add_member(staff, MemberRole.VIEWER)
    User.objects.filter(pk=viewer.pk).update(is_staff=True)
    for person, is_offered in ((staff.owner, True), (viewer, False)):
        page = browser(person, language="en").get("/admin/interviews/invitation/")
        request = page.wsgi_request
        offered = page.context["cl"].model_admin.get_actions(request)
        assert ("invite_again" in offered, "revoke" in offered) == (is_offered, is_offered)
