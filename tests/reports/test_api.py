"""Section 7: reports, made by the whole pipeline with quick engines."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from interviews.models import Interview
from reports import services
from reports.models import Report
from tests.factories import make_interview, make_position
from tests.interviews.test_lifecycle_api import text_answer

LONG = "首先我会分析问题，因为数据分布不均；然后使用正则化和早停；最后用交叉验证评估，因此效果提升了百分之十。" * 3


def hold(api, people, *, candidate_report="full", answers=3, text=LONG):
    """A text interview held to its end; its path."""
    position = make_position(people.owner, questions=3, candidate_report=candidate_report)
    interview = make_interview(people.candidate, position, mode="text")
    client, path = api(people.candidate), f"/interviews/{interview.public_id}"
    client.post(f"{path}/start")
    for question in list(interview.questions.all())[:answers]:
        client.post(f"{path}/answers", text_answer(question.question_id, text))
    client.post(f"{path}/end")
    return f"/reports/{interview.public_id}"


def test_report_answers_as_the_specification_says(api, people):
    report = api(people.owner).get(hold(api, people)).data
    for key in (
        "report_id",
        "interview_id",
        "candidate",
        "position",
        "overall_score",
        "recommendation",
        "ability_scores",
        "dimension_details",
        "highlights",
        "improvements",
        "generated_at",
        "ability_evidence",
        "insufficient_evidence",
        "engines",
        "rubric_version",
    ):
        assert key in report
    assert report["report_id"].startswith("rpt_")
    assert report["candidate"] == {"user_id": people.candidate.public_id, "username": "张三"}
    assert set(report["ability_scores"]) == {
        "professional_knowledge",
        "logical_thinking",
        "language_expression",
        "stress_resistance",
        "communication_potential",
    }
    assert isinstance(report["ability_scores"]["professional_knowledge"], int)


def test_report_leaves_null_what_text_cannot_show(api, people):
    report = api(people.owner).get(hold(api, people)).data
    assert report["dimension_details"]["video"]["score"] is None
    assert "text_only" in {entry["reason"] for entry in report["not_measured"]}


def test_report_of_one_answer_in_three_has_too_little_evidence(api, people):
    report = api(people.owner).get(hold(api, people, answers=1)).data
    assert (report["overall_score"], report["recommendation"]) == (None, "insufficient_evidence")


def test_report_before_the_end_is_a_conflict(api, people):
    interview = make_interview(people.candidate, make_position(people.owner))
    assert api(people.owner).get(f"/reports/{interview.public_id}").code == 40901


def test_report_that_is_being_made_says_how_far(api, people, monkeypatch):
    monkeypatch.setattr(services, "build_report", lambda report_id: None)
    answer = api(people.owner).get(hold(api, people))
    assert (answer.status, answer.data["report_status"]) == (202, "generating")
    assert 0 <= answer.data["progress"] <= 1
    assert api(people.owner).get(f"/reports/{answer.data['interview_id']}/export", format="pdf").code == 40901


def test_report_that_failed_says_why(api, people, monkeypatch, settings):
    settings.JOB_MAX_ATTEMPTS = 1

    def crash(**_):
        raise RuntimeError("broken")

    monkeypatch.setattr(services.making, "build_document", crash)
    answer = api(people.owner).get(hold(api, people))
    assert (answer.status, answer.data["report_status"], answer.data["reason"]) == (200, "failed", "internal_error")


def test_report_is_seen_by_its_company_and_its_candidate_alone(api, people):
    path = hold(api, people)
    assert api(people.mate).get(path).status == 200
    assert api(people.candidate).get(path).status == 200
    for other in (people.stranger, people.other_candidate):
        assert api(other).get(path).code == 40401
        assert api(other).get(f"{path}/export", format="pdf").code == 40401


def test_candidate_reads_what_the_position_shares(api, people):
    feedback = api(people.candidate).get(hold(api, people, candidate_report="feedback")).data
    assert "overall_score" not in feedback
    assert "ability_scores" not in feedback
    assert "improvements" in feedback
    assert api(people.candidate).get(hold(api, people, candidate_report="none")).code == 40301


def test_report_speaks_the_language_of_its_reader(api, people):
    path = hold(api, people)
    chinese = api(people.owner).get(path).data["improvements"][0]["suggestion"]
    english = api(people.owner, language="en").get(path).data["improvements"][0]["suggestion"]
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese)
    assert english.isascii() or "’" in english or "–" in english


def test_list_filters_and_hides_scores_from_candidates_who_may_not_see_them(api, people):
    hold(api, people)
    hold(api, people, candidate_report="feedback")
    hold(api, people, candidate_report="none", answers=1)
    owner, candidate = api(people.owner), api(people.candidate)
    assert owner.get("/reports").data["total"] == 3
    assert owner.get("/reports", recommendation="insufficient_evidence").data["total"] >= 1
    assert owner.get("/reports", min_score=100).data["total"] == 0
    assert owner.get("/reports", min_score=101).code == 40001
    assert owner.get("/reports", recommendation="hire").code == 40001
    shown = candidate.get("/reports").data["items"]
    assert len(shown) == 2
    assert [item["overall_score"] for item in shown].count(None) >= 1
    assert candidate.get("/reports", min_score=0).data["total"] <= 1
    assert api(people.stranger).get("/reports").data["total"] == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_list_needs_a_constant_number_of_queries(api, people, rows, django_assert_num_queries):
    for _row in range(rows):
        hold(api, people, answers=1)
    client = api(people.owner)
    with django_assert_num_queries(4):
        client.get("/reports")


def test_export_gives_files_in_the_language_of_the_reader(api, people):
    path = hold(api, people)
    pdf = api(people.owner).raw("get", f"/v1{path}/export", data={"format": "pdf"})
    assert pdf["Content-Type"] == "application/pdf"
    assert "张三" in "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)
    excel = api(people.owner, language="en").raw("get", f"/v1{path}/export", data={"format": "excel"})
    assert "Overview" in load_workbook(BytesIO(excel.content)).sheetnames
    assert api(people.owner).get(f"{path}/export", format="word").code == 40001
    assert api(people.owner).get(f"{path}/export").code == 40001


def test_report_is_made_once_however_often_it_is_asked_for(api, people):
    hold(api, people)
    report = Report.objects.get()
    before = report.generated_at
    services.build_report(report.pk)
    report.refresh_from_db()
    assert report.generated_at == before


def test_report_tells_its_company_the_id_elsewhere_and_no_candidate(api, people):
    path = hold(api, people)
    Interview.objects.update(external_id="application-4711")
    owner, candidate = api(people.owner), api(people.candidate)
    assert owner.get(path).data["external_id"] == "application-4711"
    assert [row["external_id"] for row in owner.get("/reports").data["items"]] == ["application-4711"]
    assert "4711" not in str(candidate.get(path).body)
    assert "4711" not in str(candidate.get("/reports").body)


def test_files_of_a_report_name_the_id_elsewhere_whole_and_those_of_a_candidate_do_not(api, people):
    path, given = hold(api, people), "application-4711-" + "x" * 180
    Interview.objects.update(external_id=given)
    for person, is_named in ((people.owner, True), (people.candidate, False)):
        client = api(person, language="en")
        pdf, excel = (client.raw("get", f"/v1{path}/export?format={form}").content for form in ("pdf", "excel"))
        words = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        cells = [cell for row in load_workbook(BytesIO(excel))["Overview"].values for cell in row]
        assert (given in "".join(words.split())) is is_named
        assert (given in cells) is is_named
