"""What this app does when something happens to its left."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from accounts.enums import WebhookEvent
from accounts.models import User
from accounts.signals import candidate_registered
from interviews import services
from interviews.models import Answer, Interview
from interviews.services import conversations, mails, webhooks
from interviews.signals import (
    answer_marked,
    answer_submitted,
    interview_ended,
    interview_started,
    question_presented,
    transcript_recorded,
)


@receiver(candidate_registered)
def give_waiting_interviews(sender: type[User], user: User, **_: Any) -> None:
    services.link_candidate(user)


@receiver(interview_started)
@receiver(question_presented)
@receiver(interview_ended)
def write_down_the_interview(interview_id: int, **_: Any) -> None:
    conversations.request_conversation(Interview.objects.get(pk=interview_id))


@receiver(answer_submitted)
@receiver(transcript_recorded)
@receiver(answer_marked)
def write_down_the_answer(answer_id: int, **_: Any) -> None:
    conversations.request_conversation(Answer.objects.select_related("interview").get(pk=answer_id).interview)


@receiver(interview_ended)
def thank_the_candidate(interview_id: int, **_: Any) -> None:
    mails.tell_candidate_finished(Interview.objects.get(pk=interview_id))


@receiver(post_save, sender=Interview)
def announce_new_interview(instance: Interview, created: bool, raw: bool, **_: Any) -> None:
    """In the transaction that makes it."""
    if created and not raw:
        webhooks.announce_interview(instance.pk, WebhookEvent.INTERVIEW_CREATED)
