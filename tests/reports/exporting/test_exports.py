"""Files of many reports: made by a worker, kept for a day, read by whoever asked for them."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook

from common import clock, storage
from common.jobs import JobState
from interviews.models import Assignment, Interview
from interviews.services.erasure import erase_interview
from reports import services
from reports.errors import ExportsUnderWay, TooManyReports
from reports.exporting.addresses import token_of
from reports.exporting.names import safe_name
from reports.models import ExportJob
from tests.factories import make_position
from tests.pages import browser, post, text_of
from tests.reports.made import make_report

PATH = "/console/reports/exports"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def position(people):
    return make_position(people.owner)


def file_of(job: ExportJob, **options) -> BytesIO:
    response = browser(**options).get(f"/exports/{token_of(job)}")
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return BytesIO(b"".join(response.streaming_content))


def test_all_that_fit_the_list_become_one_excel_file(people, position):
    people.candidate.username = "=1+1"
    people.candidate.save(update_fields=["username"])
    kept = make_report(people.candidate, position, overall_score=90, scores={"logical_thinking": None})
    Interview.objects.filter(pk=kept.interview_id).update(external_id="=A-4711")
    make_report(people.other_candidate, make_position(people.owner))
    assert post(browser(people.owner), PATH, {"kind": "excel", "position": position.public_id}).status_code == 302
    job = ExportJob.objects.get()
    assert (job.state, job.found, job.written) == (JobState.DONE, 1, 1)
    rows = list(load_workbook(file_of(job)).active.iter_rows())
    assert len(rows) == 2
    assert (rows[1][0].value, rows[1][0].data_type) == ("=1+1", "s")
    assert (rows[1][3].value, rows[1][6].value) == (90, None)
    assert rows[1][-2].value == kept.interview.public_id
    assert (rows[0][-1].value, rows[1][-1].value, rows[1][-1].data_type) == ("外部编号", "=A-4711", "s")


def test_chosen_reports_become_pdf_files(people, position):
    reports = [make_report(people.candidate, position) for _time in range(2)]
    make_report(people.other_candidate, position)
    post(browser(people.owner), PATH, {"kind": "pdf_zip", "report": [report.public_id for report in reports]})
    archive = zipfile.ZipFile(file_of(ExportJob.objects.get()))
    assert len(archive.namelist()) == 2
    assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())


def test_ranking_is_exported_in_its_order(people, position):
    for score in (50, 80):
        make_report(people.candidate, position, scores={"logical_thinking": score})
    data = {"kind": "excel", "ranking": position.public_id, "sort": "-logical_thinking", "since": "2020-01-01"}
    post(browser(people.owner), PATH, data)
    rows = list(load_workbook(file_of(ExportJob.objects.get())).active.iter_rows(min_row=2, values_only=True))
    assert [row[6] for row in rows] == [80, 50]


def test_nothing_or_too_much_is_refused(people, position, monkeypatch):
    assert post(browser(people.owner), PATH, {"kind": "excel"}).status_code == 302
    assert not ExportJob.objects.exists()
    make_report(people.candidate, position)
    monkeypatch.setitem(services.exporting.MOST, "excel", 0)
    with pytest.raises(TooManyReports):
        services.request_export(actor=people.owner, kind="excel", selection={"list": {}}, language="en")


def test_exports_of_strangers_hold_nothing_of_ours(people, position):
    report = make_report(people.candidate, position)
    post(browser(people.stranger), PATH, {"kind": "excel", "report": [report.public_id]})
    assert not ExportJob.objects.exists()


def test_exports_are_seen_by_their_maker_alone(people, position):
    make_report(people.candidate, position)
    post(browser(people.owner), PATH, {"kind": "excel"})
    token = "/exports/"
    assert token in text_of(browser(people.owner), PATH)
    assert token not in text_of(browser(people.mate), PATH)
    assert browser(people.candidate).get(PATH).status_code == 302


def test_what_a_blind_reviewer_must_not_see_is_left_out(people, position):
    report = make_report(people.candidate, position, overall_score=77)
    position.blind_review = True
    position.save(update_fields=["blind_review"])
    Assignment.objects.create(interview=report.interview, reviewer=people.mate, assigned_by=people.owner)
    for kind in ("excel", "pdf_zip"):
        post(browser(people.mate), PATH, {"kind": kind, "report": [report.public_id]})
    zipped, excel = ExportJob.objects.order_by("-pk")
    row = next(load_workbook(file_of(excel)).active.iter_rows(min_row=2, values_only=True))
    assert row[3:11] == (None,) * 8
    assert (zipped.state, zipped.written) == (JobState.PARTIAL, 0)


def test_file_is_gone_after_a_day(people, position):
    make_report(people.candidate, position)
    post(browser(people.owner), PATH, {"kind": "excel"})
    job = ExportJob.objects.get()
    key = job.key
    ExportJob.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))
    assert browser().get(f"/exports/{token_of(job)}").status_code == 410
    services.sweep_exports()
    assert storage.media().inspect(key) is None
    assert "/exports/" not in text_of(browser(people.owner), PATH)


def test_address_that_was_changed_is_not_found(people):
    assert browser().get("/exports/" + "x" * 60).status_code == 404


def test_erasing_somebody_deletes_the_files_they_may_be_in(people, position, after_commit):
    report = make_report(people.candidate, position)
    post(browser(people.owner), PATH, {"kind": "excel"})
    key = ExportJob.objects.get().key
    with after_commit():
        erase_interview(report.interview)
    assert storage.media().inspect(key) is None


def test_exports_under_way_are_bounded(people, position, monkeypatch):
    make_report(people.candidate, position)
    for _time in range(3):
        services.request_export(actor=people.owner, kind="excel", selection={"list": {}}, language="en")
    with pytest.raises(ExportsUnderWay):
        services.request_export(actor=people.owner, kind="excel", selection={"list": {}}, language="en")


def test_failing_store_fails_the_export_after_its_tries(people, position, settings, monkeypatch):
    settings.JOB_MAX_ATTEMPTS = 1
    make_report(people.candidate, position)

    def refuse(*_given):
        raise OSError

    monkeypatch.setattr("common.storage.LocalMedia.save", refuse)
    post(browser(people.owner), PATH, {"kind": "excel"})
    job = ExportJob.objects.get()
    assert (job.state, job.error_code) == (JobState.FAILED, "storage_failed")


@pytest.mark.parametrize(
    ("name", "safe"), [("../../etc/passwd", "_.._etc_passwd"), ("", "report"), ("张三", "张三"), ("a" * 99, "a" * 60)]
)
def test_names_in_the_archive_are_safe(name, safe):
    assert safe_name(name) == safe
