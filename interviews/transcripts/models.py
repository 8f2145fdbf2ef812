"""What was said, answer by answer."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from common import clock
from common.tenancy import ScopedQuerySet


class TranscriptQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        answers = self.model._meta.get_field("answer").related_model._default_manager
        return self.filter(answer__in=answers.visible_to(actor))


class AnswerTranscript(models.Model):
    """The transcript of one answer. ``words`` and ``sentences`` are lists of {text, start_ms, end_ms}, times from the
    start of the recording. ``source``: asr or client. An empty ``text`` has its ``reason``."""

    answer = models.OneToOneField("interviews.Answer", on_delete=models.CASCADE, related_name="transcript")
    source = models.CharField(max_length=20)
    language = models.CharField(max_length=10, blank=True)
    text = models.TextField(blank=True)
    words = models.JSONField(default=list)
    sentences = models.JSONField(default=list)
    reason = models.CharField(max_length=60, blank=True)
    engine = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = TranscriptQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.answer_id} ({self.source})"
