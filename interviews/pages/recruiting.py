"""Pages for those who bring interviews in: owners and recruiters. Other members read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from accounts.selectors import recruits_for
from common.errors import NotAllowed
from common.pages.views import MemberPage


class RecruiterPage(MemberPage):
    def admit(self, request: HttpRequest) -> HttpResponse | None:
        answer = super().admit(request)
        if answer is None and not recruits_for(request.user):
            raise NotAllowed
        return answer
