from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    AI = "ai", _("Artificial intelligence")
    BIG_DATA = "bigdata", _("Big data")
    IOT = "iot", _("Internet of things")
    SYSTEM = "system", _("Intelligent systems")


class PositionStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    INACTIVE = "inactive", _("Inactive")


class InterviewLanguage(models.TextChoices):
    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")
    AUTO = "auto", _("As spoken")


class CandidateReport(models.TextChoices):
    """What a candidate may read of the own evaluation."""

    FULL = "full", _("Everything")
    FEEDBACK = "feedback", _("Strengths and suggestions, no scores")
    NONE = "none", _("Nothing")
