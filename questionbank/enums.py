from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionType(models.TextChoices):
    """In the order in which an interview asks them."""

    BASIC = "basic", _("Basic")
    TECHNICAL = "technical", _("Technical")
    BEHAVIORAL = "behavioral", _("Behavioral")


class Difficulty(models.TextChoices):
    """Rising."""

    EASY = "easy", _("Easy")
    MEDIUM = "medium", _("Medium")
    HARD = "hard", _("Hard")
