"""What every page of a candidate stands on, and the list of their interviews."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from common.pages import slots
from common.pages.listing import rows_of
from common.pages.views import SignedInPage
from interviews import services
from interviews.models import Interview
from interviews.selectors.candidates import open_positions, own_interview, own_interviews, running_first
from interviews.selectors.consents import Step, may_enter


class CandidatePage(SignedInPage):
    """A page about one's own interview. Members of a company are led to their own pages."""

    def interview(self, interview_id: str) -> Interview:
        """Raises `NotFound` for anyone else's."""
        found = own_interview(self.request.user, interview_id)
        services.settle(found)
        return own_interview(self.request.user, interview_id)

    def step_of(self, interview: Interview) -> Step:
        return may_enter(interview, self.request.user).step

    def to(self, step: str, interview: Interview) -> HttpResponse:
        return redirect(step, interview_id=interview.public_id)

    def answer(self, template_name: str = "", **context: Any) -> HttpResponse:
        """The page; nothing of it is kept by the browser."""
        response = self.show(template_name, **context)
        response["Cache-Control"] = "private, no-store"
        return response


class MyInterviews(SignedInPage):
    """The interviews a candidate has been invited to or has held, each with what to do next."""

    template_name = "interviews/mine.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_enterprise:
            return redirect("console:dashboard")
        rows = rows_of(running_first(own_interviews(request.user)), request)
        steps = {interview.pk: may_enter(interview, request.user).step for interview in rows.items}
        return self.show(
            rows=rows,
            steps=steps,
            feedback=slots.filled("own_interview", request, rows.items),
            has_positions=open_positions(request.user).exists(),
        )


def what_happens(interview: Interview) -> dict[str, Any]:
    """What the pages say of an interview in plain words."""
    return {
        "interview": interview,
        "position": interview.position,
        "organization": interview.organization,
        "question_count": interview.questions.filter(parent=None).count(),
        "minutes": round(interview.duration_minutes * float(interview.extra_time_factor)),
    }


def language_now() -> str:
    """zh or en: what texts kept in both are shown in."""
    return "en" if (get_language() or "").startswith("en") else "zh"
