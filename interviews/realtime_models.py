"""What happens during an interview: events for the sockets, signals of integrity, live samples."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from interviews.enums import STORED_EVENTS, EventType, IntegrityKind


class InterviewEvent(models.Model):
    """One stored event. ``seq`` counts from 1 without gaps; ``key`` names the fact, so that it is told once."""

    interview = models.ForeignKey("interviews.Interview", on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=30, choices=EventType)
    key = models.CharField(max_length=80)
    data = models.JSONField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "seq"], name="event_number_once_in_interview"),
            models.UniqueConstraint(fields=["interview", "key"], name="event_told_once"),
            models.CheckConstraint(condition=Q(type__in=STORED_EVENTS), name="event_type_is_stored"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="event_numbers_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} {self.seq} {self.type}"


class IntegritySignal(models.Model):
    """What the candidate's page told of its surroundings, with the question that was open. Never scored."""

    interview = models.ForeignKey("interviews.Interview", on_delete=models.CASCADE, related_name="integrity_signals")
    question = models.ForeignKey(
        "interviews.InterviewQuestion", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=IntegrityKind)
    at = models.DateTimeField(default=clock.now)
    at_ms = models.PositiveIntegerField(null=True, blank=True, help_text=_("since the question started"))
    context = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["interview", "at"], name="signals_of_interview")]
        constraints = [models.CheckConstraint(condition=Q(kind__in=IntegrityKind.values), name="integrity_kind_known")]

    def __str__(self) -> str:
        return f"{self.interview_id} {self.kind}"


class LiveTrack(models.Model):
    """Some seconds of what live analysis saw and heard, one small list a window (`interviews.contracts.LIVE_COLUMNS`).

    Neither sound nor pictures are kept.
    """

    interview = models.ForeignKey("interviews.Interview", on_delete=models.CASCADE, related_name="live_tracks")
    question = models.ForeignKey(
        "interviews.InterviewQuestion", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    samples = models.JSONField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["interview", "at"], name="live_tracks_of_interview")]

    def __str__(self) -> str:
        return f"{self.interview_id} {len(self.samples)} samples"
