from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportStatus(models.TextChoices):
    """What a reader is told of a report's state."""

    GENERATING = "generating", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class Recommendation(models.TextChoices):
    STRONGLY_RECOMMEND = "strongly_recommend", _("Strongly recommended")
    RECOMMEND = "recommend", _("Recommended")
    CONSIDER = "consider", _("To be considered")
    NOT_RECOMMEND = "not_recommend", _("Not recommended")
    INSUFFICIENT_EVIDENCE = "insufficient_evidence", _("Not enough evidence")


class ExportFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    EXCEL = "excel", "Excel"
