"""Facts that are signalled, written into the trail. What a person does is written where it is done."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from common.audit.enums import Verb
from interviews.models import Interview
from interviews.signals import interview_ended, interview_erased, interview_started
from reports.models import Report
from reports.services.reviewing import tell
from reports.signals import report_failed, report_ready


@receiver(interview_started)
def started(interview_id: int, **_: Any) -> None:
    interview = Interview.objects.select_related("candidate").get(pk=interview_id)
    tell(Verb.STARTED, interview, actor=interview.candidate)


@receiver(interview_ended)
def ended(interview_id: int, **_: Any) -> None:
    interview = Interview.objects.get(pk=interview_id)
    tell(Verb.FINISHED, interview, reason=interview.end_reason, seconds=interview.total_seconds)


@receiver(interview_erased)
def erased(interview_id: int, **_: Any) -> None:
    tell(Verb.ERASED, Interview.objects.get(pk=interview_id))


@receiver(report_ready)
@receiver(report_failed)
def made(report_id: int, signal: Any, **_: Any) -> None:
    report = Report.objects.select_related("interview").defer("document").get(pk=report_id)
    verb = Verb.REPORT_MADE if signal is report_ready else Verb.REPORT_FAILED
    tell(verb, report.interview, subject=report.public_id, version=report.version)
