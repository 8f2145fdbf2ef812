from django.db import models
from django.utils.translation import gettext_lazy as _

from positions.enums import Ability


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


class VersionReason(models.TextChoices):
    """Why a version of a report was made."""

    FIRST = "first", _("First scoring")
    RUBRIC = "rubric_changed", _("Rubric or weights changed")
    TRANSCRIPT = "transcript_corrected", _("Transcript corrected")
    ANSWERS = "answers_replaced", _("Speakers put right or brought in again")
    ASKED = "asked", _("Asked for by a person")


class RescoringOutcome(models.TextChoices):
    NEW = "new", _("New version")
    UNCHANGED = "unchanged", _("Nothing had changed")


class ExportKind(models.TextChoices):
    """A file of many reports."""

    EXCEL = "excel", _("Excel of many reports")
    PDF_ZIP = "pdf_zip", _("PDF files in one archive")


class PersonRecommendation(models.TextChoices):
    """What a person recommends: the AI's words, so that the two compare."""

    STRONGLY_RECOMMEND = "strongly_recommend", _("Strongly recommended")
    RECOMMEND = "recommend", _("Recommended")
    CONSIDER = "consider", _("To be considered")
    NOT_RECOMMEND = "not_recommend", _("Not recommended")


class DecisionOutcome(models.TextChoices):
    """What a person decides about a candidate."""

    ADVANCE = "advance", _("Advance")
    HOLD = "hold", _("On hold")
    REJECT = "reject", _("Reject")


class OverrideTarget(models.TextChoices):
    """What of the AI's findings a person can put a word beside."""

    RECOMMENDATION = "recommendation", _("Recommendation")
    KNOWLEDGE = Ability.KNOWLEDGE.value, Ability.KNOWLEDGE.label
    LOGIC = Ability.LOGIC.value, Ability.LOGIC.label
    LANGUAGE = Ability.LANGUAGE.value, Ability.LANGUAGE.label
    STRESS = Ability.STRESS.value, Ability.STRESS.label
    COMMUNICATION = Ability.COMMUNICATION.value, Ability.COMMUNICATION.label
