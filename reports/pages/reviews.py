"""The console's reviews: what waits for one's judgement, and the page it is given on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.selectors import recruits_for
from common.errors import ApplicationError
from common.pages.listing import ordered, rows_of
from common.pages.views import MemberPage
from interviews.models import Interview
from interviews.selectors import interview_visible_to
from interviews.selectors.reviewing import assignments_visible_to, is_blind, takes_part
from reports import services
from reports.pages.reviews_forms import ReviewForm
from reports.reviews.errors import NotAReviewer
from reports.reviews.models import Review
from reports.reviews.reading import decisions_by_interview, own_review

_COLUMNS = {
    "candidate": "interview__candidate__username",
    "position": "interview__position__title",
    "reviewer": "reviewer__username",
    "assigned": "created_at",
    "reviewed": "reviewed_at",
}
_STATES = {"open": False, "done": True}


class Reviews(MemberPage):
    """Mine, open or done; for those who recruit, everyone's."""

    template_name = "console/reviews.html"
    section = "reviews"

    def get(self, request: HttpRequest) -> HttpResponse:
        recruits = recruits_for(request.user)
        state = request.GET.get("state", "open")
        state = state if state in _STATES else "open"
        everyones = recruits and request.GET.get("whose") == "all"
        found = assignments_visible_to(request.user, everyones=everyones, is_done=_STATES[state])
        found, sort = ordered(found, request, columns=_COLUMNS, default="-assigned" if state == "open" else "-reviewed")
        rows = rows_of(found, request)
        blind = {row.interview_id for row in rows.items if row.reviewed_at is None and row.reviewer == request.user}
        decisions = decisions_by_interview([row.interview for row in rows.items if row.interview_id not in blind])
        return self.show(rows=rows, sort=sort, state=state, everyones=everyones, recruits=recruits, decisions=decisions)


class ReviewPage(MemberPage):
    """One's own review of an interview: written, kept as a draft, handed in, amended."""

    template_name = "console/reviews_review.html"
    section = "reviews"

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = self._interview(interview_id)
        review = own_review(request.user, interview)
        return self._page(interview, review, ReviewForm(review=review))

    def post(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = self._interview(interview_id)
        review = own_review(request.user, interview)
        form = ReviewForm(request.POST, review=review)
        if not form.is_valid():
            return self._page(interview, review, form, status=400)
        try:
            return self._keep(interview, review, form)
        except ApplicationError as error:
            form.take_errors(error)
            return self._page(interview, review, form, status=error.status)

    def _keep(self, interview: Interview, review: Review | None, form: ReviewForm) -> HttpResponse:
        request = self.request
        if review is not None and review.submitted_at is not None:
            reason = form.cleaned_data["reason"]
            services.amend_review(interview, actor=request.user, draft=form.draft(), reason=reason)
            self.say(_("Your review was changed. What it said before is kept."))
            return redirect("console:report", interview_id=interview.public_id)
        submit = request.POST.get("act") == "submit"
        services.save_review(interview, actor=request.user, draft=form.draft(), submit=submit)
        if not submit:
            self.say(_("The draft is kept. Nobody else sees it."))
            return redirect("console:review", interview_id=interview.public_id)
        self.say(_("Thank you. Your review was handed in."))
        return redirect("console:report", interview_id=interview.public_id)

    def _interview(self, interview_id: str) -> Interview:
        interview = interview_visible_to(self.request.user, interview_id)
        if not takes_part(self.request.user, interview):
            raise NotAReviewer
        return interview

    def _page(
        self, interview: Interview, review: Review | None, form: ReviewForm, *, status: int = 200
    ) -> HttpResponse:
        anchors = anchors_of(interview.position.anchors)
        return self.show(
            interview=interview,
            review=review,
            form=form,
            rated=[(bound, anchors.get(key, [])) for key, bound in form.rated],
            is_blind=is_blind(self.request.user, interview),
            versions=list(review.versions.all()) if review else [],
            status=status,
        )


def anchors_of(anchors: Mapping[str, Any] | None) -> dict[str, list[dict[str, str]]]:
    """By ability the behaviour at each level in the reader's language, the level as a rating from 1 to 5."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return {
        ability: [
            {"rating": f"{1 + level['score'] / 25:.3g}", "text": level.get(language) or level.get("zh") or ""}
            for level in levels
        ]
        for ability, levels in (anchors or {}).items()
    }
