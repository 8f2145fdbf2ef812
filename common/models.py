"""Rows that belong to no app."""

from __future__ import annotations

from django.db import models

from common import clock
from common.audit.models import TrailEntry  # noqa: F401  (a model of this app)


class IdempotencyRecord(models.Model):
    """The answer once given to a POST with an ``Idempotency-Key``; ``status`` is None while it is being made."""

    actor = models.CharField(max_length=64)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="one_answer_per_idempotency_key")]

    def __str__(self) -> str:
        return f"{self.actor} {self.key}"
