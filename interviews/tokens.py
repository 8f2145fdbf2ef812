"""Signed tokens of an interview: the room's and the invitation's."""

from __future__ import annotations

from django.core import signing

_ROOM, _INVITATION = "interviews.room", "interviews.invitation"
_ROOM_PREFIX = "rtc_"


def room_token(*, interview_id: str, candidate_id: str) -> str:
    """Opens the interview's sockets to its candidate."""
    return _ROOM_PREFIX + signing.dumps({"i": interview_id, "u": candidate_id}, salt=_ROOM)


def read_room_token(token: str, *, max_age_seconds: int) -> tuple[str, str] | None:
    """(interview id, candidate id), or None for a token that is not ours or too old."""
    if not token.startswith(_ROOM_PREFIX):
        return None
    try:
        content = signing.loads(token[len(_ROOM_PREFIX) :], salt=_ROOM, max_age=max_age_seconds)
    except signing.BadSignature:
        return None
    return content["i"], content["u"]


def invitation_token(interview_id: str) -> str:
    return signing.dumps(interview_id, salt=_INVITATION)


def read_invitation_token(token: str) -> str | None:
    try:
        return signing.loads(token, salt=_INVITATION)
    except signing.BadSignature:
        return None
