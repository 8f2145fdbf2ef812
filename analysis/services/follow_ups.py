"""Deciding whether and what to ask further, as soon as there is text."""

from __future__ import annotations

from analysis.engines.content.follow_up.base import FollowUpBrief
from analysis.services.engines import follow_up_writer
from analysis.services.running import brief_of
from interviews.enums import FollowUpStatus
from interviews.models import Answer, InterviewQuestion
from interviews.selectors import answer_for_analysis
from interviews.services import decline_follow_up, offer_follow_up


def write_follow_up(answer_id: int) -> InterviewQuestion | None:
    """Offer a follow-up to an answer whose request is still open, or decline it. Needs the client's transcript or
    the recogniser's; asked by whichever comes first."""
    answer = answer_for_analysis(answer_id)
    if answer.follow_up_request.status != FollowUpStatus.PENDING:
        return None
    brief = FollowUpBrief(
        question=brief_of(answer.question),
        answer_text=_text_of(answer),
        style=answer.interview.interviewer_style,
        language=answer.interview.language,
        asked=tuple(answer.interview.questions.values_list("content", flat=True)),
        position_title=answer.interview.position.title,
    )
    written = follow_up_writer().write(brief)
    if written is None:
        decline_follow_up(answer, reason="nothing_to_ask")
        return None
    return offer_follow_up(answer, text=written.text, writer=f"{written.writer} {written.version}")


def _text_of(answer: Answer) -> str:
    stored = getattr(answer, "transcript", None)
    return stored.text if stored is not None else answer.client_transcript
