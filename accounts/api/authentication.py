"""Bearer tokens: of people, and of API applications."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication

from accounts.enums import Scope
from accounts.errors import TokenRefused
from accounts.models import ApiApplication, User
from accounts.selectors import person_of_application, user_of_access_token
from accounts.services import application_of_bearer

_DOTS_OF_JWT = 2


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer <access token>``. Without the header a caller is anonymous."""

    def authenticate(self, request: Any) -> tuple[User, Any] | None:
        header = request.headers.get("Authorization", "")
        if not header:
            return None
        scheme, _, text = header.partition(" ")
        if scheme.lower() != "bearer" or not text.strip():
            raise TokenRefused
        return credentials_of(text.strip())

    def authenticate_header(self, request: Any) -> str:
        return "Bearer"


def credentials_of(token: str) -> tuple[User, Any | ApiApplication]:
    """The person, and the token or the application that acts in their name. Raises `NotAuthenticated`."""
    if ":" not in token and token.count(".") == _DOTS_OF_JWT:
        return user_of_access_token(token)
    application = application_of_bearer(token)
    return person_of_application(application), application


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.api.authentication.TokenAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        scopes = "\n".join(f"- `{scope.value}`" for scope in Scope)
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": f"A person's access token, or an API application's. An application has scopes:\n{scopes}",
        }
