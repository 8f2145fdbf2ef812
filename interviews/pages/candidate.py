"""A candidate's own page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from common.pages.listing import rows_of
from common.pages.views import SignedInPage
from interviews import selectors


class MyInterviews(SignedInPage):
    """The interviews a candidate has been invited to or has held."""

    template_name = "interviews/mine.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_enterprise:
            return redirect("console:dashboard")
        found = selectors.interviews_visible_to(request.user).select_related("position__organization")
        return self.show(rows=rows_of(found, request))
