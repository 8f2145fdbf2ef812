from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class ChangeKind(models.TextChoices):
    """How a version of a question came to be."""

    CREATED = "created", pgettext_lazy("state", "Created")
    EDITED = "edited", _("Edited")
    BULK = "bulk", _("Edited with others")
    MOVED = "moved", _("Moved to another position")
    RESTORED = "restored", _("Restored")
    IMPORTED = "imported", _("Imported")


class ImportStage(models.TextChoices):
    """What a file of questions waits for. Checking and storing are the work of a job; between them people look."""

    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Waiting for your confirmation")
    STORING = "storing", _("Being stored")
    STORED = "stored", _("Stored")
