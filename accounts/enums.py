from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.webhooks.enums import CHOSEN_EVENTS, OffReason, WebhookEvent

__all__ = ["CHOSEN_EVENTS", "InvitationState", "MemberRole", "OffReason", "Role", "WebhookEvent"]


class Role(models.TextChoices):
    """What an account is for."""

    CANDIDATE = "candidate", _("Candidate")
    ENTERPRISE = "enterprise", _("Enterprise")


class MemberRole(models.TextChoices):
    """What a member may do in an organization."""

    OWNER = "owner", _("Owner")
    RECRUITER = "recruiter", _("Recruiter")
    REVIEWER = "reviewer", _("Reviewer")
    VIEWER = "viewer", _("Viewer")


class InvitationState(models.TextChoices):
    """Where an invitation to join an organization stands."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
