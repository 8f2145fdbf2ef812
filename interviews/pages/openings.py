"""Open positions, and beginning an interview for one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from common.errors import ApplicationError
from common.pages.listing import rows_of
from common.pages.views import SignedInPage
from interviews.selectors.candidates import open_interview_for, open_positions
from interviews.selectors.consents import is_link_expired, may_enter
from interviews.services.openings import begin_interview


class OpenPage(SignedInPage):
    """For candidates; members have the console."""

    def admit(self, request: HttpRequest) -> HttpResponse | None:
        refused = super().admit(request)
        if refused is None and request.user.is_enterprise:
            return redirect("console:dashboard")
        return refused


class OpenPositions(OpenPage):
    template_name = "interviews/open_positions.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(rows=rows_of(open_positions(request.user), request))


class OpenPosition(OpenPage):
    """What the company looks for. A POST begins the interview, or leads to the one that waits."""

    template_name = "interviews/open_position.html"

    def get(self, request: HttpRequest, position_id: str) -> HttpResponse:
        return self._page(position_id)

    def post(self, request: HttpRequest, position_id: str) -> HttpResponse:
        position = open_positions(request.user).get_visible(request.user, position_id)
        try:
            interview = begin_interview(position=position, candidate=request.user)
        except ApplicationError as error:
            return self._page(position_id, problem=error.message, status=error.status)
        return redirect(may_enter(interview, request.user).step, interview_id=interview.public_id)

    def _page(self, position_id: str, *, problem: str = "", status: int = 200) -> HttpResponse:
        user = self.request.user
        position = open_positions(user).get_visible(user, position_id)
        held = open_interview_for(user, position)
        if held is not None and is_link_expired(held):
            held = None
        return self.show(
            position=position, organization=position.organization, held=held, problem=problem, status=status
        )
