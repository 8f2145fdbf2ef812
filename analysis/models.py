"""Analysis jobs, and what each engine found."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import Organization
from analysis.enums import JobKind
from common import clock
from common.ids import PublicIdField
from common.jobs import JobState, LeasedJob
from common.tenancy import ScopedQuerySet
from interviews.models import Answer, Interview, MediaFile, knowable


class AnalysisJobQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        return self.filter(knowable(actor, "interview__", organization="organization"))


class AnalysisJob(LeasedJob):
    """One recording (or typed answer) to look at. ``requested`` holds the analysis types of a request;
    ``organization`` is the interview's, for lists."""

    public_id = PublicIdField(prefix="anl")
    kind = models.CharField(max_length=10, choices=JobKind)
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="analysis_jobs")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="analysis")
    media = models.ForeignKey(MediaFile, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    requested = models.JSONField(default=list)
    missing = models.JSONField(default=dict)  # kind -> reason
    duration_ms = models.PositiveBigIntegerField(default=0)
    truncated = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    objects = AnalysisJobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="analyses_by_time"),
            models.Index(fields=["organization", "-created_at", "-id"], name="analyses_of_organization"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="analysis_state_known"),
            models.CheckConstraint(
                condition=Q(kind=JobKind.ANSWER, answer__isnull=False)
                | Q(answer__isnull=True) & ~Q(kind=JobKind.ANSWER),
                name="analysis_of_answer_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class EngineRun(models.Model):
    """What one engine found in one job, with everything needed to tell how."""

    job = models.ForeignKey(AnalysisJob, on_delete=models.CASCADE, related_name="runs")
    kind = models.CharField(max_length=20)
    engine = models.CharField(max_length=100)
    version = models.CharField(max_length=100)
    parameters = models.JSONField(default=dict)
    media_hash = models.CharField(max_length=64, blank=True)
    elapsed_ms = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    result = models.JSONField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "kind"], name="one_run_per_kind_and_job")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.engine}"


class VoicePrint(models.Model):
    """How the voice of one answer sounds (`analysis.engines.results.Voice`), to be compared with those of the same
    interview alone. Deleted once the interview's last answer is analysed, and with the answer."""

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="voice_print")
    vector = models.JSONField()
    speech_ms = models.PositiveIntegerField()
    similarity = models.FloatField(null=True, blank=True)  # to the voice of the answers before
    compared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(similarity__isnull=True) | Q(compared_at__isnull=False),
                name="voice_similarity_is_of_compared",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}"
