"""What analysis does when something happens in an interview."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from analysis import services
from common.jobs import enqueue
from interviews.models import Answer
from interviews.signals import answer_submitted, transcript_recorded

_FOLLOW_UP_TASK = "analysis.write_follow_up"


@receiver(answer_submitted)
def analyse_answer(answer_id: int, **_: Any) -> None:
    answer = Answer.objects.get(pk=answer_id)
    if answer.client_transcript.strip():
        enqueue(_FOLLOW_UP_TASK, answer_id)
    services.request_answer_analysis(answer)


@receiver(transcript_recorded)
def ask_further(answer_id: int, **_: Any) -> None:
    enqueue(_FOLLOW_UP_TASK, answer_id)
