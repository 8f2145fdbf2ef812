"""Decisions and overrides: a person's, with a reason, beside what the AI found."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from common.errors import InvalidInput, NotAllowed
from interviews.errors import InterviewErased
from interviews.services.erasure import erase_interview
from reports.models import Report
from reports.reviews.disagreement import as_score, differences_of
from reports.reviews.errors import AlreadySaid, DecidedMeanwhile
from reports.reviews.models import Decision, Override
from reports.services import decide, override, withdraw_override
from tests.pages import browser, post, text_of
from tests.reports.reviews.test_reviewing import hand_in


def say(case, **changes):
    given = {"actor": case.people.owner, "outcome": "advance", "reason": "很好", "seen": 0, **changes}
    return decide(case.interview, **given)


def test_decision_counts_and_earlier_ones_are_kept(case):
    say(case)
    say(case, outcome="hold", seen=1, actor=case.people.mate)
    assert [(one.number, one.outcome) for one in Decision.objects.all()] == [(2, "hold"), (1, "advance")]


def test_two_who_decide_at_once_are_not_both_heard(case):
    say(case, actor=case.people.mate)
    with pytest.raises(DecidedMeanwhile) as told:
        say(case, outcome="reject")
    assert "李同事" in str(told.value)
    assert Decision.objects.get().outcome == "advance"


def test_second_who_decides_on_the_page_is_told_and_keeps_what_was_typed(case):
    say(case, actor=case.people.mate)
    client = browser(case.people.owner)
    path = f"/console/reports/{case.id}/decision"
    refused = post(client, path, {"outcome": "reject", "reason": "typed <b>words</b>", "seen": 0})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "李同事" in page
    assert "typed &lt;b&gt;words&lt;/b&gt;" in page
    assert 'name="seen" value="1"' in page
    assert post(client, path, {"outcome": "reject", "reason": "still", "seen": 1}).status_code == 302


@pytest.mark.parametrize("changes", [{"reason": " "}, {"reason": "x" * 5001}, {"outcome": "hire"}])
def test_decision_without_reason_or_of_another_kind_is_refused(case, changes):
    with pytest.raises(InvalidInput):
        say(case, **changes)
    assert not Decision.objects.exists()


def test_decision_is_always_a_persons(case):
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(interview=case.interview, number=1, outcome="reject", reason="x", decided_by=None)


def test_only_recruiters_decide(case):
    case.assign(case.reviewer)
    for person in (case.reviewer, case.viewer):
        with pytest.raises(NotAllowed):
            say(case, actor=person)
    erase_interview(case.interview)
    with pytest.raises(InterviewErased):
        say(case)


def test_override_stands_beside_and_changes_nothing_of_the_report(case, api):
    before = Report.objects.get(pk=case.report.pk).document
    scores = {ability["key"]: ability["score"] for ability in before["abilities"]}
    override(case.interview, actor=case.people.owner, target="logical_thinking", score=12, reason="看错了")
    override(
        case.interview, actor=case.people.owner, target="recommendation", recommendation="recommend", reason="再看"
    )
    report = Report.objects.get(pk=case.report.pk)
    assert (report.document, report.overall_score) == (before, case.report.overall_score)
    shown = api(case.people.owner).get(f"/reports/{case.id}").data
    found = {entry["target"]: (entry["ai_value"], entry["value"]) for entry in shown["human"]["overrides"]}
    assert found["logical_thinking"] == (scores["logical_thinking"], 12)
    assert found["recommendation"] == (before["recommendation"], "recommend")
    assert shown["ability_scores"]["logical_thinking"] == scores["logical_thinking"]


def test_override_stands_beside_the_score_it_is_about_and_goes_when_withdrawn(case):
    page = f"/console/reports/{case.id}"
    given = {"target": "logical_thinking", "score": 12, "reason": "<b>看错了</b>"}
    made = override(case.interview, actor=case.people.owner, **given)
    shown = text_of(browser(case.people.owner, language="en"), page)
    abilities = shown.partition('id="abilities"')[2]
    ability = abilities.partition("<b>Logical thinking</b>")[2].partition("</summary>")[0]
    assert "A person says 12" in ability
    assert "&lt;b&gt;看错了" in ability
    assert shown.count("A person says") == 1
    withdraw_override(case.interview, actor=case.people.owner, override_id=made.public_id)
    assert "A person says" not in text_of(browser(case.people.owner, language="en"), page)


def test_head_of_the_report_offers_to_decide_and_then_says_what_was_decided(case):
    page = f"/console/reports/{case.id}"
    head = text_of(browser(case.people.owner), page).partition("data-tabs")[0]
    assert f"/console/reports/{case.id}/decision" in head
    assert "/decision" not in text_of(browser(case.viewer), page).partition("data-tabs")[0]
    say(case)
    for person in (case.people.owner, case.viewer):
        head = text_of(browser(person), page).partition("data-tabs")[0]
        assert 'href="#decision"' in head
        assert "进入下一轮" in head


def test_what_people_do_stands_above_versions_and_links(case):
    page = text_of(browser(case.people.owner), f"/console/reports/{case.id}")
    assert page.index('id="decision"') < page.index('id="versions"') < page.index('id="sharing"')


def test_newer_override_takes_the_place_of_the_older_and_can_be_withdrawn(case):
    for score in (12, 14):
        made = override(case.interview, actor=case.people.owner, target="logical_thinking", score=score, reason="x")
    assert Override.objects.filter(withdrawn_at=None).get() == made
    withdraw_override(case.interview, actor=case.people.mate, override_id=made.public_id)
    assert Override.objects.filter(withdrawn_at=None).count() == 0
    assert Override.objects.count() == 2


@pytest.mark.parametrize(
    "given",
    [
        {"target": "logical_thinking", "score": 101},
        {"target": "logical_thinking", "score": -1},
        {"target": "logical_thinking", "recommendation": "consider"},
        {"target": "recommendation", "recommendation": "insufficient_evidence"},
        {"target": "charm", "score": 5},
    ],
)
def test_override_of_nonsense_is_refused(case, given):
    with pytest.raises(InvalidInput):
        override(case.interview, actor=case.people.owner, reason="x", **given)


def test_override_that_says_the_same_is_none(case):
    with pytest.raises(AlreadySaid):
        override(
            case.interview,
            actor=case.people.owner,
            target="recommendation",
            recommendation=case.report.recommendation,
            reason="x",
        )


def test_ratings_are_put_on_the_scale_of_the_ai_linearly():
    assert [as_score(rating) for rating in (1, 2, 3, 4, 5)] == [0, 25, 50, 75, 100]


def test_difference_of_more_than_twenty_points_is_far_and_spread_is_of_the_reviewers():
    ratings = [{"logical_thinking": 2, "stress_resistance": 3}, {"logical_thinking": 4}]
    found = {one.ability: one for one in differences_of({"logical_thinking": 71, "stress_resistance": None}, ratings)}
    logic = found["logical_thinking"]
    assert (logic.people, logic.points, logic.spread, logic.is_far, logic.is_split) == (50, -21, 50, True, True)
    stress = found["stress_resistance"]
    assert (stress.people, stress.points, stress.spread, stress.is_far) == (50, None, None, False)
    assert found["language_expression"].people is None
    assert not differences_of({"logical_thinking": 70}, ratings)[1].is_far


def test_page_says_where_people_and_ai_differ(case):
    hand_in(case)
    page = text_of(browser(case.people.owner, language="en"), f"/console/reports/{case.id}")
    assert "points above the AI" in page or "points below the AI" in page
    assert "0, 25, 50, 75, 100" in page


def test_pages_of_a_report_out_of_scope_are_not_found_and_not_allowed_ones_refused(case):
    acts = ("review", "decision", "overrides", "comments")
    for person, status in ((case.reviewer, 404), (case.people.stranger, 404), (case.viewer, 403)):
        client = browser(person)
        for act in acts:
            given = {
                "reason": "x",
                "outcome": "hold",
                "seen": 0,
                "text": "x",
                "act": "submit",
                "target": "recommendation",
            }
            given |= {"recommendation": "consider", "logical_thinking": 3}
            assert post(client, f"/console/reports/{case.id}/{act}", given).status_code == status, act
        assert post(client, f"/console/reports/{case.id}/reviewers", {"reviewer": "x"}).status_code == status
