"""What reports tell the question bank: how answers to its questions scored."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from interviews.models import Interview
from interviews.signals import interview_erased
from questionbank.services import forget_scores, keep_scores
from reports.models import Report
from reports.signals import report_ready, report_rescored


@receiver(report_ready)
@receiver(report_rescored)
def tell_the_bank(report_id: int, **_: Any) -> None:
    report = Report.objects.select_related("interview").get(pk=report_id)
    asked = (report.document or {}).get("questions", [])
    main = {entry["question_id"]: entry["score"] for entry in asked if not entry["is_follow_up"]}
    keep_scores(source=report.interview.public_id, scores=main)


@receiver(interview_erased)
def forget(interview_id: int, **_: Any) -> None:
    forget_scores(Interview.objects.values_list("public_id", flat=True).get(pk=interview_id))
