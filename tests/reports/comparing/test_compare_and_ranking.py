"""Candidates side by side, and the ranking of a position."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from interviews.models import Assignment
from reports.comparing.overlay import overlay_of
from reports.comparing.table import compare
from reports.models import Decision, Review
from tests.factories import make_position
from tests.pages import browser, queries_of, text_of
from tests.reports.made import make_report


@pytest.fixture
def position(people):
    return make_position(people.owner, questions=1)


def address(*reports) -> str:
    return "/console/compare?" + "&".join(f"report={report.public_id}" for report in reports)


def test_compare_shows_both_and_marks_the_higher(people, position):
    high = make_report(people.candidate, position, scores={"logical_thinking": 91})
    low = make_report(people.other_candidate, position, scores={"logical_thinking": 55})
    page = text_of(browser(people.mate, language="en"), address(high, low))
    assert people.candidate.username in page
    assert people.other_candidate.username in page
    assert ">36<" in page  # the spread
    assert "highest" in page


def test_missing_scores_are_gaps_and_never_zero(people, position):
    whole = make_report(people.candidate, position)
    holed = make_report(people.other_candidate, position, scores={"stress_resistance": None}, overall_score=None)
    for report in (whole, holed):
        report.is_hidden = False
    found = compare([whole, holed], language="en", decisions={}, reviews={})
    row = found.abilities[SCORED.index("stress_resistance")]
    assert (row.cells[1].state, row.cells[1].score, row.spread) == ("unscored", None, None)
    drawn = overlay_of(list("abcde"), [[50, None, 50, 50, 50], [50] * 5, [None] * 5])
    assert len(drawn.series[0].points) == 4
    assert drawn.series[0].path.count("M") == 3
    assert drawn.series[1].path.endswith("Z")
    assert drawn.series[2].path == ""


def test_compare_accepts_ids_of_interviews_and_each_once(people, position):
    report = make_report(people.candidate, position)
    page = text_of(browser(people.owner), f"{address(report, report)}&report={report.interview.public_id}")
    assert page.count('class="compare-name') == 1


def test_compare_of_seven_or_of_two_positions_is_refused(people, position):
    reports = [make_report(people.candidate, position) for _time in range(7)]
    client = browser(people.owner)
    assert client.get(address(*reports)).status_code == 400
    assert client.get(address(*reports[:6])).status_code == 200
    other = make_report(people.candidate, make_position(people.owner))
    assert client.get(address(reports[0], other)).status_code == 400


def test_compare_of_somebody_elses_is_not_found(people, position):
    report = make_report(people.candidate, position)
    assert browser(people.stranger).get(address(report)).status_code == 404
    assert browser(people.stranger).get(f"/console/positions/{position.public_id}/ranking").status_code == 404
    assert browser(people.owner).get("/console/compare?report=nonsense").status_code == 404
    assert browser(people.owner).get("/console/compare").status_code == 200


def test_compare_tells_what_people_gave_and_decided(people, position):
    report = make_report(people.candidate, position)
    Review.objects.create(
        interview=report.interview,
        reviewer=people.mate,
        logical_thinking=5,
        recommendation="recommend",
        submitted_at=report.generated_at,
    )
    Decision.objects.create(
        interview=report.interview, number=1, outcome="advance", reason="好", decided_by=people.owner
    )
    page = text_of(browser(people.owner, language="en"), address(report))
    assert "reviewers 100" in page
    assert "Advance" in page


def test_blind_reviewer_sees_no_scores_in_either(people, position):
    report = make_report(people.candidate, position, overall_score=83, scores=dict.fromkeys(SCORED, 83))
    position.blind_review = True
    position.save(update_fields=["blind_review"])
    Assignment.objects.create(interview=report.interview, reviewer=people.mate, assigned_by=people.owner)
    client = browser(people.mate)
    for path in (address(report), f"/console/positions/{position.public_id}/ranking?sort=-logical_thinking"):
        assert ">83<" not in text_of(client, path)
        assert ">83<" in text_of(browser(people.owner), path)


SCORED = (
    "professional_knowledge",
    "logical_thinking",
    "language_expression",
    "stress_resistance",
    "communication_potential",
)


def test_comparison_as_a_file_runs_nothing(people, position):
    people.candidate.username = "=HYPERLINK(1)"
    people.candidate.save(update_fields=["username"])
    report = make_report(people.candidate, position)
    response = browser(people.owner).get(address(report).replace("compare?", "compare.xlsx?"))
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet["B1"].value == "=HYPERLINK(1)"
    assert sheet["B1"].data_type == "s"
    assert sheet["B2"].value == report.overall_score


@pytest.mark.parametrize("sort", ["logical_thinking", "-logical_thinking"])
def test_ranking_sorts_by_an_ability_with_gaps_last(people, position, sort):
    made = {
        score: make_report(people.candidate, position, scores={"logical_thinking": score}) for score in (40, None, 9)
    }
    page = text_of(browser(people.owner), f"/console/positions/{position.public_id}/ranking?sort={sort}")
    places = [page.index(f'value="{made[score].public_id}"') for score in ((9, 40) if sort[0] != "-" else (40, 9))]
    assert places == sorted(places)
    assert page.index(f'value="{made[None].public_id}"') > max(places)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("min_score=60", True),
        ("min_score=99", False),
        ("decision=none", True),
        ("decision=advance", False),
        ("since=2020-01-01&until=2020-01-02", False),
        ("since=2020-01-01", True),
        ("since=nonsense&min_score=x", True),
        ("q=张三", True),
        ("q=nobody", False),
        ("q=A-4711", True),
        ("q=A-471", False),
        ("sort=password", True),
    ],
)
def test_ranking_is_narrowed_by_the_address(people, position, query, found):
    report = make_report(people.candidate, position, overall_score=71)
    type(report.interview).objects.update(external_id="A-4711")
    page = text_of(browser(people.owner), f"/console/positions/{position.public_id}/ranking?{query}")
    assert (report.public_id in page) is found


def test_ranking_takes_the_same_queries_for_one_and_three(people, position):
    client, path = browser(people.owner), f"/console/positions/{position.public_id}/ranking"
    make_report(people.candidate, position)
    one = queries_of(lambda: text_of(client, path))
    make_report(people.candidate, position)
    make_report(people.other_candidate, position)
    assert queries_of(lambda: text_of(client, path)) == one
