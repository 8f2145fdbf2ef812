"""What analysis does when something happens in an interview."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from analysis import services
from analysis.signals import answer_analysis_ended
from common.jobs import enqueue
from interviews.models import Answer
from interviews.signals import answer_submitted, answers_replaced, interview_ended, transcript_recorded


@receiver(answer_submitted)
def analyse_answer(answer_id: int, **_: Any) -> None:
    services.request_answer_analysis(Answer.objects.select_related("follow_up_request").get(pk=answer_id))


@receiver(answers_replaced)
def analyse_answers(interview_id: int, **_: Any) -> None:
    answers = Answer.objects.filter(interview_id=interview_id, is_current=True)
    for answer in answers.select_related("follow_up_request"):
        services.request_answer_analysis(answer)


@receiver(transcript_recorded)
def ask_further(answer_id: int, **_: Any) -> None:
    enqueue(services.FOLLOW_UP_TASK, answer_id)


@receiver(answer_analysis_ended)
def compare_voices(interview_id: int, **_: Any) -> None:
    services.compare_voices(interview_id)


@receiver(interview_ended)
def forget_voices(interview_id: int, **_: Any) -> None:
    services.forget_voices(interview_id)


@receiver(answer_analysis_ended)
def tell_the_sockets(answer_id: int, **_: Any) -> None:
    services.announce_progress(Answer.objects.get(pk=answer_id), 1.0)
