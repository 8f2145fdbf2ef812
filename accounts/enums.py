from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.webhooks.enums import CHOSEN_EVENTS, OffReason, WebhookEvent

__all__ = ["CHOSEN_EVENTS", "InvitationState", "MemberRole", "OffReason", "Role", "Scope", "WebhookEvent"]


class Scope(models.TextChoices):
    """What an API application may do. Who writes also reads. Values are public and stay."""

    TRANSCRIPTS_READ = "transcripts:read", _("Read transcripts, with Feishu's and Tencent Meeting's clients too")
    POSITIONS_READ = "positions:read", _("Read positions and questions")
    POSITIONS_WRITE = "positions:write", _("Change positions and questions")
    INTERVIEWS_READ = "interviews:read", _("Read interviews, invitations and answers")
    INTERVIEWS_WRITE = "interviews:write", _("Invite, cancel, end and import interviews")
    REPORTS_READ = "reports:read", _("Read reports and what reviewers found")
    REPORTS_WRITE = "reports:write", _("Score reports again and share them")
    WEBHOOKS_MANAGE = "webhooks:manage", _("Make and change webhooks")


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
