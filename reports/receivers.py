"""What reports do when an interview ends or an answer is analysed."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from analysis.signals import answer_analysis_ended
from interviews.models import Interview
from interviews.signals import answers_replaced, interview_ended
from reports import services


@receiver(answers_replaced)
def ask_for_report_anew(interview_id: int, **_: Any) -> None:
    services.renew_report(Interview.objects.get(pk=interview_id))


@receiver(interview_ended)
@receiver(answer_analysis_ended)
def ask_for_report(interview_id: int, **_: Any) -> None:
    services.request_report(Interview.objects.get(pk=interview_id))
