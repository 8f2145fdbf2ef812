"""A position's interview as its candidates will see it, for members. Nothing is made or kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from common.pages.views import MemberPage
from interviews.candidacy.texts import consent_texts
from interviews.enums import AnswerMode, InterviewerStyle, InterviewStatus
from interviews.models import Interview
from interviews.pages.candidate import language_now
from positions.models import Position
from positions.selectors import position_visible_to
from questionbank.models import Question
from questionbank.selectors import bank_of, choose_questions

# Seconds to read a question before recording starts, as the room has them.
READING_SECONDS = {InterviewerStyle.FRIENDLY: 8, InterviewerStyle.SERIOUS: 6, InterviewerStyle.PRESSURE: 4}
_BEFORE = ("invitation", "consent", "check")


class PreviewPosition(MemberPage):
    """One step a page: ``?step=`` counts from 1; ``?mode=`` and ``?style=`` choose how the interview is held."""

    section = "positions"
    template_name = "console/position_preview.html"

    def get(self, request: HttpRequest, position_id: str) -> HttpResponse:
        position = position_visible_to(request.user, position_id)
        mode = _known(AnswerMode, request.GET.get("mode"), AnswerMode.VIDEO)
        style = _known(InterviewerStyle, request.GET.get("style"), InterviewerStyle(position.interviewer_style))
        questions = choose_questions(bank_of(position), count=position.question_count)
        steps: list[str | Question] = [*_BEFORE, *(questions or ["empty"]), "done"]
        number = _number(request.GET.get("step", ""), last=len(steps))
        return self.show(
            interview=_imagined(position, mode=mode, style=style),
            position=position,
            organization=position.organization,
            minutes=position.interview_duration,
            question_count=len(questions),
            number=number,
            last=len(steps),
            modes=AnswerMode.choices,
            styles=InterviewerStyle.choices,
            reading_seconds=READING_SECONDS[style],
            **_step(steps[number - 1], mode=mode, order=number - len(_BEFORE)),
        )


def _step(step: str | Question, *, mode: AnswerMode, order: int) -> dict[str, Any]:
    if isinstance(step, Question):
        return {"step": "question", "question": step, "order": order}
    texts = consent_texts(mode, language=language_now()).values() if step == "consent" else ()
    return {"step": step, "consents": list(texts)}


def _imagined(position: Position, *, mode: AnswerMode, style: InterviewerStyle) -> Interview:
    """An interview for the pages to read from. It is never stored."""
    return Interview(
        position=position,
        organization=position.organization,
        mode=mode,
        interviewer_style=style,
        status=InterviewStatus.CREATED,
        language=position.language,
        timezone=position.timezone,
        duration_minutes=position.interview_duration,
        retakes_allowed=position.retakes_allowed,
    )


def _known(choices: Any, given: str | None, usual: Any) -> Any:
    return choices(given) if given in choices.values else usual


def _number(text: str, *, last: int) -> int:
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1
    return min(max(asked, 1), last)
