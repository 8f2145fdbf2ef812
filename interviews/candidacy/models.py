"""Consents, and the way without AI."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from common import clock
from interviews.enums import ConsentKind, HumanReason


class Consent(models.Model):
    """One decision of the candidate about one thing, under the text of ``text_version`` in ``language``. Rows are only
    ever added; the latest of a kind counts."""

    interview = models.ForeignKey("interviews.Interview", on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=20, choices=ConsentKind)
    given = models.BooleanField()
    text_version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=ConsentKind.values), name="consent_kind_known")]

    def __str__(self) -> str:
        return f"{self.interview_id} {self.kind} {'given' if self.given else 'declined'}"


class HumanRequest(models.Model):
    """A candidate who wants no AI interview. ``told_at``: when the company was told."""

    interview = models.OneToOneField("interviews.Interview", on_delete=models.CASCADE, related_name="human_request")
    reason = models.CharField(max_length=20, choices=HumanReason)
    at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=HumanReason.values), name="human_request_reason_known")
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} {self.reason}"
