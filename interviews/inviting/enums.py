"""Words of invitations and of their mails."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InvitationStatus(models.TextChoices):
    """How far an invitation is; derived from its times and its interview, never stored."""

    CREATED = "created", _("To be sent")
    SENT = "sent", _("Mail sent")
    FAILED = "failed", _("Mail failed")
    OPENED = "opened", _("Opened")
    STARTED = "started", _("Begun")
    FINISHED = "finished", _("Finished")
    REVIEWED = "reviewed", _("Reviewed")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


OPEN_STATUSES = (InvitationStatus.CREATED, InvitationStatus.SENT, InvitationStatus.FAILED, InvitationStatus.OPENED)


class MailKind(models.TextChoices):
    """Which mail it is."""

    INVITATION = "invitation", _("Invitation")
    REMINDER = "reminder", _("Reminder")
    FINISHED = "finished", _("Interview finished")
    REPORT_READY = "report_ready", _("Report ready")
    REPORT_FAILED = "report_failed", _("Report failed")


TO_CANDIDATES = (MailKind.INVITATION, MailKind.REMINDER, MailKind.FINISHED)


class MailLanguage(models.TextChoices):
    """The languages mails are written in."""

    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")


class BatchState(models.TextChoices):
    """A draft waits to be confirmed; the rest are `common.jobs.JobState`."""

    DRAFT = "draft", _("To be confirmed")
    QUEUED = "queued", _("Waiting its turn")
    RUNNING = "running", _("Inviting")
    DONE = "done", _("Done")
    PARTIAL = "partial", _("Done, with gaps")
    FAILED = "failed", _("Failed")


class BatchSource(models.TextChoices):
    """Where a list of candidates came from."""

    PASTED = "pasted", _("A pasted list")
    FILE = "file", _("A file")
    ADMIN = "admin", _("Invited again")


class ReportMails(models.TextChoices):
    """Of which reports a member hears by mail."""

    OWN = "own", _("Of those I invited")
    ALL = "all", _("Of everybody's")
    NONE = "none", _("Of none")
