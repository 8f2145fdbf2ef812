"""Whoever owes a blind review sees nothing of what the AI found, at any door."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from interviews.services.assigning import unassign_reviewer
from reports.models import Report
from reports.services import decide, override, write_comment
from reports.services.reviewing import save_review
from tests.pages import browser, text_of
from tests.reports.reviews.test_reviewing import GOOD, hand_in

SCORE, WORDS = 93, "strongly_recommend"
FINDINGS = ("overall_score", "ability_scores", "dimension_details", "highlights", "improvements", "ability_evidence")


@pytest.fixture
def owed(case):
    """The reviewer and the team mate (a recruiter) owe a blind review; the score is told by no other number."""
    case.blind()
    Report.objects.update(overall_score=SCORE, recommendation=WORDS)
    case.assign(case.reviewer, case.people.mate)
    return case


def blind_people(case):
    return {"reviewer": case.reviewer, "mate": case.people.mate}


@pytest.fixture(params=["reviewer", "mate"])
def person(request, owed):
    return blind_people(owed)[request.param]


def test_rest_report_is_without_findings(owed, person, api):
    shown = api(person).get(f"/reports/{owed.id}").data
    assert shown["blind"] is True
    assert not any(key in shown for key in (*FINDINGS, "recommendation", "human", "engines", "coverage"))
    assert all("score" not in question and "timeline" not in question for question in shown["questions"])
    assert shown["questions"][0]["transcript"]


def test_rest_list_hides_filters_and_counts_nothing(owed, person, api):
    client = api(person)
    row = client.get("/reports").data["items"][0]
    assert (row["overall_score"], row["recommendation"]) == (None, None)
    assert client.get("/reports", min_score=1).data["total"] == 0
    assert client.get("/reports", recommendation=WORDS).data["total"] == 0


@pytest.mark.parametrize("form", ["pdf", "excel"])
def test_rest_export_is_refused(owed, person, api, form):
    assert api(person).get(f"/reports/{owed.id}/export", format=form).code == 40301


@pytest.mark.parametrize("suffix", ["pdf", "xlsx"])
def test_file_of_the_console_is_refused(owed, person, suffix):
    assert browser(person).get(f"/console/reports/{owed.id}.{suffix}").status_code == 403


def test_lists_of_the_console_hide_and_do_not_filter_or_sort_by_it(owed, person):
    client = browser(person)
    for path in ("/console/reports/", "/console/reports/?sort=-score", "/console/", "/console/interviews/"):
        page = text_of(client, path)
        assert f">{SCORE}<" not in page, path
        assert "强烈推荐" not in page.replace("<option", "\n<option").split("<table")[-1], path
    assert owed.id not in text_of(client, f"/console/reports/?recommendation={WORDS}")


def test_interview_page_hides_the_score(owed, person):
    assert f"· {SCORE}" not in text_of(browser(person), f"/console/interviews/{owed.id}")


def test_report_page_and_its_parts_hide_the_findings(owed, person):
    client = browser(person)
    override(owed.interview, actor=owed.people.owner, target="logical_thinking", score=11, reason="secret-reason")
    decide(owed.interview, actor=owed.people.owner, outcome="reject", reason="secret-reason", seen=0)
    write_comment(owed.interview, actor=owed.people.owner, text="secret-reason")
    hand_in(owed)
    page = text_of(client, f"/console/reports/{owed.id}")
    assert "secret-reason" not in page
    assert GOOD.notes not in page
    assert "ring-value" not in page
    assert "评分标准要求的各项均已测量" not in page  # nothing is said of what was measured
    assert "AI" in page
    document = owed.report.document
    part = json.loads(client.get(f"/console/reports/{owed.id}/parts/0").content)
    described = json.dumps(part, ensure_ascii=False)
    assert not any(moment["key"] in described for moment in document["highlights"])


def test_review_page_hides_the_findings_and_what_others_said(owed, person):
    hand_in(owed)
    page = text_of(browser(person), f"/console/reports/{owed.id}/review")
    assert f">{SCORE}<" not in page
    assert f"AI {SCORE}" not in page
    assert GOOD.notes not in page


def test_admin_of_a_blind_member_leaves_the_report_out(owed):
    mate = owed.people.mate
    mate.is_staff = True
    mate.save()
    client = browser(mate)
    change = reverse("admin:reports_report_change", args=[owed.report.pk])
    assert f'href="{change}' not in text_of(client, reverse("admin:reports_report_changelist"))
    assert client.get(change).status_code == 302
    hand_in(owed, mate)
    assert f'href="{change}' in text_of(client, reverse("admin:reports_report_changelist"))


def test_others_see_everything_meanwhile(owed, api):
    assert api(owed.people.owner).get(f"/reports/{owed.id}").data["overall_score"] is not None
    assert f">{SCORE}<" in text_of(browser(owed.people.owner), "/console/reports/")


def test_draft_does_not_open_the_eyes_and_handing_in_does(owed, person, api):
    save_review(owed.interview, actor=person, draft=GOOD, submit=False)
    assert api(person).get(f"/reports/{owed.id}").data["blind"]
    review = save_review(owed.interview, actor=person, draft=GOOD, submit=True)
    assert review.is_blind
    shown = api(person).get(f"/reports/{owed.id}").data
    assert "blind" not in shown
    assert shown["human"]["reviews"]["count"] == 1
    assert text_of(browser(person), f"/console/reports/{owed.id}").count("ring-value") == 1


def test_position_without_blind_review_hides_nothing(case, api):
    case.assign(case.reviewer)
    assert "blind" not in api(case.reviewer).get(f"/reports/{case.id}").data
    assert not hand_in(case, case.reviewer).is_blind


def test_recruiter_who_owes_a_review_neither_decides_nor_comments_before(owed):
    mate = browser(owed.people.mate)
    given = {"outcome": "reject", "reason": "no", "seen": 0}
    assert mate.post(f"/console/reports/{owed.id}/decision", given).status_code == 403
    assert mate.post(f"/console/reports/{owed.id}/comments", {"text": "hi"}).status_code == 403
    assert mate.get(f"/console/reports/{owed.id}/overrides").status_code == 403


def test_recruiter_taken_off_sees_again(owed, api):
    unassign_reviewer(owed.interview, owed.people.mate.public_id, actor=owed.people.owner)
    assert "blind" not in api(owed.people.mate).get(f"/reports/{owed.id}").data
