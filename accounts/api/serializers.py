"""Shapes of section 2."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from accounts.enums import Role, Scope
from accounts.rules import PASSWORD_MAX, PASSWORD_MIN
from common.api.fields import Choice, Email, Link, Moment, Text

_USER = {
    "user_id": "u_01k0c8x1f8e7tb6h3v9r2m4n5r",
    "email": "user@example.com",
    "username": "张三",
    "role": "candidate",
    "created_at": "2025-12-16T10:00:00.000Z",
}


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A candidate",
            value={
                "email": "user@example.com",
                "password": "password123",
                "username": "张三",
                "role": "candidate",
                "phone": "13800138000",
            },
        )
    ]
)
class RegisterInput(serializers.Serializer):
    email = Email(max_length=254)
    password = Text(
        trim_whitespace=False, help_text="6 to 20 characters", min_length=PASSWORD_MIN, max_length=PASSWORD_MAX
    )
    username = Text(max_length=100)
    role = Choice(choices=Role.choices)
    phone = Text(max_length=32, required=False, allow_blank=True, default="")
    organization_name = Text(max_length=200, required=False, allow_blank=True, default="")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Registered",
            response_only=True,
            value=_USER,
        )
    ]
)
class RegisteredUser(serializers.Serializer):
    user_id = serializers.CharField(source="public_id")
    email = serializers.EmailField()
    username = serializers.CharField()
    role = serializers.CharField()
    created_at = Moment()


class ShortUser(serializers.Serializer):
    user_id = serializers.CharField(source="public_id")
    username = serializers.CharField()
    role = serializers.CharField()


@extend_schema_serializer(
    examples=[OpenApiExample("By e-mail", value={"email": "user@example.com", "password": "password123"})]
)
class LoginInput(serializers.Serializer):
    email = Text(max_length=254)
    password = Text(trim_whitespace=False, max_length=200)
    otp_code = Text(
        max_length=40,
        required=False,
        allow_blank=True,
        default="",
        help_text="of the authenticator app, or a recovery code, for an account with a second factor",
    )


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Signed in",
            value={
                "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...",
                "refresh_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...",
                "token_type": "Bearer",
                "expires_in": 7200,
                "user": {"user_id": "u_01k0c8x1f8e7tb6h3v9r2m4n5r", "username": "张三", "role": "candidate"},
            },
        )
    ]
)
class Session(serializers.Serializer):
    access_token = serializers.CharField()
    refresh_token = serializers.CharField()
    token_type = serializers.CharField()
    expires_in = serializers.IntegerField()
    user = ShortUser()


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A candidate",
            response_only=True,
            value={
                **_USER,
                "phone": "13800138000",
                "avatar": "https://example.com/avatar.jpg",
                "organization": None,
            },
        )
    ]
)
class Profile(RegisteredUser):
    phone = serializers.CharField()
    avatar = serializers.CharField()
    organization = serializers.SerializerMethodField()

    def get_organization(self, user: object) -> dict | None:
        organization = self.context.get("organization")
        return {"organization_id": organization.public_id, "name": organization.name} if organization else None


@extend_schema_serializer(
    examples=[OpenApiExample("A new name", value={"username": "张三", "avatar": "https://example.com/avatar.jpg"})]
)
class ProfileInput(serializers.Serializer):
    username = Text(max_length=100, required=False)
    phone = Text(max_length=32, required=False, allow_blank=True)
    avatar = Link(max_length=500, required=False, allow_blank=True)


@extend_schema_serializer(
    examples=[OpenApiExample("Refresh", value={"refresh_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9..."})]
)
class RefreshInput(serializers.Serializer):
    refresh_token = Text(max_length=4000)


class LogoutInput(serializers.Serializer):
    refresh_token = Text(max_length=4000, required=False)


class PasswordChangeInput(serializers.Serializer):
    old_password = Text(trim_whitespace=False, max_length=200)
    new_password = Text(trim_whitespace=False, max_length=200)


class PasswordResetInput(serializers.Serializer):
    email = Email(max_length=254)


class PasswordResetConfirmInput(serializers.Serializer):
    uid = Text(max_length=200)
    token = Text(max_length=200)
    new_password = Text(trim_whitespace=False, max_length=200)


class ScopesInput(serializers.Serializer):
    scopes = serializers.ListField(child=Choice(choices=Scope.choices), allow_empty=False, max_length=len(Scope))


class ApplicationInput(ScopesInput):
    name = Text(max_length=100)
    scopes = serializers.ListField(
        child=Choice(choices=Scope.choices),
        allow_empty=False,
        max_length=len(Scope),
        required=False,
        help_text="what it may do; `transcripts:read` without it",
    )


class ApplicationRow(serializers.Serializer):
    app_id = serializers.CharField(source="public_id")
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    sdk_id = serializers.CharField()
    secret_id = serializers.CharField()
    open_id = serializers.CharField()
    created_at = Moment()
    last_used_at = Moment(allow_null=True)
    revoked_at = Moment(allow_null=True)


class CreatedApplication(ApplicationRow):
    """With the secrets, which are shown this once."""

    app_secret = serializers.CharField()
    secret_key = serializers.CharField()
    access_token = serializers.CharField()
