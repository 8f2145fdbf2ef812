"""Signed tokens of an interview: the room's, the invitation's, and the places in its transcript."""

from __future__ import annotations

from django.core import signing

_ROOM, _INVITATION = "interviews.room", "interviews.invitation"
_ROOM_PREFIX = "rtc_"
_PAGE, _PAGE_VERSION = "interviews.sentences", 1


def room_token(*, interview_id: str, candidate_id: str) -> str:
    """Opens the interview's sockets to its candidate."""
    return _ROOM_PREFIX + signing.dumps({"i": interview_id, "u": candidate_id}, salt=_ROOM)


def is_room_token(token: str) -> bool:
    """Whether this looks like one; says nothing of its being valid."""
    return token.startswith(_ROOM_PREFIX)


def read_room_token(token: str, *, max_age_seconds: int) -> tuple[str, str] | None:
    """(interview id, candidate id), or None for a token that is not ours or too old."""
    if not is_room_token(token):
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


def page_token(*, interview_id: str, place: tuple[int, int]) -> str:
    """Where to go on reading an interview's sentences; ``place`` is a sentence's (`selectors.place_of`)."""
    content = [_PAGE_VERSION, interview_id, *place]
    return signing.Signer(salt=_PAGE, sep=".").sign_object(content)


def read_page_token(token: str, *, interview_id: str) -> tuple[int, int] | None:
    """The place, or None for a token that is not ours, of another interview or of another version."""
    try:
        content = signing.Signer(salt=_PAGE, sep=".").unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    version, *rest = content
    if version != _PAGE_VERSION or rest[0] != interview_id:
        return None
    return rest[1], rest[2]
