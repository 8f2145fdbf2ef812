"""Files of many reports, made by a worker and kept for a day."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import Organization, User
from common import clock
from common.ids import PublicIdField
from common.jobs import JobState, LeasedJob
from common.tenancy import ScopedQuerySet
from reports.enums import ExportKind


class ExportJobQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """One's own: a file holds what its maker was allowed to see."""
        if getattr(actor, "is_superuser", False):
            return self
        if not getattr(actor, "is_authenticated", False) or not getattr(actor, "is_enterprise", False):
            return self.none()
        return self.filter(asked_by_id=getattr(actor, "pk", None), organization_id__in=actor.organization_ids)


class ExportJob(LeasedJob):
    """``selection`` is what was asked for: filters of the list, or the public ids of reports. ``found`` reports fit it,
    ``written`` are in the file, the others could not be. After ``expires_at`` the file is deleted."""

    public_id = PublicIdField(prefix="exp")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=ExportKind)
    language = models.CharField(max_length=10)
    selection = models.JSONField(default=dict)
    found = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=300, blank=True)
    size = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = ExportJobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="export_state_known"),
            models.CheckConstraint(condition=Q(kind__in=ExportKind.values), name="export_kind_known"),
        ]

    def __str__(self) -> str:
        return self.public_id
