"""The questions of a position."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from common import clock
from common.ids import PublicIdField
from common.tenancy import ScopedQuerySet
from positions.models import Position
from questionbank.enums import Difficulty, QuestionType


class QuestionQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """Members see their organization's bank; candidates never see it."""
        if getattr(actor, "is_superuser", False):
            return self
        if not getattr(actor, "is_authenticated", False) or not actor.is_enterprise:
            return self.none()
        return self.filter(position__organization_id__in=actor.organization_ids)


class Question(models.Model):
    """One question, what a good answer says, and what it is graded on."""

    public_id = PublicIdField(prefix="q")
    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="questions")
    content = models.TextField()
    type = models.CharField(max_length=20, choices=QuestionType)
    difficulty = models.CharField(max_length=20, choices=Difficulty)
    time_limit = models.PositiveSmallIntegerField(default=180, help_text="seconds")
    follow_up_enabled = models.BooleanField(default=True)
    reference_answer = models.TextField(blank=True)
    scoring_points = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(type__in=QuestionType.values), name="question_type_known"),
            models.CheckConstraint(
                condition=models.Q(difficulty__in=Difficulty.values), name="question_difficulty_known"
            ),
            models.CheckConstraint(
                condition=models.Q(time_limit__gte=5, time_limit__lte=3600), name="question_time_limit_sane"
            ),
        ]

    def __str__(self) -> str:
        return self.content[:80]
