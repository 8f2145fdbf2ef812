"""Reading accounts."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Value
from django_otp.plugins.otp_static.models import StaticToken

from accounts import tokens
from accounts.contracts import ApplicationActor
from accounts.enums import MemberRole, Role
from accounts.errors import ApplicationUnowned, TokenRefused
from accounts.models import (
    ApiApplication,
    ApiApplicationQuerySet,
    AuthenticatorApp,
    EndedSession,
    Membership,
    Organization,
    OrganizationLogo,
    TeamInvitation,
    User,
)
from common.errors import NotAllowed
from common.secrets import fingerprint


def user_of_access_token(text: str) -> tuple[User, Any]:
    """The active account of an access token and the token. Raises `TokenRefused`: also for a session that ended and
    for a token from before a change of password."""
    token = tokens.read_access(text)
    user = user_of_session(public_id=token["user_id"], session_id=token[tokens.SESSION_CLAIM])
    if user is None or token.get(tokens.VERSION_CLAIM) != user.session_version:
        raise TokenRefused
    return user, token


def user_of_session(*, public_id: str, session_id: str) -> User | None:
    """The active account of an access token, unless its session was logged out."""
    ended = EndedSession.objects.filter(session_id=Value(session_id))
    return User.objects.filter(~Exists(ended), public_id=public_id, is_active=True).first()


def candidate_with_email(email: str) -> User | None:
    return User.objects.filter(email=email.strip().lower(), role=Role.CANDIDATE).first()


def home_organization(user: User) -> Organization | None:
    """The organization a member works in: the first one joined."""
    return Organization.objects.filter(pk__in=user.organization_ids[:1]).first()


def recruits_for(actor: Any, organization_id: int | None = None) -> bool:
    """Whether ``actor`` is an owner or recruiter of the organization (of any, where none is named)."""
    if actor.is_superuser:
        return True
    return _held(actor, organization_id).filter(role__in=(MemberRole.OWNER, MemberRole.RECRUITER)).exists()


def demand_recruiter(actor: Any, organization_id: int) -> None:
    """Raises `NotAllowed` for members who only read or review there."""
    if not recruits_for(actor, organization_id):
        raise NotAllowed


def is_owner(actor: Any, organization_id: int | None = None) -> bool:
    """Whether ``actor`` owns the organization (any, where none is named). Superusers own all."""
    if actor.is_superuser:
        return True
    return _held(actor, organization_id).filter(role=MemberRole.OWNER).exists()


def demand_owner(actor: Any, organization_id: int) -> None:
    """Raises `NotAllowed` for anyone but its owners."""
    if not is_owner(actor, organization_id):
        raise NotAllowed


def has_been_switched_off(user: User) -> bool:
    """Whether every membership the account has is switched off."""
    return user.is_enterprise and not user.held_memberships and user.memberships.exists()


def second_factor_of(user: User) -> AuthenticatorApp | None:
    """The authenticator app in use."""
    return AuthenticatorApp.objects.filter(user_id=user.pk, confirmed=True).first()


def must_set_up_second_factor(user: Any) -> bool:
    """Whether an organization of the member demands a second factor that the account has not."""
    return user.is_authenticated and user.requires_second_factor and second_factor_of(user) is None


def recovery_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user_id=user.pk).count()


def members_of(organization: Organization) -> QuerySet[Membership]:
    """Everybody, those who are switched off last, with ``has_second_factor``."""
    device = AuthenticatorApp.objects.filter(user_id=OuterRef("user_id"), confirmed=True)
    found = organization.memberships.select_related("user").annotate(has_second_factor=Exists(device))
    return found.order_by("-is_active", "pk")


def invitation_with(secret: str) -> TeamInvitation | None:
    """The invitation of a link's secret, whatever its state."""
    found = TeamInvitation.objects.select_related("organization", "invited_by")
    return found.filter(token_hash=fingerprint(secret)).first()


def has_account(email: str) -> bool:
    return User.objects.filter(email=email.strip().lower()).exists()


def logo_of(organization_id: int) -> OrganizationLogo | None:
    """Without its bytes."""
    return OrganizationLogo.objects.defer("content").filter(organization_id=organization_id).first()


def text_of(organization: Organization, which: str, *, language: str) -> str:
    """The ``opening`` or ``closing`` text in that language, else in the other; empty where there is none."""
    first, other = ("en", "zh") if language.startswith("en") else ("zh", "en")
    return getattr(organization, f"{which}_text_{first}") or getattr(organization, f"{which}_text_{other}")


def organization_owned_by(user: User) -> Organization | None:
    """The organization one owns: the first, should there be more."""
    owned = _held(user).filter(role=MemberRole.OWNER).order_by("pk").select_related("organization").first()
    return owned.organization if owned else None


def applications_owned_by(user: User) -> ApiApplicationQuerySet:
    """The API applications of the organizations one owns, newest first, revoked ones too."""
    owned = _held(user).filter(role=MemberRole.OWNER).values("organization_id")
    return ApiApplication.objects.visible_to(user).filter(organization_id__in=owned)


def _held(actor: Any, organization_id: int | None = None) -> QuerySet[Membership]:
    """Read anew each time: a right that was taken away is gone for the next question."""
    held = Membership.objects.filter(user_id=actor.pk, is_active=True)
    if getattr(actor, "application_id", None):
        held = held.filter(organization_id__in=actor.organization_ids)
    return held if organization_id is None else held.filter(organization_id=organization_id)


def applications_by_maker(organization: Organization) -> dict[int, list[str]]:
    """Names of the applications in use, by the key of who made them: they stop with that person's ownership."""
    named: dict[int, list[str]] = {}
    used = organization.api_applications.filter(revoked_at=None).order_by("pk")
    for maker, name in used.values_list("created_by_id", "name"):
        named.setdefault(maker, []).append(name)
    return named


def application_visible_to(actor: Any, app_id: str) -> ApiApplication:
    """Raises `NotFound` when missing or out of scope."""
    return ApiApplication.objects.select_related("organization").get_visible(actor, app_id)


def application_with(**identity: str) -> Any:
    """The application of this unique value, revoked or not, with ``is_owned``; None where there is none."""
    return ApiApplication.objects.with_maker().filter(**identity).first()


def demand_maker(application: Any) -> None:
    """Of an application with ``is_owned``. Raises `ApplicationUnowned` when who made it owns its organization no more,
    or was switched off."""
    if not application.is_owned:
        raise ApplicationUnowned


def person_of_application(application: ApiApplication) -> User:
    """Who made it, narrowed to its organization: an application never may do more than that person. Raises
    `ApplicationUnowned` when they own the organization no more."""
    owning = Membership.objects.filter(
        organization_id=application.organization_id,
        user=application.created_by,
        user__is_active=True,
        role=MemberRole.OWNER,
        is_active=True,
    )
    membership = owning.select_related("user", "organization").first()
    if membership is None:
        raise ApplicationUnowned
    person = membership.user
    person.is_superuser = person.is_staff = False
    person.application_id, person.held_memberships = application.public_id, [membership]
    return person


def actor_of_application(application: Any) -> ApplicationActor:
    """For doors that only read, of an application with ``is_owned``. Raises `ApplicationUnowned` as above."""
    demand_maker(application)
    return ApplicationActor(public_id=application.public_id, organization_ids=[application.organization_id])
