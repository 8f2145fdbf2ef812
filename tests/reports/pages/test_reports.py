"""The console's reports."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports import services
from reports.models import Report
from tests.pages import HTMX, browser, queries_of, text_of
from tests.reports.samples import sample_document
from tests.reports.test_api import hold

PATH = "/console/reports/"


def made(api, people, **changes) -> str:
    """A report with every kind of part; the page's path."""
    interview_id = hold(api, people, **changes).rsplit("/", 1)[1]
    Report.objects.filter(interview__public_id=interview_id).update(document=sample_document(), overall_score=71)
    return f"{PATH}{interview_id}"


@pytest.mark.parametrize(
    ("language", "words"), [("zh-CN", ["专业知识", "建议"]), ("en", ["Professional", "Suggestion"])]
)
def test_report_page_shows_every_part_in_both_languages(api, people, language, words):
    page = text_of(browser(people.owner, language=language), made(api, people))
    assert all(word in page for word in words)
    assert "stroke-dasharray" in page


def test_report_page_of_a_stranger_is_not_found(api, people):
    path = made(api, people)
    assert browser(people.stranger).get(path).status_code == 404
    assert browser(people.stranger).get(f"{path}.pdf").status_code == 404
    assert browser(people.candidate).get(path).url == "/my/interviews"
    text_of(browser(people.mate), path)


def test_report_with_too_little_evidence_says_what_is_missing(api, people):
    page = text_of(browser(people.owner), f"{PATH}{hold(api, people, answers=1).rsplit('/', 1)[1]}")
    assert "ring-value" not in page
    assert "没有总分" in page


def test_report_that_is_being_made_asks_again_and_then_shows_itself(api, people, monkeypatch):
    build = services.build_report
    monkeypatch.setattr(services, "build_report", lambda report_id: None)
    monkeypatch.setattr("reports.tasks.build_report", lambda report_id: None)
    interview_id = hold(api, people).rsplit("/", 1)[1]
    client = browser(people.owner)
    assert "every 3s" in text_of(client, f"{PATH}{interview_id}")
    assert "<html" not in text_of(client, f"{PATH}{interview_id}", **HTMX)
    build(Report.objects.get().pk)
    assert client.get(f"{PATH}{interview_id}", **HTMX).headers["HX-Refresh"] == "true"


def test_report_that_failed_says_so(api, people):
    path = made(api, people)
    Report.objects.update(state="failed", error_code="internal_error")
    page = text_of(browser(people.owner), path)
    assert "internal_error" in page
    assert "every 3s" not in page


def test_report_before_the_end_is_a_conflict(people, api):
    from tests.factories import make_interview, make_position

    interview = make_interview(people.candidate, make_position(people.owner))
    assert browser(people.owner).get(f"{PATH}{interview.public_id}").status_code == 409


def test_reports_take_the_same_queries_for_one_and_three(api, people):
    client = browser(people.owner)
    made(api, people)
    one = queries_of(lambda: text_of(client, PATH))
    made(api, people)
    made(api, people)
    assert queries_of(lambda: text_of(client, PATH)) == one


def test_dashboard_takes_the_same_queries_for_one_and_three(api, people):
    client = browser(people.owner)
    made(api, people)
    one = queries_of(lambda: text_of(client, "/console/"))
    made(api, people)
    made(api, people)
    assert queries_of(lambda: text_of(client, "/console/")) == one


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=张三", True),
        ("q=nobody", False),
        ("state=ready", True),
        ("state=failed", False),
        ("recommendation=nonsense", True),
        ("sort=-score", True),
        ("page=7", True),
    ],
)
def test_reports_are_narrowed_by_the_address(api, people, query, found):
    interview_id = made(api, people).rsplit("/", 1)[1]
    assert (interview_id in text_of(browser(people.owner), f"{PATH}?{query}")) is found


def test_report_files_are_downloaded_by_session(api, people):
    path = made(api, people)
    response = browser(people.owner).get(f"{path}.xlsx")
    assert response.headers["Content-Disposition"].endswith('.xlsx"')
    assert load_workbook(BytesIO(response.content)).sheetnames
    assert browser(people.owner).get(f"{path}.exe").status_code == 404
