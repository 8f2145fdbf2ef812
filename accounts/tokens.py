"""Access and refresh tokens: a session id that a whole chain of refreshes shares, and the account's version."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from accounts.errors import TokenRefused
from accounts.models import User

SESSION_CLAIM, VERSION_CLAIM = "sid", "ver"


def new_pair(user: User, *, session_id: str | None = None) -> tuple[str, str]:
    """(access, refresh) for ``user``; a login starts a session, a refresh goes on with it."""
    refresh = RefreshToken.for_user(user)
    refresh[SESSION_CLAIM] = session_id or uuid.uuid4().hex
    refresh[VERSION_CLAIM] = user.session_version
    return str(refresh.access_token), str(refresh)


def read_refresh(text: str) -> RefreshToken:
    """Raises `TokenRefused` for anything but a valid, unused refresh token."""
    return _read(RefreshToken, text)


def read_access(text: str) -> AccessToken:
    """Raises `TokenRefused` for anything but a valid access token."""
    return _read(AccessToken, text)


def _read(kind: Any, text: str) -> Any:
    try:
        token = kind(text)
    except (TokenError, UnicodeError, ValueError, TypeError):
        raise TokenRefused from None
    if not isinstance(token.get(SESSION_CLAIM), str) or not isinstance(token.get("user_id"), str):
        raise TokenRefused
    return token
