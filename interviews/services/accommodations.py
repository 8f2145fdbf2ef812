"""What a company grants a candidate."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from interviews.candidacy.accommodations import Accommodations
from interviews.enums import InterviewStatus
from interviews.errors import AlreadyStarted
from interviews.models import Interview
from interviews.services.lifecycle import locked


@transaction.atomic
def grant_accommodations(interview: Interview, granted: Accommodations) -> Interview:
    """Before the start, when the limits are set. Raises `AlreadyStarted`."""
    interview = locked(interview)
    if interview.status != InterviewStatus.CREATED:
        raise AlreadyStarted
    interview.extra_time_factor = Decimal(str(round(granted.extra_time, 2)))
    interview.with_captions, interview.without_countdown = granted.captions, granted.no_countdown
    interview.save(update_fields=["extra_time_factor", "with_captions", "without_countdown"])
    return interview
