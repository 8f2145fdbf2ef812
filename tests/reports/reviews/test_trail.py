"""What services write into the trail of an interview."""

from __future__ import annotations

from django.urls import reverse

from common.audit.writing import trail_of
from interviews.services.erasure import erase_interview
from reports.reviews.models import Comment, Decision, Override, Review
from reports.services import decide, override, withdraw_override, write_comment
from tests.pages import browser, text_of
from tests.reports.reviews.test_reviewing import hand_in


def verbs(case):
    return [entry.verb for entry in trail_of(case.id)][::-1]


def test_life_of_an_interview_is_told_in_order(case):
    assert verbs(case)[:4] == ["created", "started", "finished", "report_made"]


def test_reading_is_told_once_and_downloading_each_time(case):
    client = browser(case.people.owner)
    for _time in range(2):
        text_of(client, f"/console/reports/{case.id}")
        assert client.get(f"/console/reports/{case.id}.xlsx").status_code == 200
    assert verbs(case)[4:] == ["report_viewed", "exported", "exported"]


def test_facts_hold_no_words_of_people(case):
    hand_in(case)
    override(case.interview, actor=case.people.owner, target="logical_thinking", score=1, reason="秘密理由")
    decide(case.interview, actor=case.people.owner, outcome="hold", reason="秘密理由", seen=0)
    write_comment(case.interview, actor=case.people.owner, text="秘密理由")
    told = [(entry.facts, entry.subject) for entry in trail_of(case.id)]
    assert "秘密理由" not in str(told)
    assert {"outcome": "hold"} in [facts for facts, _subject in told]


def test_trail_outlives_the_erasure(case, after_commit):
    made = override(case.interview, actor=case.people.owner, target="logical_thinking", score=1, reason="x")
    withdraw_override(case.interview, actor=case.people.owner, override_id=made.public_id)
    write_comment(case.interview, actor=case.people.owner, text="x")
    with after_commit():
        erase_interview(case.interview)
    assert not Comment.objects.exists()
    assert verbs(case)[-4:] == ["overridden", "override_withdrawn", "commented", "erased"]


def test_trail_is_shown_on_the_pages_of_report_and_interview(case):
    case.assign(case.reviewer)
    for path in (f"/console/reports/{case.id}", f"/console/interviews/{case.id}"):
        page = text_of(browser(case.people.owner, language="en"), path)
        assert "Reviewer assigned: <b>评审甲</b>" in page


def test_admin_shows_staff_what_people_found_in_their_own_organization(case):
    hand_in(case)
    override(case.interview, actor=case.people.owner, target="logical_thinking", score=1, reason="x")
    decide(case.interview, actor=case.people.owner, outcome="hold", reason="x", seen=0)
    write_comment(case.interview, actor=case.people.owner, text="x")
    for person in (case.people.owner, case.people.stranger):
        person.is_staff = True
        person.save()
    for name, model in (("review", Review), ("decision", Decision), ("override", Override), ("comment", Comment)):
        row = model.objects.get()
        path = reverse(f"admin:reports_{name}_changelist")
        change = reverse(f"admin:reports_{name}_change", args=[row.pk])
        assert f'href="{change}' in text_of(browser(case.people.owner), path)
        assert f'href="{change}' not in text_of(browser(case.people.stranger), path)
        assert browser(case.people.owner).get(change).status_code == 200
        assert browser(case.people.stranger).get(change).status_code == 302
