"""Answers that could not be analysed: told on the interview's page, and given to a worker once more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from accounts.selectors import demand_recruiter, recruits_for
from analysis import services
from analysis.selectors import failed_analyses
from common.errors import Conflict
from common.pages.slots import fill
from common.pages.views import MemberPage
from interviews.models import Interview
from interviews.selectors import interview_visible_to


@fill("interview_notices")
def failures(request: HttpRequest, interviews: Sequence[Interview]) -> dict[int, Any]:
    """How many answers failed, what that means, and the way to have them analysed again."""
    return {
        interview.pk: render_to_string(
            "console/_analysis_failed.html",
            {
                "jobs": jobs,
                "interview": interview,
                "may_rerun": recruits_for(request.user, interview.organization_id),
            },
            request,
        )
        for interview in interviews
        if (jobs := list(failed_analyses(interview)))
    }


class AnalyseAgain(MemberPage):
    """POST: every answer of the interview that counts and could not be analysed."""

    def post(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = interview_visible_to(request.user, interview_id)
        demand_recruiter(request.user, interview.organization_id)
        started = 0
        for job in failed_analyses(interview):
            try:
                services.rerun_analysis(job)
            except Conflict:  # somebody else was faster
                continue
            started += 1
        sentence = ngettext("%(count)s answer is analysed again.", "%(count)s answers are analysed again.", started)
        self.say(sentence % {"count": started}, level=messages.SUCCESS if started else messages.INFO)
        return redirect("console:interview", interview_id)
