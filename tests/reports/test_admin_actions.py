"""What staff do with rows they chose in the admin's lists goes through the services."""

from __future__ import annotations

import pytest

from accounts.models import User
from analysis.models import AnalysisJob
from analysis.selectors import present_rubric_version
from common.jobs import JobState
from positions.models import Position
from reports.models import ExportJob, Report, ReportVersion, Rescoring
from tests.factories import make_position
from tests.pages import browser, post, text_of
from tests.reports.made import make_report
from tests.reports.test_api import hold


@pytest.fixture
def staff(people, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    User.objects.filter(pk__in=[people.owner.pk, people.stranger.pk]).update(is_staff=True)
    return people


def act(person, path, name, *rows):
    return post(browser(person), path, {"action": name, "_selected_action": [row.pk for row in rows]})


@pytest.mark.parametrize(("action", "kind"), [("export_excel", "excel"), ("export_pdfs", "pdf_zip")])
def test_chosen_reports_are_exported_by_a_job(staff, action, kind):
    position = make_position(staff.owner)
    reports = [make_report(staff.candidate, position) for _time in range(2)]
    make_report(staff.other_candidate, position)
    act(staff.stranger, "/admin/reports/report/", action, *reports)
    assert not ExportJob.objects.exists()
    act(staff.owner, "/admin/reports/report/", action, *reports)
    job = ExportJob.objects.get()
    assert (job.kind, job.found, job.written, job.state) == (kind, 2, 2, JobState.DONE)


def test_chosen_reports_are_scored_again(api, staff):
    hold(api, staff)
    report = Report.objects.get()
    act(staff.owner, "/admin/reports/report/", "score_again", report)
    assert Rescoring.objects.get().report_id == report.pk


def test_analysis_is_done_again_and_the_report_made_anew(api, staff):
    hold(api, staff)
    job = AnalysisJob.objects.first()
    finished = job.finished_at
    act(staff.stranger, "/admin/analysis/analysisjob/", "analyse_again", job)
    job.refresh_from_db()
    assert job.finished_at == finished
    client = browser(staff.owner)
    post(client, "/admin/analysis/analysisjob/", {"action": "analyse_again", "_selected_action": [job.pk]})
    under_way = "/admin/analysis/analysisjob/?state__in=queued%2Crunning"
    assert f'href="{under_way}"' in text_of(client, "/admin/analysis/analysisjob/")
    assert job not in client.get(under_way).context["cl"].result_list
    job.refresh_from_db()
    assert job.state in (JobState.DONE, JobState.PARTIAL)
    assert job.finished_at > finished
    assert job.runs.exists()
    assert Report.objects.get().state == JobState.DONE
    assert ReportVersion.objects.count() == 1


def test_running_analysis_is_not_started_again(api, staff):
    hold(api, staff)
    job = AnalysisJob.objects.first()
    AnalysisJob.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    act(staff.owner, "/admin/analysis/analysisjob/", "analyse_again", job)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("weight_logical_thinking", "1.5"),
        ("weight_logical_thinking", "much"),
        ("levels_logical_thinking", "5"),
        ("modalities", "smell"),
        ("requirements", "a\x00b"),
    ],
)
def test_position_with_settings_that_make_no_sense_is_refused(staff, field, value):
    given = {
        "title": "新职位", "category": "ai", "description": "d", "requirements": "", "status": "active",
        "interview_duration": 30, "question_count": 5, "language": "auto", "timezone": "Asia/Shanghai",
        "candidate_report": "full", "link_valid_days": 7, "interviewer_style": "friendly", field: value,
    }  # fmt: skip
    response = post(browser(staff.owner), "/admin/positions/position/add/", given)
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [field]
    assert not Position.objects.exists()


def test_pages_show_what_hangs_on_a_position_and_on_an_interview(api, staff):
    hold(api, staff)
    interview = Report.objects.get().interview
    client = browser(staff.owner)
    position_page = text_of(client, f"/admin/positions/position/{interview.position_id}/change/")
    assert position_page.count("第1题") >= 1
    page = text_of(client, f"/admin/interviews/interview/{interview.pk}/change/")
    for prefix in ("questions", "answers", "analysis_jobs", "events"):
        assert f'id="{prefix}-group"' in page, prefix


def test_reports_of_an_earlier_rubric_are_found(staff):
    position = make_position(staff.owner)
    present, earlier, unscored = (make_report(staff.candidate, position) for _number in range(3))
    Report.objects.filter(pk=present.pk).update(rubric_version=present_rubric_version())
    Report.objects.filter(pk=earlier.pk).update(rubric_version="2020-01")
    Report.objects.filter(pk=unscored.pk).update(rubric_version="")
    client = browser(staff.owner)

    def found(asked):
        return {row.pk for row in client.get(f"/admin/reports/report/{asked}").context["cl"].result_list}

    assert found("?rubric=present") == {present.pk}
    assert found("?rubric=earlier") == {earlier.pk}
    assert found("") == found("?rubric=nonsense") == {present.pk, earlier.pk, unscored.pk}
