"""Background work of reports."""

from __future__ import annotations

from celery import shared_task

from interviews.services import assigning
from reports import services


@shared_task(name="reports.build_report")
def build_report(report_id: int) -> None:
    services.build_report(report_id)


@shared_task(name="reports.mail_assignment")
def mail_assignment(assignment_id: int, base_url: str, language: str) -> None:
    assigning.mail_assignment(assignment_id, base_url, language)


@shared_task(name="reports.mail_mention")
def mail_mention(comment_id: int, member_id: int, base_url: str, language: str) -> None:
    services.mail_mention(comment_id, member_id, base_url, language)


@shared_task(name="reports.sweep_reports")
def sweep_reports() -> int:
    return services.sweep_reports() + services.sweep_rescorings() + services.sweep_exports()


@shared_task(name="reports.rescore")
def rescore(rescoring_id: int) -> None:
    services.rescore(rescoring_id)


@shared_task(name="reports.rescore_words")
def rescore_words(rescoring_id: int) -> None:
    services.rescore(rescoring_id, may_grade=True)


@shared_task(name="reports.make_export")
def make_export(export_id: int) -> None:
    services.make_export(export_id)
