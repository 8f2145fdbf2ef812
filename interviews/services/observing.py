"""What somebody of the company does to an interview that is being held."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from interviews.enums import EndReason, InterviewStatus
from interviews.models import EarlyEnd, Interview
from interviews.services.lifecycle import end_interview


def end_early(interview: Interview, *, actor: User, reason: str) -> bool:
    """End the interview for the company and keep why; False when it was over already. Raises `NotStarted`."""
    ended = end_interview(interview, reason=EndReason.ENDED_BY_COMPANY)
    if ended.status != InterviewStatus.COMPLETED or ended.end_reason != EndReason.ENDED_BY_COMPANY:
        return False
    with transaction.atomic():
        _kept, is_new = EarlyEnd.objects.get_or_create(interview=ended, defaults={"by": actor, "reason": reason})
    return is_new
