"""The questions of a position, how each was before, and files of questions on their way in."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from common import clock
from common.ids import PublicIdField
from common.jobs import JobState, LeasedJob
from common.tenancy import ScopedQuerySet
from positions.models import Position
from questionbank.enums import ChangeKind, Difficulty, ImportStage, QuestionType


class QuestionQuerySet(ScopedQuerySet):
    to_organization = "position__organization_id"

    def visible_to(self, actor: Any) -> Self:
        """Members see their organization's bank; candidates never see it."""
        if getattr(actor, "is_superuser", False):
            return self
        if not getattr(actor, "is_authenticated", False) or not actor.is_enterprise:
            return self.none()
        return self.filter(**{f"{self.to_organization}__in": actor.organization_ids})


class QuestionFields(models.Model):
    """What a question says and how it is scored."""

    content = models.TextField(_("Question"))
    type = models.CharField(_("Type"), max_length=20, choices=QuestionType)
    difficulty = models.CharField(_("Difficulty"), max_length=20, choices=Difficulty)
    time_limit = models.PositiveSmallIntegerField(_("Time limit"), default=180, help_text=_("seconds"))
    follow_up_enabled = models.BooleanField(_("Follow-ups"), default=True)
    reference_answer = models.TextField(_("Reference answer"), blank=True)
    scoring_points = models.JSONField(_("Scoring points"), default=list)
    tags = models.JSONField(_("Tags"), default=list)

    class Meta:
        abstract = True


class Question(QuestionFields):
    """One question, what a good answer says, and what it is graded on. ``version`` counts its changes from 1."""

    public_id = PublicIdField(prefix="q")
    position = models.ForeignKey(
        Position, verbose_name=_("Position"), on_delete=models.CASCADE, related_name="questions"
    )
    version = models.PositiveIntegerField(_("Version"), default=1, editable=False)
    created_at = models.DateTimeField(_("Created"), default=clock.now)
    updated_at = models.DateTimeField(_("Changed"), auto_now=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Question")
        verbose_name_plural = _("Questions")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(type__in=QuestionType.values), name="question_type_known"),
            models.CheckConstraint(condition=Q(difficulty__in=Difficulty.values), name="question_difficulty_known"),
            models.CheckConstraint(
                condition=Q(time_limit__gte=5, time_limit__lte=3600), name="question_time_limit_sane"
            ),
        ]

    def __str__(self) -> str:
        return self.content[:80]


class QuestionVersionQuerySet(QuestionQuerySet):
    to_organization = "question__position__organization_id"


class QuestionVersion(QuestionFields):
    """A question as it was after its change ``number``."""

    public_id = PublicIdField(prefix="qv")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("Version"))
    kind = models.CharField(_("Change"), max_length=20, choices=ChangeKind, default=ChangeKind.EDITED)
    changed_by = models.ForeignKey(
        User, verbose_name=_("Changed by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(_("Changed"), default=clock.now)

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Version of a question")
        verbose_name_plural = _("Versions of questions")
        ordering = ["-number"]
        indexes = [models.Index(fields=["-changed_at", "-id"], name="question_versions_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="question_version_from_one"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="question_change_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.content[:60]}"


class QuestionScore(models.Model):
    """What an answer to the question scored, from 0 to 100. ``source`` names the interview by its public id: the bank
    knows of no interviews, and forgets what they tell it to."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="scores")
    source = models.CharField(max_length=40, db_index=True)
    score = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "source"], name="question_score_once"),
            models.CheckConstraint(condition=Q(score__lte=100), name="question_score_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.score} in {self.source}"


class QuestionImportQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """Those of one's organization."""
        if getattr(actor, "is_superuser", False):
            return self
        if not getattr(actor, "is_authenticated", False) or not actor.is_enterprise:
            return self.none()
        return self.filter(organization_id__in=actor.organization_ids)


class QuestionImport(LeasedJob):
    """A file of questions: checked, looked at, and stored once somebody says so.

    The file lies in the store under ``payload_key`` until it is stored. ``position`` is where questions go that name
    none. ``summary`` counts what is new, changed, the same and wrong, and holds a bounded list of each.
    """

    public_id = PublicIdField(prefix="qimp")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="question_imports")
    position = models.ForeignKey(
        Position, verbose_name=_("Position"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(_("File"), max_length=255)
    payload_key = models.CharField(max_length=300, blank=True)
    stage = models.CharField(_("Stage"), max_length=20, choices=ImportStage, default=ImportStage.CHECKING)
    row_count = models.PositiveIntegerField(_("Rows"), default=0)
    summary = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("Created"), default=clock.now)

    objects = QuestionImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Import of questions")
        verbose_name_plural = _("Imports of questions")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="question_import_state_known"),
            models.CheckConstraint(condition=Q(stage__in=ImportStage.values), name="question_import_stage_known"),
        ]

    def __str__(self) -> str:
        return self.file_name
