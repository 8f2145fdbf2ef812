"""Words for states that have none of their own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.jobs import JobState
from interviews.models import ImportJob

_STATES = {
    JobState.QUEUED: _("Waiting its turn"),
    JobState.RUNNING: _("Being brought in"),
    JobState.DONE: _("Brought in"),
    JobState.PARTIAL: _("Brought in, with gaps"),
    JobState.FAILED: _("Failed"),
}


def state_of(job: ImportJob) -> Any:
    """How far an import is, in words."""
    if job.state == JobState.QUEUED and job.attempts:
        return _("Will be tried again")
    return _STATES[JobState(job.state)]
