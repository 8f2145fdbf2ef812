"""The files and the interface show what people found beside the AI."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from reports.services import decide, override
from tests.reports.reviews.test_reviewing import hand_in


@pytest.fixture
def judged(case):
    hand_in(case)
    override(case.interview, actor=case.people.owner, target="logical_thinking", score=12, reason="=看错了(1)")
    decide(case.interview, actor=case.people.owner, outcome="hold", reason="再谈一次", seen=0)
    return case


def file_of(judged, api, form):
    return BytesIO(
        api(judged.people.owner).raw("get", f"/v1/reports/{judged.id}/export", data={"format": form}).content
    )


def test_workbook_has_a_sheet_of_people(judged, api):
    rows = list(load_workbook(file_of(judged, api, "excel"))["人的判断"].values)
    said = {row[0]: row[1:] for row in rows if row[0]}
    assert said["决定"][1] == "暂缓"
    assert said["决定"][2] == "再谈一次"
    assert said["决定"][3].startswith("王总")
    assert said["评审人的建议"][1].endswith("× 1")
    assert said["改判：逻辑思维能力"][1] == "12"
    assert said["改判：逻辑思维能力"][2].startswith("=看错了")
    assert said["专业知识水平"][1] == "75"


def test_pdf_names_the_decision_and_who_made_it(judged, api):
    words = "".join(page.extract_text() for page in PdfReader(file_of(judged, api, "pdf")).pages)
    for part in ("人的判断", "再谈一次", "王总", "暂缓"):
        assert part in words


def test_candidate_never_sees_what_people_found(judged, api):
    shown = api(judged.people.candidate).get(f"/reports/{judged.id}").data
    assert "overall_score" in shown
    assert "human" not in shown
    for path in ("reviews", "decisions", "comments"):
        assert api(judged.people.candidate).get(f"/reports/{judged.id}/{path}").code == 40301


def test_interface_takes_reviews_decisions_and_comments(case, api):
    mate = api(case.people.mate)
    path = f"/reports/{case.id}"
    assert (
        mate.post(f"{path}/reviews", {"ratings": {"logical_thinking": 6}, "recommendation": "consider"}).code == 40001
    )
    assert (
        mate.post(f"{path}/reviews", {"ratings": {"logical_thinking": 0}, "recommendation": "consider"}).code == 40001
    )
    assert mate.post(f"{path}/reviews", {"ratings": {"charm": 3}, "recommendation": "consider"}).code == 40001
    assert (
        mate.post(f"{path}/reviews", {"ratings": {"logical_thinking": 4}, "draft": True}).data["submitted_at"] is None
    )
    made = mate.post(f"{path}/reviews", {"ratings": {"logical_thinking": 4}, "recommendation": "consider"})
    assert (made.status, made.data["ratings"]["logical_thinking"]) == (201, 4)
    again = {"ratings": {"logical_thinking": 5}, "recommendation": "recommend"}
    assert mate.post(f"{path}/reviews", again).code == 40001
    assert mate.post(f"{path}/reviews", {**again, "reason": "又看了"}).data["ratings"]["logical_thinking"] == 5
    assert api(case.people.owner).get(f"{path}/reviews").data["total"] == 1
    assert mate.post(f"{path}/decisions", {"outcome": "hold"}).code == 40001
    assert mate.post(f"{path}/decisions", {"outcome": "hold", "reason": "x"}).data["number"] == 1
    assert mate.post(f"{path}/decisions", {"outcome": "reject", "reason": "x"}).code == 40901
    assert [item["number"] for item in mate.get(f"{path}/decisions").data["items"]] == [1]
    assert mate.post(f"{path}/comments", {"text": "@王总 看"}).data["mentioned"][0]["username"] == "王总"
    assert api(case.people.owner).get(f"{path}/comments").data["total"] == 1


def test_interface_keeps_others_out(case, api):
    for path in ("reviews", "decisions", "comments"):
        for person, code in ((case.reviewer, 40401), (case.people.stranger, 40401)):
            assert api(person).get(f"/reports/{case.id}/{path}").code == code
            assert api(person).post(f"/reports/{case.id}/{path}", {"text": "x"}).code == code
    given = {"ratings": {"logical_thinking": 4}, "recommendation": "consider"}
    assert api(case.viewer).post(f"/reports/{case.id}/reviews", given).code == 40301
    assert api(case.viewer).post(f"/reports/{case.id}/comments", {"text": "x"}).code == 40301


def test_interface_is_shut_for_who_owes_a_blind_review(case, api):
    hand_in(case)
    case.blind()
    case.assign(case.reviewer)
    client = api(case.reviewer)
    assert client.get(f"/reports/{case.id}/reviews").data["items"] == []
    for path in ("decisions", "comments"):
        assert client.get(f"/reports/{case.id}/{path}").code == 40301
