"""Where an invitation's link leads."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from common.pages.views import Page
from interviews.enums import InterviewStatus
from interviews.models import Interview
from interviews.pages.candidate import what_happens
from interviews.selectors.candidates import invited
from interviews.selectors.consents import is_link_expired, may_enter, opens_later
from interviews.services.invitations import note_opened
from interviews.services.openings import accept_invitation
from interviews.tokens import read_invitation_token


class Invitation(Page):
    """Who invites, to what, and what will happen; then on to the first step, or to signing in with that address."""

    template_name = "interviews/invitation.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        public_id = read_invitation_token(token)
        interview = invited(public_id) if public_id else None
        if interview is None:
            raise Http404
        if request.user.is_authenticated:
            interview = accept_invitation(interview, user=request.user)
        if not getattr(request.user, "is_enterprise", False):
            note_opened(interview)
        is_own = request.user.is_authenticated and interview.candidate_id == request.user.pk
        if is_own and interview.status != InterviewStatus.CREATED:
            return redirect(may_enter(interview, request.user).step, interview_id=interview.public_id)
        closed = _why_closed(interview)
        if closed:
            return self.show("interviews/link_closed.html", interview=interview, why=closed, status=410)
        opens_at = opens_later(interview)
        ways = _ways_in(interview, request.path)
        return self.show(is_own=is_own, opens_at=opens_at, **ways, **what_happens(interview))


def _why_closed(interview: Interview) -> str:
    """A word for the page, empty while the interview waits to be held."""
    if interview.withdrawn_at is not None:
        return "withdrawn"
    if interview.status == InterviewStatus.CANCELLED:
        return "cancelled"
    if is_link_expired(interview) or interview.status == InterviewStatus.EXPIRED:
        return "expired"
    return "used" if interview.status != InterviewStatus.CREATED else ""


def _ways_in(interview: Interview, here: str) -> dict[str, str]:
    """Signing up and in with the invited address, and back here."""
    there = urlencode({"email": interview.candidate_email, "next": here})
    return {
        "sign_up_address": f"{reverse('sign_up')}?{urlencode({'role': 'candidate'})}&{there}",
        "login_address": f"{reverse('login')}?{there}",
    }
