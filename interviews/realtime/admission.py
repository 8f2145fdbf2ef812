"""Who may sit at an interview's sockets, and as what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.selectors import user_of_access_token
from common.errors import NotAuthenticated, NotFound
from common.realtime import auth
from interviews import selectors, services
from interviews.errors import SocketsClosed
from interviews.models import Interview
from interviews.selectors.live import is_over_for_sockets
from interviews.selectors.reviewing import is_blind
from interviews.tokens import is_room_token, read_room_token

CANDIDATE, OBSERVER = "candidate", "observer"
# A room token serves as long as its interview can be held, and a day for the report.
_AFTERWARDS = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seat:
    """An admitted person's place."""

    interview_pk: int
    interview_id: str
    role: str  # candidate | observer
    sees_scores: bool  # a candidate where the position shares the whole report; not who is to review blind


def admit(scope: auth.Scope, *, interview_id: str) -> Seat:
    """Raises `NotAuthenticated` without valid proof, `NotFound` for what this person may not know of, `SocketsClosed`
    when there is nothing to follow any more."""
    interview, user = _place(scope, interview_id)
    services.settle(interview)
    if is_over_for_sockets(interview.pk):
        raise SocketsClosed
    role = CANDIDATE if user is None or interview.candidate_id == user.pk else OBSERVER
    sees = interview.position.candidate_report == "full" if role == CANDIDATE else not is_blind(user, interview)
    return Seat(interview_pk=interview.pk, interview_id=interview.public_id, role=role, sees_scores=sees)


def _place(scope: auth.Scope, interview_id: str) -> tuple[Interview, Any]:
    """The interview and who comes; None with a room token, which only its candidate has."""
    token = auth.token_of(scope)
    if token is not None and is_room_token(token):
        return _by_room_token(token, interview_id), None
    user = user_of_access_token(token)[0] if token is not None else _by_cookie(scope)
    return selectors.interview_visible_to(user, interview_id), user


def _by_room_token(token: str, interview_id: str) -> Interview:
    """The token must be of this interview and of the person who is its candidate now."""
    interview = Interview.objects.filter(public_id=interview_id).select_related("position", "candidate").first()
    held = read_room_token(token, max_age_seconds=_lifetime_seconds(interview))
    if held is None or held[0] != interview_id:
        raise NotAuthenticated
    if interview is None:
        raise NotFound
    candidate = interview.candidate
    if candidate is None or candidate.public_id != held[1] or not candidate.is_active:
        raise NotAuthenticated
    return interview


def _lifetime_seconds(interview: Interview | None) -> int:
    if interview is None:
        return 0
    until = interview.link_expires_at - interview.created_at
    return int((until + dt.timedelta(minutes=interview.duration_minutes) + _AFTERWARDS).total_seconds())


def _by_cookie(scope: auth.Scope) -> Any:
    if not auth.is_from_our_own_page(scope):
        raise NotAuthenticated
    user = auth.user_of_session(scope)
    if not user.is_authenticated:
        raise NotAuthenticated
    return user
