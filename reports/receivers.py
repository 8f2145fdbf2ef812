"""What reports do when an interview ends or an answer is analysed."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from analysis.signals import answer_analysis_ended, answer_analysis_restarted
from interviews.contracts import ReportReady
from interviews.models import Interview
from interviews.services import record_event
from interviews.services.invitations import note_reviewed
from interviews.services.mails import tell_members_of_report
from interviews.signals import answers_replaced, interview_ended, interview_erased
from reports import services
from reports.models import Report
from reports.signals import report_failed, report_ready


@receiver(answers_replaced)
@receiver(answer_analysis_restarted)
def ask_for_report_anew(interview_id: int, **_: Any) -> None:
    services.renew_report(Interview.objects.get(pk=interview_id))


@receiver(interview_ended)
@receiver(answer_analysis_ended)
def ask_for_report(interview_id: int, **_: Any) -> None:
    services.request_report(Interview.objects.get(pk=interview_id))


@receiver(interview_erased)
def drop_exports(interview_id: int, **_: Any) -> None:
    services.drop_exports_of(Interview.objects.values_list("organization_id", flat=True).get(pk=interview_id))


@receiver(report_ready)
@receiver(report_failed)
def tell_the_sockets(report_id: int, signal: Any, **_: Any) -> None:
    report = Report.objects.select_related("interview").get(pk=report_id)
    told = ReportReady(
        interview_id=report.interview.public_id,
        report_id=report.public_id,
        report_status="ready" if signal is report_ready else "failed",
    )
    record_event(report.interview_id, told, key=f"report_ready:{report.pk}")


@receiver(report_ready)
@receiver(report_failed)
def tell_the_members(report_id: int, signal: Any, **_: Any) -> None:
    """By mail, those who want to hear of it."""
    report = Report.objects.select_related("interview").get(pk=report_id)
    tell_members_of_report(report.interview, report_key=str(report.pk), is_ready=signal is report_ready)


@receiver(post_save, sender="reports.Review")
def note_the_review(instance: Any, **_: Any) -> None:
    """On the invitation, with the first review that is handed in."""
    if instance.submitted_at is not None:
        note_reviewed(instance.interview)
