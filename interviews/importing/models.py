"""Interviews that people held elsewhere, on their way in."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import Organization, User
from common import clock
from common.ids import PublicIdField
from common.jobs import JobState, LeasedJob
from common.tenancy import ScopedQuerySet
from interviews.enums import InterviewOrigin
from positions.models import Position


class OrganizationQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """Members of the organization, but for reviewers; candidates see none."""
        if getattr(actor, "is_superuser", False):
            return self
        if not getattr(actor, "is_authenticated", False) or not actor.is_enterprise:
            return self.none()
        return self.filter(organization_id__in=actor.whole_organization_ids)


class RemoteAccount(models.Model):
    """An organization's own credentials at Feishu or Tencent Meeting. ``sealed_secrets`` is JSON, encrypted
    (`common.secrets`). ``base_url`` is empty for the service's own address."""

    public_id = PublicIdField(prefix="racc")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="remote_accounts")
    provider = models.CharField(max_length=20, choices=InterviewOrigin)
    name = models.CharField(max_length=100)
    base_url = models.URLField(max_length=500, blank=True)
    sealed_secrets = models.TextField()
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "provider", "name"], name="remote_account_name_once"),
            models.CheckConstraint(
                condition=Q(provider__in=[InterviewOrigin.FEISHU, InterviewOrigin.TENCENT]),
                name="remote_account_provider_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.provider})"


class ImportJob(LeasedJob):
    """One interview to bring in. What was pasted or uploaded lies in the store under ``payload_key``; a recording is
    ``media``. ``options``: language, speaker_count, candidate and interviewer names, times. ``checkpoint`` is what a
    resumed run goes on from. ``notes`` are the keys of what was found odd and mended (codes with parameters)."""

    public_id = PublicIdField(prefix="imp")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="imports")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="imports")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    origin = models.CharField(max_length=20, choices=InterviewOrigin)
    external_id = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey(RemoteAccount, on_delete=models.SET_NULL, null=True, blank=True, related_name="imports")
    interview = models.ForeignKey(
        "interviews.Interview", on_delete=models.CASCADE, null=True, blank=True, related_name="imports"
    )
    media = models.ForeignKey(
        "interviews.MediaFile", on_delete=models.PROTECT, null=True, blank=True, related_name="imports"
    )
    payload_key = models.CharField(max_length=300, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    options = models.JSONField(default=dict)
    checkpoint = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["organization", "-created_at"], name="imports_of_organization")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="import_state_known"),
            models.CheckConstraint(condition=Q(origin__in=InterviewOrigin.values), name="import_origin_known"),
        ]

    def __str__(self) -> str:
        return self.public_id
