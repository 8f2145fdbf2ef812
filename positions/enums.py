from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(models.TextChoices):
    AI = "ai", _("Artificial intelligence")
    BIG_DATA = "bigdata", _("Big data")
    IOT = "iot", _("Internet of things")
    SYSTEM = "system", _("Intelligent systems")


class PositionStatus(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("position", "Active")
    INACTIVE = "inactive", pgettext_lazy("position", "Inactive")


class InterviewLanguage(models.TextChoices):
    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")
    AUTO = "auto", _("As spoken")


class InterviewerStyle(models.TextChoices):
    FRIENDLY = "friendly", _("Friendly")
    SERIOUS = "serious", _("Serious")
    PRESSURE = "pressure", _("Pressure")


class CandidateReport(models.TextChoices):
    """What a candidate may read of the own evaluation."""

    FULL = "full", _("Everything")
    FEEDBACK = "feedback", _("Strengths and suggestions, no scores")
    NONE = "none", _("Nothing")


class Ability(models.TextChoices):
    """The abilities that a rubric scores, in the order of a report."""

    KNOWLEDGE = "professional_knowledge", _("Professional knowledge")
    LOGIC = "logical_thinking", _("Logical thinking")
    LANGUAGE = "language_expression", _("Language and expression")
    STRESS = "stress_resistance", _("Resistance to stress")
    COMMUNICATION = "communication_potential", _("Communication potential")


# What the present rubric gives each ability: where one starts from who sets weights of one's own.
USUAL_WEIGHTS = {
    Ability.KNOWLEDGE: 0.25,
    Ability.LOGIC: 0.20,
    Ability.LANGUAGE: 0.20,
    Ability.STRESS: 0.20,
    Ability.COMMUNICATION: 0.15,
}


class Modality(models.TextChoices):
    """What is measured beside the words."""

    VOICE = "voice", _("Voice: pace, pauses, pitch")
    FACE = "face", _("Picture: eye contact, expression, posture")
