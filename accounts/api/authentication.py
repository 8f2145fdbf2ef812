"""Bearer tokens."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication

from accounts.errors import TokenRefused
from accounts.models import User
from accounts.selectors import user_of_access_token


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer <access token>``. Without the header a caller is anonymous."""

    def authenticate(self, request: Any) -> tuple[User, Any] | None:
        header = request.headers.get("Authorization", "")
        if not header:
            return None
        scheme, _, text = header.partition(" ")
        if scheme.lower() != "bearer" or not text.strip():
            raise TokenRefused
        return user_of_access_token(text.strip())

    def authenticate_header(self, request: Any) -> str:
        return "Bearer"


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.api.authentication.TokenAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
