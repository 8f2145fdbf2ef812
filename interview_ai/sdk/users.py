"""Accounts and tokens."""

from __future__ import annotations

from typing import Any

from interview_ai.sdk.flow import Flow
from interview_ai.sdk.models import Login, User
from interview_ai.sdk.resource import Mode, Resource, endpoint
from interview_ai.sdk.transport import Call, refresh_call


class Users(Resource[Mode]):
    @endpoint
    def register(
        self,
        /,
        *,
        email: str,
        password: str,
        username: str,
        role: str = "candidate",
        phone: str | None = None,
        **settings: Any,
    ) -> Call[User]:
        """Make an account; ``role`` is candidate or enterprise. It does not log in.

        ``settings`` are the server's further fields, such as ``organization_name``.
        """
        body = {"email": email, "password": password, "username": username, "role": role, "phone": phone, **settings}
        return Call("POST", "/users/register", User.from_json, body=body, authenticated=False)

    @endpoint
    def login(self, *, email: str, password: str, otp_code: str | None = None) -> Flow[Login]:
        """Log in; this client uses the new tokens from here on. ``otp_code``: for an account with a second factor."""
        body = {"email": email, "password": password}
        if otp_code is not None:
            body["otp_code"] = otp_code
        login = yield from self._session.perform(
            Call("POST", "/users/login", Login.from_json, body=body, authenticated=False)
        )
        self._session.tokens.adopt(login)
        return login

    @endpoint
    def refresh_token(self, refresh_token: str | None = None) -> Flow[Login]:
        """Change the refresh token (this client's own by default) for new tokens, which the client then uses."""
        login = yield from self._session.perform(refresh_call(refresh_token or self._session.tokens.refresh))
        self._session.tokens.adopt(login)
        return login

    @endpoint
    def logout(self) -> Flow[None]:
        """End the session on the server and forget the tokens."""
        tokens = self._session.tokens
        call = Call("POST", "/users/logout", _nothing, body=lambda: {"refresh_token": tokens.refresh})
        yield from self._session.perform(call)
        tokens.forget()

    @endpoint
    def me(self) -> Call[User]:
        """The account that is logged in."""
        return Call("GET", "/users/me", User.from_json)

    @endpoint
    def update_me(
        self, *, username: str | None = None, phone: str | None = None, avatar: str | None = None
    ) -> Call[User]:
        """Change what is given, keep the rest."""
        body = {"username": username, "phone": phone, "avatar": avatar}
        return Call("PATCH", "/users/me", User.from_json, body=body)

    @endpoint
    def change_password(self, *, old_password: str, new_password: str) -> Call[None]:
        body = {"old_password": old_password, "new_password": new_password}
        return Call("POST", "/users/password/change", _nothing, body=body)

    @endpoint
    def reset_password(self, *, email: str) -> Call[None]:
        """Ask for a reset e-mail. The answer is the same whether or not the account exists."""
        return Call("POST", "/users/password/reset", _nothing, body={"email": email}, authenticated=False)

    @endpoint
    def confirm_password_reset(self, *, uid: str, token: str, new_password: str) -> Call[None]:
        """Set a new password with the uid and token of the reset e-mail."""
        body = {"uid": uid, "token": token, "new_password": new_password}
        return Call("POST", "/users/password/reset/confirm", _nothing, body=body, authenticated=False)


def _nothing(_: Any) -> None:
    return None
