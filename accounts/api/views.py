"""Section 2: users."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from accounts import selectors, services, tokens
from accounts.api import serializers as shapes
from accounts.models import User
from common.api.throttling import CallsPerUser, PasswordResetsPerAddress, RegistrationsPerAddress
from common.api.views import ApiView


class Open(ApiView):
    """Before signing in: no token is looked at."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []


class Register(Open):
    throttle_classes = [RegistrationsPerAddress]

    @extend_schema(summary="Register an account", request=shapes.RegisterInput, responses={201: shapes.RegisteredUser})
    def post(self, request: Any) -> Response:
        user = services.register(**self.read(shapes.RegisterInput))
        return Response(shapes.RegisteredUser(user).data, status=201)


class Login(Open):
    throttle_classes = [CallsPerUser]
    idempotent = False

    @extend_schema(summary="Log in", request=shapes.LoginInput, responses=shapes.Session)
    def post(self, request: Any) -> Response:
        user, access, refresh = services.log_in(request=request._request, **self.read(shapes.LoginInput))
        return Response(_session(user, access, refresh))


class Refresh(Open):
    throttle_classes = [CallsPerUser]
    idempotent = False

    @extend_schema(summary="Refresh the tokens", request=shapes.RefreshInput, responses=shapes.Session)
    def post(self, request: Any) -> Response:
        user, access, refresh = services.refresh_session(**self.read(shapes.RefreshInput))
        return Response(_session(user, access, refresh))


class Me(ApiView):
    @extend_schema(summary="Read one's own account", responses=shapes.Profile)
    def get(self, request: Any) -> Response:
        return self._profile()

    @extend_schema(summary="Change one's own account", request=shapes.ProfileInput, responses=shapes.Profile)
    def patch(self, request: Any) -> Response:
        services.update_profile(request.user, **self.read(shapes.ProfileInput))
        return self._profile()

    def _profile(self) -> Response:
        user = self.request.user
        organization = selectors.home_organization(user)
        return Response(shapes.Profile(user, context={"organization": organization}).data)


class Logout(ApiView):
    idempotent = False

    @extend_schema(summary="Log out", request=shapes.LogoutInput, responses={200: None})
    def post(self, request: Any) -> Response:
        given = self.read(shapes.LogoutInput)
        services.log_out(session_id=request.auth[tokens.SESSION_CLAIM], refresh_token=given.get("refresh_token"))
        return Response(None)


class PasswordChange(ApiView):
    idempotent = False

    @extend_schema(summary="Change the password", request=shapes.PasswordChangeInput, responses={200: None})
    def post(self, request: Any) -> Response:
        services.change_password(request.user, **self.read(shapes.PasswordChangeInput))
        return Response(None)


class PasswordReset(Open):
    throttle_classes = [PasswordResetsPerAddress]

    @extend_schema(summary="Ask for a password reset by mail", request=shapes.PasswordResetInput, responses={200: None})
    def post(self, request: Any) -> Response:
        services.send_password_reset(base_url=self.base_url(), **self.read(shapes.PasswordResetInput))
        return Response(None)


class PasswordResetConfirm(Open):
    throttle_classes = [PasswordResetsPerAddress]
    idempotent = False

    @extend_schema(summary="Reset the password", request=shapes.PasswordResetConfirmInput, responses={200: None})
    def post(self, request: Any) -> Response:
        services.reset_password(**self.read(shapes.PasswordResetConfirmInput))
        return Response(None)


def _session(user: User, access: str, refresh: str) -> dict[str, Any]:
    return {
        "access_token": access,
        "refresh_token": refresh,
        "token_type": "Bearer",
        "expires_in": settings.ACCESS_TOKEN_SECONDS,
        "user": shapes.ShortUser(user).data,
    }
