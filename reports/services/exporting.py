"""Files of many reports: asked for, made by a worker in bounded memory, kept for a day."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from collections.abc import Mapping
from typing import IO, Any

import structlog
from django.db import transaction
from django.utils.translation import override

from accounts.selectors import home_organization
from common import clock, jobs, storage
from common.audit.enums import Verb
from common.audit.writing import record
from common.errors import ApplicationError, InvalidInput, NotAllowed
from common.jobs import JobState
from common.tables.writing import write_xlsx
from reports.enums import ExportKind
from reports.errors import ExportsUnderWay, TooManyReports
from reports.exporting.names import file_name_of, safe_name
from reports.exporting.rows import WIDTHS, heads, rows
from reports.exporting.selection import reports_selected
from reports.exports import render
from reports.models import ExportJob, Report
from reports.selectors import presented_report

EXPORT_TASK = "reports.make_export"
MOST = {ExportKind.EXCEL: 10_000, ExportKind.PDF_ZIP: 200}
MOST_UNDER_WAY = 3
KEPT = dt.timedelta(days=1)

logger = structlog.get_logger(__name__)


@transaction.atomic
def request_export(*, actor: Any, kind: str, selection: Mapping[str, Any], language: str) -> ExportJob:
    """Have a file made of the selected reports (`reports_selected`).

    Raises `NotAllowed` for anyone but members, `InvalidInput` when nothing is selected, `TooManyReports`,
    `ExportsUnderWay`."""
    organization = home_organization(actor)
    if organization is None:
        raise NotAllowed
    open_ones = ExportJob.objects.filter(asked_by=actor, state__in=(JobState.QUEUED, JobState.RUNNING))
    if open_ones.count() >= MOST_UNDER_WAY:
        raise ExportsUnderWay(most=MOST_UNDER_WAY)
    most = MOST[ExportKind(kind)]
    found = reports_selected(actor, selection)[: most + 1].count()
    if not found:
        raise InvalidInput
    if found > most:
        raise TooManyReports(most=most)
    job = ExportJob.objects.create(
        organization=organization,
        asked_by=actor,
        kind=kind,
        language=language,
        selection=dict(selection),
        found=found,
    )
    jobs.enqueue(EXPORT_TASK, job.pk)
    return job


def make_export(job_id: int) -> None:
    """Make the file unless another worker does; what cannot be put in is left out and counted."""
    job = jobs.claim(ExportJob, job_id)
    if job is None:
        return
    try:
        with jobs.kept_lease(job):
            _make(job)
    except (jobs.LeaseLost, ExportJob.DoesNotExist):
        logger.warning("export_superseded", export=job.public_id)
    except OSError as error:
        logger.warning("export_not_stored", export=job.public_id, error=type(error).__name__)
        _fail(job, code="storage_failed")
    except Exception:
        logger.exception("export_crashed", export=job.public_id)
        _fail(job, code="internal_error")


def sweep_exports() -> int:
    """Give forgotten and abandoned ones to the queue again, and delete files whose day is over; how many were sent."""
    for job in ExportJob.objects.filter(expires_at__lt=clock.now()).exclude(key="")[:100]:
        _drop(job)
    return jobs.requeue_stale(ExportJob, EXPORT_TASK)


def drop_exports_of(organization_id: int) -> None:
    """Delete every file of an organization at once: somebody who may be in one was erased."""
    for job in ExportJob.objects.filter(organization_id=organization_id).exclude(key=""):
        _drop(job)


def _make(job: ExportJob) -> None:
    with override(job.language), tempfile.TemporaryFile() as file:
        writer = _write_pdfs if job.kind == ExportKind.PDF_ZIP else _write_excel
        written = writer(job, file)
        size = file.tell()
        file.seek(0)
        name = file_name_of(job)
        key = storage.media().save(f"exports/{job.public_id}/{name}", file)
    job.written, job.key, job.size, job.expires_at = written, key, size, clock.now() + KEPT
    with transaction.atomic():
        job.save(update_fields=["written", "key", "size", "expires_at"])
        jobs.finish(job, JobState.DONE if written == job.found else JobState.PARTIAL)


def _write_excel(job: ExportJob, file: IO[bytes]) -> int:
    found = reports_selected(job.asked_by, job.selection)
    language: Any = "en" if job.language.startswith("en") else "zh"

    def on_chunk(number: int) -> None:
        jobs.report_progress(job, min(0.95, number / max(job.found, 1)))

    written = rows(found, most=MOST[ExportKind.EXCEL], on_chunk=on_chunk)
    return write_xlsx(file, heads=heads(language), rows=written, widths=WIDTHS)


def _write_pdfs(job: ExportJob, file: IO[bytes]) -> int:
    """One PDF after another; reports that cannot be shown or rendered are left out."""
    keys = list(reports_selected(job.asked_by, job.selection).values_list("pk", flat=True)[: MOST[ExportKind.PDF_ZIP]])
    written = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:  # a PDF is packed already
        for number, key in enumerate(keys, start=1):
            written += _add_pdf(job, archive, key, number)
            jobs.report_progress(job, 0.95 * number / len(keys))
    return written


def _add_pdf(job: ExportJob, archive: zipfile.ZipFile, key: int, number: int) -> bool:
    places = ("interview__position", "interview__candidate")
    report = Report.objects.visible_to(job.asked_by).select_related(*places).filter(pk=key).first()
    if report is None or report.document is None:
        return False
    language: Any = "en" if job.language.startswith("en") else "zh"
    try:
        presented = presented_report(job.asked_by, report, language=language)
        if presented.get("blind"):
            return False
        content = render(presented, form="pdf", language=language)
    except ApplicationError as error:
        logger.warning("export_left_out", report=report.public_id, error=type(error).__name__)
        return False
    archive.writestr(f"{number:03} {safe_name(presented['candidate']['username'])}.pdf", content)
    _tell(job, report)
    return True


def _tell(job: ExportJob, report: Report) -> None:
    record(
        Verb.EXPORTED,
        organization_id=report.organization_id,
        about=report.interview.public_id,
        actor=job.asked_by,
        subject=report.public_id,
        facts={"format": "pdf", "export": job.public_id},
    )


def _drop(job: ExportJob) -> None:
    """The file first: a row that still names it is looked at again."""
    try:
        storage.media().delete(job.key)
        storage.media().delete_below(f"exports/{job.public_id}")
    except OSError as error:
        logger.warning("export_not_deleted", export=job.public_id, error=type(error).__name__)
        return
    ExportJob.objects.filter(pk=job.pk).update(key="", size=0)


def _fail(job: ExportJob, *, code: str) -> None:
    try:
        if not jobs.retry_later(job, error_code=code, error_detail=""):
            jobs.finish(job, JobState.FAILED, error_code=code)
    except jobs.LeaseLost:
        logger.warning("export_superseded", export=job.public_id)
