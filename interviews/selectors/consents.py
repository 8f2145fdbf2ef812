"""What a candidate has agreed to, and which step of the way to the room comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from common import clock
from common.errors import NotFound
from interviews.candidacy.texts import asked_of
from interviews.enums import ENDED_STATUSES, ConsentKind, InterviewStatus
from interviews.models import Consent, HumanRequest, Interview, Invitation
from positions.enums import Modality

REQUIRED = (ConsentKind.RECORDING, ConsentKind.SCORING)


class Step(StrEnum):
    """Where a candidate belongs now; the value is the name of the page's address."""

    CONSENT = "consent"
    HUMAN = "human_path"
    WAITING = "waiting"
    ROOM = "room"
    DONE = "interview_done"


@dataclass(frozen=True, slots=True)
class Entry:
    """Whether the candidate may enter the room, and the page they belong on."""

    step: Step

    @property
    def is_open(self) -> bool:
        return self.step == Step.ROOM


def may_enter(interview: Interview, user: Any) -> Entry:
    """Into the room only the interview's own candidate, with consents given, while it can be held.

    Raises `NotFound` for anyone else."""
    if interview.candidate_id is None or interview.candidate_id != getattr(user, "pk", None):
        raise NotFound
    if interview.status in ENDED_STATUSES or is_link_expired(interview):
        return Entry(Step.DONE)
    if _wants_human(interview):
        return Entry(Step.HUMAN)
    if not has_consented(interview):
        return Entry(Step.CONSENT)
    return Entry(Step.WAITING if opens_later(interview) else Step.ROOM)


def opens_later(interview: Interview) -> dt.datetime | None:
    """When an invitation's window opens, while it is not open yet."""
    if interview.status != InterviewStatus.CREATED:
        return None
    if "invitation" in interview._state.fields_cache:  # read with the interview, for lists
        invitation = interview._state.fields_cache["invitation"]
        opens_at = invitation.opens_at if invitation else None
    else:
        opens_at = Invitation.objects.filter(interview=interview).values_list("opens_at", flat=True).first()
    return opens_at if opens_at and opens_at > clock.now() else None


def _wants_human(interview: Interview) -> bool:
    if "human_request" in interview._state.fields_cache:  # read with the interview, for lists
        return interview._state.fields_cache["human_request"] is not None
    return HumanRequest.objects.filter(interview=interview).exists()


def is_link_expired(interview: Interview) -> bool:
    """Whether the time to start is over, the clock's beat come or not."""
    return interview.status == InterviewStatus.CREATED and clock.now() > interview.link_expires_at


def decisions_of(interview: Interview) -> dict[str, Consent]:
    """The latest decision about each kind."""
    return {consent.kind: consent for consent in interview.consents.all()}


def has_consented(interview: Interview) -> bool:
    """Whether everything was decided and what is required was given."""
    decisions = decisions_of(interview)
    decided = all(kind in decisions for kind in asked_of(interview.mode))
    return decided and all(decisions[kind].given for kind in REQUIRED)


def has_declined(interview: Interview) -> bool:
    """Whether the candidate declined what no AI interview can do without."""
    decisions = decisions_of(interview)
    return any(kind in decisions and not decisions[kind].given for kind in REQUIRED)


def signals_withheld(interview: Interview) -> dict[str, str]:
    """Which `Modality` must not be measured, and why (the name of an engine's reason)."""
    if withholds_signals(interview):
        return dict.fromkeys(Modality.values, "not_consented")
    return {name: "switched_off" for name in Modality.values if not interview.position.measures(name)}


def withholds_signals(interview: Interview) -> bool:
    """Whether nothing of face and voice may be measured. Never asked (an interview held over the API): no."""
    latest = interview.consents.filter(kind=ConsentKind.SIGNALS).order_by("at", "pk").last()
    return latest is not None and not latest.given
