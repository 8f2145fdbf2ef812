"""A recording while it is being made: takes, the runs of a recorder, and the parts that came in."""

from __future__ import annotations

from django.db import models

from accounts.models import User
from common import clock


class Recording(models.Model):
    """One take of an answer. Its media file is joined from the parts when somebody needs it."""

    interview = models.ForeignKey("interviews.Interview", on_delete=models.CASCADE, related_name="recordings")
    question = models.ForeignKey("interviews.InterviewQuestion", on_delete=models.CASCADE, related_name="recordings")
    media = models.OneToOneField("interviews.MediaFile", on_delete=models.CASCADE, related_name="recording")
    take = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True, help_text="when an answer took it")

    class Meta:
        ordering = ["question", "take"]
        constraints = [
            models.UniqueConstraint(fields=["question", "take"], name="recording_take_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} take {self.take}"


class RecordingSegment(models.Model):
    """One run of a recorder: a container of its own. A page that is loaded again starts another."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="segments")
    number = models.PositiveSmallIntegerField()
    client_key = models.CharField(max_length=32, help_text="the page's own name for it")
    content_type = models.CharField(max_length=100)

    class Meta:
        ordering = ["recording", "number"]
        constraints = [
            models.UniqueConstraint(fields=["recording", "number"], name="segment_number_once"),
            models.UniqueConstraint(fields=["client_key"], name="segment_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.recording} segment {self.number}"


class RecordingPart(models.Model):
    """Some seconds of a segment, as they came in. Parts count from 0 without gaps."""

    segment = models.ForeignKey(RecordingSegment, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=300)
    size = models.PositiveIntegerField()
    length_ms = models.PositiveIntegerField(help_text="as the page measured it")
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["segment", "number"]
        constraints = [models.UniqueConstraint(fields=["segment", "number"], name="part_number_once")]

    def __str__(self) -> str:
        return f"{self.segment} part {self.number}"


class EarlyEnd(models.Model):
    """Why somebody of the company ended an interview that was being held."""

    interview = models.OneToOneField("interviews.Interview", on_delete=models.CASCADE, related_name="early_end")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.interview_id} ended early"
