from django.db import models
from django.utils.translation import gettext_lazy as _


class WebhookEvent(models.TextChoices):
    """What other programs can be told of. Values are public and stay."""

    INTERVIEW_CREATED = "interview.created", _("Interview made")
    INTERVIEW_STARTED = "interview.started", _("Interview started")
    INTERVIEW_COMPLETED = "interview.completed", _("Interview completed")
    INTERVIEW_EXPIRED = "interview.expired", _("Interview expired")
    INTERVIEW_CANCELLED = "interview.cancelled", _("Interview cancelled")
    INTERVIEW_ERASED = "interview.erased", _("Interview erased")
    ANSWER_ANALYZED = "answer.analyzed", _("Answer analysed")
    INVITATION_SENT = "invitation.sent", _("Invitation sent")
    INVITATION_OPENED = "invitation.opened", _("Invitation opened")
    INVITATION_REVOKED = "invitation.revoked", _("Invitation revoked")
    REPORT_READY = "report.ready", _("Report ready")
    REPORT_FAILED = "report.failed", _("Report could not be made")
    REPORT_RESCORED = "report.rescored", _("Report scored again")
    REVIEW_DECIDED = "review.decided", _("Somebody decided")
    TEST = "webhook.test", _("Test")


CHOSEN_EVENTS = tuple(event for event in WebhookEvent if event != WebhookEvent.TEST)


class OffReason(models.TextChoices):
    """Why an endpoint gets nothing."""

    NONE = "", _("On")
    OWNER = "owner", _("Switched off by an owner")
    GONE = "gone", _("It answered 410: it wants nothing more")
    FAILING = "failing", _("It failed for five days")
