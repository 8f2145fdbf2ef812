"""What an organization keeps of itself, and invitations to join it."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import InvitationState, MemberRole
from common import clock
from common.ids import PublicIdField
from common.tenancy import ScopedQuerySet


class TeamInvitationQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """Those of the organizations one owns."""
        if getattr(actor, "is_superuser", False):
            return self
        if not getattr(actor, "is_authenticated", False) or not getattr(actor, "is_enterprise", False):
            return self.none()
        return self.filter(organization_id__in=actor.owned_organization_ids)

    def open(self) -> Self:
        """Neither used nor revoked; the time of some may be over."""
        return self.filter(accepted_at=None, revoked_at=None)


class TeamInvitation(models.Model):
    """A link to join an organization, for one e-mail address and once. The link's secret is kept as its SHA-256."""

    public_id = PublicIdField(prefix="tinv")
    organization = models.ForeignKey(
        "accounts.Organization",
        on_delete=models.CASCADE,
        related_name="team_invitations",
        verbose_name=_("Organization"),
    )
    email = models.EmailField(_("E-mail"), max_length=254)
    role = models.CharField(_("Role"), max_length=20, choices=MemberRole)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("Invited by")
    )
    created_at = models.DateTimeField(_("Created"), default=clock.now)
    sent_at = models.DateTimeField(_("Sent"), default=clock.now)
    expires_at = models.DateTimeField(_("Valid until"))
    accepted_at = models.DateTimeField(_("Accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Accepted by"),
    )
    revoked_at = models.DateTimeField(_("Revoked"), null=True, blank=True)

    objects = TeamInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("team invitation")
        verbose_name_plural = _("team invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_open_team_invitation_per_email",
            ),
            models.CheckConstraint(condition=Q(role__in=MemberRole.values), name="team_invitation_role_known"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="team_invitation_used_or_revoked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.role})"

    @property
    def state(self) -> InvitationState:
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.EXPIRED if self.expires_at <= clock.now() else InvitationState.OPEN


class OrganizationLogo(models.Model):
    """The picture of an organization, made anew by us as a small PNG. ``version`` is the hash of its bytes: an address
    with it may be kept for ever."""

    organization = models.OneToOneField("accounts.Organization", on_delete=models.CASCADE, related_name="logo")
    content = models.BinaryField()
    version = models.CharField(max_length=16)
    updated_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.organization_id} {self.version}"
