"""The admin's first page counts what its reader may see, and each number leads to its list."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import User
from analysis.models import AnalysisJob
from common import clock
from interviews.models import Interview, Invitation
from interviews.services.invitations import InvitationDraft, invite_one
from tests.factories import make_position
from tests.pages import browser, queries_of, text_of
from tests.reports.made import make_report


@pytest.fixture
def staff(people):
    User.objects.filter(pk__in=[people.owner.pk, people.stranger.pk]).update(is_staff=True)
    return people


def board_of(person):
    return browser(person).get("/admin/").context["board"]


def counts(bars):
    return [bar.count for bar in bars]


def fill(people):
    """Three invited, one of them held in 20 minutes with a score of 95, and a failed job."""
    position = make_position(people.owner)
    for number in range(3):
        invite_one(position=position, actor=people.owner, draft=InvitationDraft(email=f"c{number}@mail.example"))
    report = make_report(people.candidate, position, overall_score=95)
    make_report(people.other_candidate, position, overall_score=100)
    held = Invitation.objects.first()
    now = clock.now()
    Interview.objects.filter(pk=held.interview_id).update(
        status="completed", end_reason="finished", started_at=now - dt.timedelta(minutes=9), ended_at=now
    )
    of = {"interview": report.interview, "organization": report.organization}
    AnalysisJob.objects.create(kind="speech", state="failed", **of)


def test_numbers_are_those_of_ones_own_organization(staff):
    fill(staff)
    board = board_of(staff.owner)
    assert counts(board["funnel"]) == [3, 1, 1, 0]
    assert [bar.share for bar in board["funnel"]] == [100, 33, 33, 0]
    assert counts(board["scores"]["bars"]) == [0] * 9 + [2]
    assert board["scores"]["average"] == 97.5
    assert counts(board["lengths"]["bars"]) == [1, 0, 2, 0, 0]
    assert board["lengths"]["minutes"] == round((9 + 20 + 20) / 3, 1)
    failed = {str(queue["cells"][2]["url"]): queue["cells"][2]["count"] for queue in board["queues"]}
    assert failed["/admin/analysis/analysisjob/?state__exact=failed"] == 1
    other = board_of(staff.stranger)
    bars = [*other["funnel"], *other["scores"]["bars"], *other["lengths"]["bars"]]
    assert not any(bar.count or bar.share for bar in bars)
    assert not any(cell["count"] for queue in other["queues"] for cell in queue["cells"])
    assert (other["scores"]["average"], other["lengths"]["minutes"]) == (None, None)


def test_every_number_leads_to_a_list_of_as_many(staff):
    fill(staff)
    client, board = browser(staff.owner), board_of(staff.owner)
    bars = [*board["funnel"], *board["scores"]["bars"], *board["lengths"]["bars"]]
    linked = [(bar.url, bar.count) for bar in bars]
    linked += [(cell["url"], cell["count"]) for queue in board["queues"] for cell in queue["cells"]]
    for url, count in linked:
        response = client.get(url)
        assert response.status_code == 200, url
        assert response.context["cl"].result_count == count, url


def test_dashboard_takes_the_same_queries_for_one_and_three(staff):
    client = browser(staff.owner)
    fill(staff)
    text_of(client, "/admin/")
    once = queries_of(lambda: text_of(client, "/admin/"))
    fill_again = make_position(staff.owner)
    for _time in range(3):
        make_report(staff.candidate, fill_again)
    assert queries_of(lambda: text_of(client, "/admin/")) == once <= 10


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "后台任务"), ("en", "Background work")])
def test_dashboard_is_in_both_languages_and_empty_without_rows(staff, language, words):
    assert words in text_of(browser(staff.stranger, language=language), "/admin/")
