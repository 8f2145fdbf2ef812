"""What a company interviews for."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.models import Organization, User
from common import clock
from common.ids import PublicIdField
from common.tenancy import ScopedQuerySet
from positions.enums import CandidateReport, Category, InterviewLanguage, PositionStatus


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


class Position(models.Model):
    """A position, and how its interviews are held."""

    public_id = PublicIdField(prefix="pos")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="positions")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=200)
    category = models.CharField(max_length=20, choices=Category)
    description = models.TextField()
    requirements = models.JSONField(default=list)
    status = models.CharField(max_length=20, choices=PositionStatus, default=PositionStatus.ACTIVE)
    interview_duration = models.PositiveSmallIntegerField(
        default=30, validators=[MinValueValidator(1), MaxValueValidator(240)], help_text="minutes"
    )
    question_count = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(1), MaxValueValidator(40)]
    )
    language = models.CharField(max_length=10, choices=InterviewLanguage, default=InterviewLanguage.AUTO)
    timezone = models.CharField(max_length=64, default="Asia/Shanghai")
    candidate_report = models.CharField(max_length=20, choices=CandidateReport, default=CandidateReport.FULL)
    link_valid_days = models.PositiveSmallIntegerField(
        default=7, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    retakes_allowed = models.BooleanField(default=False)
    mode_choice_allowed = models.BooleanField(
        default=True, help_text="a candidate without a working camera may answer by sound or in writing"
    )
    human_contact = models.TextField(
        blank=True, max_length=1000, help_text="whom a candidate asks who wants no AI interview; shown as it is"
    )
    retention_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text="after its end an interview is erased; empty: kept until somebody erases it",
    )
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["organization", "-created_at"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(category__in=Category.values), name="position_category_known"),
            models.CheckConstraint(condition=models.Q(status__in=PositionStatus.values), name="position_status_known"),
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
        ]

    def __str__(self) -> str:
        return self.title
