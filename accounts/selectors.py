"""Reading accounts."""

from __future__ import annotations

from django.db.models import Exists, Value

from accounts.enums import Role
from accounts.models import EndedSession, Organization, User


def user_of_session(*, public_id: str, session_id: str) -> User | None:
    """The active account of an access token, unless its session was logged out."""
    ended = EndedSession.objects.filter(session_id=Value(session_id))
    return User.objects.filter(~Exists(ended), public_id=public_id, is_active=True).first()


def candidate_with_email(email: str) -> User | None:
    return User.objects.filter(email=email.strip().lower(), role=Role.CANDIDATE).first()


def home_organization(user: User) -> Organization | None:
    """The organization a member works in: the first one joined."""
    return Organization.objects.filter(pk__in=user.organization_ids[:1]).first()
