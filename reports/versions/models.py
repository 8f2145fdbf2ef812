"""What a report said before it was made anew, the wish to have it scored again, and what corrected words are worth."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from common import clock
from common.ids import PublicIdField
from common.jobs import JobState, LeasedJob
from common.tenancy import ScopedQuerySet
from reports.enums import Recommendation, RescoringOutcome, VersionReason


class OfReportQuerySet(ScopedQuerySet):
    """Rows that hang on a report."""

    def visible_to(self, actor: Any) -> Self:
        """For members who may know of the report; candidates see none."""
        reports: Any = self.model._meta.get_field("report").related_model
        if not (getattr(actor, "is_superuser", False) or getattr(actor, "is_enterprise", False)):
            return self.none()
        return self.filter(report__in=reports.objects.visible_to(actor))


class ReportVersion(models.Model):
    """One version that is no longer the present one; the present is the report's own row. ``weights`` are those of the
    position that differed from the rubric's; ``corrected_until`` is the newest correction the scores rest on."""

    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    document = models.JSONField()
    overall_score = models.PositiveSmallIntegerField(null=True, blank=True)
    recommendation = models.CharField(max_length=30, choices=Recommendation, blank=True)
    rubric_version = models.CharField(max_length=30, blank=True)
    weights = models.JSONField(null=True, blank=True)
    corrected_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=30, choices=VersionReason)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    objects = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="report_version_counts_from_one"),
            models.CheckConstraint(condition=Q(reason__in=VersionReason.values), name="report_version_reason_known"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} version {self.number}"


class Rescoring(LeasedJob):
    """One report to be scored again; ``batch`` holds those asked for together. ``number`` is the version it made."""

    public_id = PublicIdField(prefix="rsc")
    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="rescorings")
    batch = models.CharField(max_length=40, db_index=True)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=20, choices=RescoringOutcome, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
                name="one_rescoring_at_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="rescoring_state_known"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Regrading(models.Model):
    """What the corrected words of an answer are worth, kept so that they are graded once. ``fingerprint`` is of the
    words; ``transcript`` and ``content`` are results as JSON, ``use`` says which engine graded."""

    answer = models.OneToOneField("interviews.Answer", on_delete=models.CASCADE, related_name="regrading")
    fingerprint = models.CharField(max_length=64)
    transcript = models.JSONField()
    content = models.JSONField(null=True, blank=True)
    use = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.answer_id} regraded"
