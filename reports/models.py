"""The evaluation of an interview, as stored."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import Organization, User
from common.ids import PublicIdField
from common.jobs import JobState, LeasedJob
from common.naming import called_by
from common.tenancy import ScopedQuerySet
from interviews.models import Interview, knowable
from positions.enums import CandidateReport
from reports.enums import Recommendation, ReportStatus, VersionReason
from reports.exporting.models import ExportJob  # noqa: F401  (models of this app)
from reports.reviews.models import (  # noqa: F401  (models of this app)
    Comment,
    CommentEdit,
    Decision,
    Override,
    Review,
    ReviewVersion,
)
from reports.sharing.models import ShareLink, ShareView  # noqa: F401  (models of this app)
from reports.versions.models import Regrading, ReportVersion, Rescoring  # noqa: F401  (models of this app)

_STATUS = {
    JobState.DONE: ReportStatus.READY,
    JobState.PARTIAL: ReportStatus.READY,
    JobState.FAILED: ReportStatus.FAILED,
}


def status_of(state: str) -> str:
    """What readers are told of a report whose job is in ``state``."""
    return _STATUS.get(JobState(state), ReportStatus.GENERATING)


class ReportQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """A candidate sees own reports where the position shares them; members see their organization's,
        reviewers those of assigned interviews."""
        if getattr(actor, "is_superuser", False):
            return self
        if not getattr(actor, "is_authenticated", False):
            return self.none()
        if actor.is_enterprise:
            return self.filter(knowable(actor, "interview__", organization="organization"))
        own = self.filter(interview__candidate_id=actor.pk)
        return own.exclude(interview__position__candidate_report=CandidateReport.NONE)


@called_by("interview__candidate__username", "interview__candidate_name", "interview__candidate_email")
class Report(LeasedJob):
    """``document`` is language-neutral (reports/builders); the columns beside it serve lists, ``organization`` (the
    interview's) too. The row is the present version; those before it are `ReportVersion`s. ``weights`` are those of the
    position that differed from the rubric's, ``corrected_until`` is the newest correction the scores rest on, and
    ``ability_scores`` are by ability, without those that have none."""

    public_id = PublicIdField(prefix="rpt")
    interview = models.OneToOneField(Interview, on_delete=models.CASCADE, related_name="report")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="reports")
    overall_score = models.PositiveSmallIntegerField(null=True, blank=True)
    recommendation = models.CharField(max_length=30, choices=Recommendation, blank=True)
    rubric_version = models.CharField(max_length=30, blank=True)
    document = models.JSONField(null=True)
    generated_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    version_reason = models.CharField(max_length=30, choices=VersionReason, default=VersionReason.FIRST)
    version_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    weights = models.JSONField(null=True, blank=True)
    corrected_until = models.DateTimeField(null=True, blank=True)
    ability_scores = models.JSONField(default=dict, blank=True)
    coverage = models.FloatField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-generated_at", "-pk"]
        indexes = [
            models.Index(fields=["organization", "state", "-generated_at", "-id"], name="reports_of_organization"),
            models.Index(fields=["-generated_at", "-id"], name="reports_by_time"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="report_state_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="report_version_from_one"),
            models.CheckConstraint(condition=Q(version_reason__in=VersionReason.values), name="report_reason_known"),
            models.CheckConstraint(
                condition=Q(overall_score__isnull=True) | Q(overall_score__lte=100), name="report_score_in_range"
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.DONE) | Q(document__isnull=False, generated_at__isnull=False),
                name="ready_report_has_document",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def status(self) -> str:
        return status_of(self.state)
