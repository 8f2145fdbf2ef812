"""People, organizations, and who belongs to which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import MemberRole, Role, Scope
from accounts.second_factor_models import AuthenticatorApp  # noqa: F401  (a model of this app)
from accounts.team_models import OrganizationLogo, TeamInvitation  # noqa: F401  (models of this app)
from accounts.webhooks.models import WebhookDelivery, WebhookEndpoint  # noqa: F401  (models of this app)
from common import clock
from common.ids import PublicIdField
from common.naming import called_by
from common.tenancy import ScopedQuerySet


class OrganizationQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        if getattr(actor, "is_superuser", False):
            return self
        if not getattr(actor, "is_authenticated", False):
            return self.none()
        return self.filter(pk__in=actor.organization_ids)


@called_by("name")
class Organization(models.Model):
    """A company: the tenant that positions, questions and interviews belong to."""

    public_id = PublicIdField(prefix="org")
    name = models.CharField(_("Name"), max_length=200)
    opening_text_zh = models.TextField(_("Opening text in Chinese"), max_length=2000, blank=True)
    opening_text_en = models.TextField(_("Opening text in English"), max_length=2000, blank=True)
    closing_text_zh = models.TextField(_("Closing text in Chinese"), max_length=2000, blank=True)
    closing_text_en = models.TextField(_("Closing text in English"), max_length=2000, blank=True)
    requires_second_factor = models.BooleanField(
        _("Requires a second factor"), default=False, help_text=_("of every member, when signing in")
    )
    created_at = models.DateTimeField(_("Created"), default=clock.now)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def __str__(self) -> str:
        return self.name


class UserQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """Oneself; members also see the members of their organization."""
        if getattr(actor, "is_superuser", False):
            return self
        if not getattr(actor, "is_authenticated", False):
            return self.none()
        mates = models.Q(memberships__organization_id__in=actor.organization_ids)
        return self.filter(models.Q(pk=actor.pk) | mates).distinct()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        fields = {"username": email.split("@")[0], "role": Role.ENTERPRISE, **fields}
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


@called_by("username")
class User(AbstractBaseUser, PermissionsMixin):
    """An account. The e-mail, in lower case, is the login; ``username`` is the name that is shown."""

    public_id = PublicIdField(prefix="u")
    email = models.EmailField(_("E-mail"), max_length=254, unique=True)
    username = models.CharField(_("Name"), max_length=100)
    role = models.CharField(_("Kind of account"), max_length=20, choices=Role, default=Role.CANDIDATE)
    phone = models.CharField(_("Phone"), max_length=32, blank=True)
    avatar = models.URLField(max_length=500, blank=True)
    is_active = models.BooleanField(_("Has access"), default=True)
    is_staff = models.BooleanField(_("May enter the admin"), default=False)
    session_version = models.PositiveIntegerField(default=1)  # tokens of an older version are refused
    created_at = models.DateTimeField(_("Created"), default=clock.now)
    application_id: str | None = None  # of the API application that acts in this person's name, on a request

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["username"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_email"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="account_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.username} <{self.email}>"

    @property
    def caller_id(self) -> str:
        """Whose calls are counted, and whose Idempotency-Keys these are."""
        return self.application_id or self.public_id

    @property
    def is_enterprise(self) -> bool:
        return self.role == Role.ENTERPRISE

    @cached_property
    def held_memberships(self) -> list[Membership]:
        """Those that are switched on, with their organizations, the first joined first."""
        held = self.memberships.filter(is_active=True).select_related("organization")
        return list(held.order_by("pk"))

    @property
    def requires_second_factor(self) -> bool:
        """Whether an organization one belongs to demands one."""
        return any(membership.organization.requires_second_factor for membership in self.held_memberships)

    @property
    def held_roles(self) -> dict[int, str]:
        """Role by organization, of the memberships that are switched on, the first joined first."""
        return {membership.organization_id: membership.role for membership in self.held_memberships}

    @property
    def organization_ids(self) -> list[int]:
        return list(self.held_roles)

    @property
    def whole_organization_ids(self) -> list[int]:
        """Those whose every interview one may know of."""
        return [key for key, role in self.held_roles.items() if role != MemberRole.REVIEWER]

    @property
    def reviewed_organization_ids(self) -> list[int]:
        """Those of which one may know the assigned interviews alone."""
        return [key for key, role in self.held_roles.items() if role == MemberRole.REVIEWER]

    @property
    def recruited_organization_ids(self) -> list[int]:
        """Those in which one is owner or recruiter."""
        writes = (MemberRole.OWNER, MemberRole.RECRUITER)
        return [key for key, role in self.held_roles.items() if role in writes]

    @property
    def owned_organization_ids(self) -> list[int]:
        return [key for key, role in self.held_roles.items() if role == MemberRole.OWNER]

    @property
    def recruits(self) -> bool:
        """Owner or recruiter somewhere. Pages ask; what belongs to one organization asks `recruits_for`."""
        return self.is_superuser or bool(self.recruited_organization_ids)

    @property
    def owns(self) -> bool:
        """Owner somewhere."""
        return self.is_superuser or bool(self.owned_organization_ids)

    def get_session_auth_hash(self) -> str:
        """Sessions of browsers end with those of tokens: by a new password, or by a new ``session_version``."""
        return f"{super().get_session_auth_hash()}.{self.session_version}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for kept in super().get_session_auth_fallback_hash():
            yield f"{kept}.{self.session_version}"


class Membership(models.Model):
    """A person in an organization."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("Person"))
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("Organization")
    )
    role = models.CharField(_("Role"), max_length=20, choices=MemberRole, default=MemberRole.OWNER)
    is_active = models.BooleanField(_("Has access"), default=True)
    created_at = models.DateTimeField(_("Joined"), default=clock.now)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "organization"], name="one_membership_per_organization"),
            models.CheckConstraint(condition=models.Q(role__in=MemberRole.values), name="member_role_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())


class ApiApplicationQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """Those of one's organization, for its members."""
        if getattr(actor, "is_superuser", False):
            return self
        if not getattr(actor, "is_authenticated", False) or not actor.is_enterprise:
            return self.none()
        return self.filter(organization_id__in=actor.organization_ids)

    def with_maker(self) -> Self:
        """With ``is_owned``: whether who made it owns its organization still. Without, every door refuses it."""
        owning = Membership.objects.filter(
            organization_id=OuterRef("organization_id"),
            user_id=OuterRef("created_by_id"),
            user__is_active=True,
            role=MemberRole.OWNER,
            is_active=True,
        )
        return self.annotate(is_owned=Exists(owning))


class EndedSession(models.Model):
    """A login that was logged out; its access tokens are refused until they expire by themselves."""

    session_id = models.CharField(max_length=64, unique=True)
    ended_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return self.session_id


def default_scopes() -> list[str]:
    """What every application could do before there were scopes."""
    return [Scope.TRANSCRIPTS_READ.value]


@called_by("name")
class ApiApplication(models.Model):
    """An integrator's key to an organization, in the two forms its clients know: an app id and secret (Feishu), and a
    signing key or an access token (Tencent Meeting).

    ``public_id`` is the app id. Secrets are hashed (SHA-256 of 256 random bits); the signing key is encrypted, because
    checking a signature needs it. Revoking keeps the row, for the record.
    """

    public_id = PublicIdField(prefix="app")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="api_applications")
    name = models.CharField(max_length=100)
    scopes = models.JSONField(_("Scopes"), default=default_scopes)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    app_secret_hash = models.CharField(max_length=64)
    sdk_id = models.CharField(max_length=40, unique=True)
    secret_id = models.CharField(max_length=64, unique=True)
    sealed_secret_key = models.TextField()
    open_id = models.CharField(max_length=64, unique=True)
    access_token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("API application")
        verbose_name_plural = _("API applications")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def held_scopes(self) -> frozenset[str]:
        """Those chosen, and the reading that belongs to writing."""
        implied = {scope.removesuffix(":write") + ":read" for scope in self.scopes if scope.endswith(":write")}
        return frozenset(self.scopes) | implied
