"""Where an invitation's link leads."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from interviews import selectors
from interviews.tokens import read_invitation_token


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the candidate is invited to, by whom and until when."""
    public_id = read_invitation_token(token)
    interview = selectors.invited_interview(public_id) if public_id else None
    if interview is None:
        raise Http404
    expires_here = interview.link_expires_at.astimezone(ZoneInfo(interview.timezone)).replace(tzinfo=None)
    context = {"interview": interview, "position": interview.position, "expires_here": expires_here}
    return render(request, "interviews/invitation.html", context)
