"""What a company interviews for."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from common import clock
from common.ids import PublicIdField
from common.naming import called_by
from common.tenancy import ScopedQuerySet
from positions.enums import CandidateReport, Category, InterviewerStyle, InterviewLanguage, Modality, PositionStatus


class PositionQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """A candidate sees every active position, a member those of the own organization."""
        if getattr(actor, "is_superuser", False):
            return self
        if not getattr(actor, "is_authenticated", False):
            return self.none()
        if actor.is_enterprise:
            return self.filter(organization_id__in=actor.organization_ids)
        return self.filter(status=PositionStatus.ACTIVE)


def every_modality() -> list[str]:
    """Everything is measured unless somebody switches it off."""
    return list(Modality.values)


@called_by("title")
class Position(models.Model):
    """A position, and how its interviews are held.

    ``weights`` maps each `Ability` to its share of the overall score, null for the rubric's own. ``anchors`` maps an
    ability to levels: ``{"score": 0-100, "zh": ..., "en": ...}``, the behaviour that earns this score, rising.
    ``lock_version`` counts changes, so that whoever saves over somebody else's is told.
    """

    public_id = PublicIdField(prefix="pos")
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="positions", verbose_name=_("organization")
    )
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    category = models.CharField(_("category"), max_length=20, choices=Category)
    description = models.TextField(_("description"))
    requirements = models.JSONField(_("requirements"), default=list)
    status = models.CharField(_("state"), max_length=20, choices=PositionStatus, default=PositionStatus.ACTIVE)
    interview_duration = models.PositiveSmallIntegerField(
        _("minutes of an interview"), default=30, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    question_count = models.PositiveSmallIntegerField(
        _("questions of an interview"), default=5, validators=[MinValueValidator(1), MaxValueValidator(40)]
    )
    language = models.CharField(_("language"), max_length=10, choices=InterviewLanguage, default=InterviewLanguage.AUTO)
    interviewer_style = models.CharField(
        _("interviewer's style"),
        max_length=20,
        choices=InterviewerStyle,
        default=InterviewerStyle.FRIENDLY,
        help_text=_("Where an invitation asks for no other."),
    )
    timezone = models.CharField(_("time zone"), max_length=64, default="Asia/Shanghai")
    candidate_report = models.CharField(
        _("what candidates may read"), max_length=20, choices=CandidateReport, default=CandidateReport.FULL
    )
    link_valid_days = models.PositiveSmallIntegerField(
        _("days a link is valid"), default=7, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    retakes_allowed = models.BooleanField(_("answers may be recorded again"), default=False)
    mode_choice_allowed = models.BooleanField(
        _("other means allowed"),
        default=True,
        help_text=_("A candidate without a working camera may answer by sound or in writing."),
    )
    human_contact = models.TextField(
        _("a person to turn to"),
        blank=True,
        max_length=1000,
        help_text=_("Whom a candidate asks who wants no AI interview; shown as it is."),
    )
    retention_days = models.PositiveSmallIntegerField(
        _("days interviews are kept"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_("So long after its end an interview is erased; empty: kept until somebody erases it."),
    )
    weights = models.JSONField(_("weights of the abilities"), null=True, blank=True)
    anchors = models.JSONField(_("behaviour at each level"), default=dict, blank=True)
    blind_review = models.BooleanField(
        _("blind review"), default=False, help_text=_("Reviewers rate before they see the AI's scores.")
    )
    modalities = models.JSONField(_("what is measured"), default=every_modality, blank=True)
    opening_text = models.TextField(
        _("opening text"), blank=True, max_length=2000, help_text=_("Shown to candidates before the interview.")
    )
    closing_text = models.TextField(
        _("closing text"), blank=True, max_length=2000, help_text=_("Shown to candidates after the interview.")
    )
    lock_version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("changed by")
    )
    created_at = models.DateTimeField(_("created"), default=clock.now)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["organization", "-created_at"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(category__in=Category.values), name="position_category_known"),
            models.CheckConstraint(condition=models.Q(status__in=PositionStatus.values), name="position_status_known"),
            models.CheckConstraint(
                condition=models.Q(interviewer_style__in=InterviewerStyle.values), name="position_style_known"
            ),
            models.CheckConstraint(
                condition=models.Q(interview_duration__gte=1, interview_duration__lte=240),
                name="position_duration_sane",
            ),
            models.CheckConstraint(
                condition=models.Q(retention_days__isnull=True) | models.Q(retention_days__gte=1),
                name="position_retention_sane",
            ),
            models.CheckConstraint(
                condition=models.Q(question_count__gte=1, question_count__lte=40), name="position_question_count_sane"
            ),
            models.CheckConstraint(
                condition=models.Q(link_valid_days__gte=1, link_valid_days__lte=365), name="position_link_days_sane"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def measures(self, modality: str) -> bool:
        """Whether interviews of this position look at it."""
        return modality in self.modalities
