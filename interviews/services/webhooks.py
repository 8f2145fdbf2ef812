"""What other programs are told of interviews: ids and states, no word of or about a candidate. Called in the
transaction of the fact."""

from __future__ import annotations

from typing import Any

from accounts.enums import WebhookEvent
from accounts.services import webhooks
from common import clock
from interviews.enums import InterviewStatus
from interviews.models import Answer, Interview

_ENDED = {
    InterviewStatus.COMPLETED: WebhookEvent.INTERVIEW_COMPLETED,
    InterviewStatus.EXPIRED: WebhookEvent.INTERVIEW_EXPIRED,
    InterviewStatus.CANCELLED: WebhookEvent.INTERVIEW_CANCELLED,
}


def announce_interview(interview_id: int, event: WebhookEvent, *, moment: str = "") -> None:
    """``moment`` tells one occurrence from another where there can be more."""
    interview = Interview.objects.select_related("position").get(pk=interview_id)
    webhooks.announce(
        interview.organization_id, event, interview_data(interview), key=_key(interview.public_id, moment)
    )


def announce_end(interview_id: int) -> None:
    """As completed, expired or cancelled; an interview opened anew may end again."""
    interview = Interview.objects.only("status", "ended_at").get(pk=interview_id)
    event = _ENDED.get(InterviewStatus(interview.status))
    if event is not None:
        announce_interview(
            interview_id, event, moment=str(interview.ended_at.timestamp()) if interview.ended_at else ""
        )


def announce_invitation(interview_id: int, event: WebhookEvent) -> None:
    """Sent (each time), opened (once) or revoked (once)."""
    interview = Interview.objects.select_related("position", "invitation").get(pk=interview_id)
    invitation = interview.invitation
    sent = invitation.sent_at if event == WebhookEvent.INVITATION_SENT else None
    webhooks.announce(
        interview.organization_id,
        event,
        {"invitation_id": invitation.public_id, **interview_data(interview)},
        key=_key(invitation.public_id, str(sent.timestamp()) if sent else ""),
    )


def announce_answer(answer_id: int) -> None:
    """That its analysis ended, well or not; each time."""
    answer = Answer.objects.select_related("question", "interview__position").get(pk=answer_id)
    interview = answer.interview
    data = {"answer_id": answer.public_id, "question_id": answer.question.question_id, "answer_status": answer.status}
    webhooks.announce(
        interview.organization_id,
        WebhookEvent.ANSWER_ANALYZED,
        {**data, **interview_data(interview)},
        key=_key(answer.public_id, str(clock.now().timestamp())),
    )


def interview_data(interview: Interview) -> dict[str, Any]:
    """``external_id`` is what the interview is called where it was brought in from, or what the company that made it
    calls it; else empty."""
    return {
        "interview_id": interview.public_id,
        "external_id": interview.external_id,
        "position_id": interview.position.public_id,
        "status": interview.status,
        "end_reason": interview.end_reason,
    }


def _key(public_id: str, moment: str) -> str:
    return f"{public_id}:{moment}" if moment else public_id
