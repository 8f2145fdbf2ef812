"""Reviews, decisions, overrides and comments. They hang on the interview, as a report may be made anew, and go with
it when it is erased."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import clock
from common.ids import PublicIdField
from common.naming import called_by
from common.tenancy import ScopedQuerySet
from interviews.models import Interview, knowable
from positions.enums import Ability
from reports.enums import DecisionOutcome, OverrideTarget, PersonRecommendation, Recommendation

ABILITIES = tuple(Ability.values)
LEAST_RATING, MOST_RATING = 1, 5
LONGEST_TEXT = 5000  # characters of notes, reasons and comments


class OfInterviewQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """Members who may know of the interview; never a candidate's business."""
        if not getattr(actor, "is_enterprise", False) and not getattr(actor, "is_superuser", False):
            return self.none()
        return self.filter(knowable(actor, "interview__"))


class ReviewQuerySet(OfInterviewQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """One's own, and those handed in."""
        return super().visible_to(actor).filter(~Q(submitted_at=None) | Q(reviewer_id=getattr(actor, "pk", None)))


def _rating(ability: Ability) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(ability.label, null=True, blank=True)


class Opinion(models.Model):
    """What a reviewer says. An ability that could not be judged is null."""

    professional_knowledge = _rating(Ability.KNOWLEDGE)
    logical_thinking = _rating(Ability.LOGIC)
    language_expression = _rating(Ability.LANGUAGE)
    stress_resistance = _rating(Ability.STRESS)
    communication_potential = _rating(Ability.COMMUNICATION)
    recommendation = models.CharField(_("Recommendation"), max_length=30, choices=PersonRecommendation, blank=True)
    notes = models.TextField(_("Notes"), blank=True, max_length=LONGEST_TEXT)

    class Meta:
        abstract = True

    @property
    def ratings(self) -> dict[str, int | None]:
        """From 1 to 5 by ability, None where it could not be judged."""
        return {key: getattr(self, key) for key in ABILITIES}

    @property
    def labelled(self) -> list[tuple[Any, int | None]]:
        """(name of the ability, rating)."""
        return [(Ability(key).label, rating) for key, rating in self.ratings.items()]


def _ratings_sane(name: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(**{f"{key}__isnull": True}) | Q(**{f"{key}__gte": LEAST_RATING, f"{key}__lte": MOST_RATING}),
            name=f"{name}_{key}_sane",
        )
        for key in ABILITIES
    ]


@called_by("reviewer__username")
class Review(Opinion):
    """One person's review of an interview; a draft until it is handed in. ``is_blind``: it was first handed in before
    its writer could see what the AI found."""

    public_id = PublicIdField(prefix="rev")
    interview = models.ForeignKey(
        Interview, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("Interview")
    )
    reviewer = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="reviews", verbose_name=_("Reviewer")
    )
    is_blind = models.BooleanField(_("Before the AI's scores"), default=False)
    created_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(_("Handed in"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["submitted_at", "pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [models.Index(fields=["-submitted_at", "-id"], name="reviews_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["interview", "reviewer"], name="one_review_of_each_reviewer"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(recommendation__in=PersonRecommendation.values),
                name="review_handed_in_recommends",
            ),
            *_ratings_sane("review"),
        ]

    def __str__(self) -> str:
        return self.public_id


class ReviewVersion(Opinion):
    """What a review said before it was amended, and why it was."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="versions")
    said_at = models.DateTimeField()
    amended_at = models.DateTimeField(default=clock.now)
    reason = models.TextField(max_length=LONGEST_TEXT)

    class Meta:
        ordering = ["-amended_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_has_reason"),
            *_ratings_sane("amended"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.amended_at}"


@called_by("decided_by__username")
class Decision(models.Model):
    """What becomes of the candidate, as a person decided. The highest number counts; those before it are kept."""

    public_id = PublicIdField(prefix="dec")
    interview = models.ForeignKey(
        Interview, on_delete=models.CASCADE, related_name="decisions", verbose_name=_("Interview")
    )
    number = models.PositiveSmallIntegerField(_("Number"))
    outcome = models.CharField(_("Decision"), max_length=10, choices=DecisionOutcome)
    reason = models.TextField(_("Reason"), max_length=LONGEST_TEXT)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Decided by"))
    decided_at = models.DateTimeField(_("Decided at"), default=clock.now)

    objects = OfInterviewQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["-decided_at", "-id"], name="decisions_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["interview", "number"], name="decision_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="decision_numbered_from_one"),
            models.CheckConstraint(condition=Q(outcome__in=DecisionOutcome.values), name="decision_outcome_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_reason"),
        ]

    def __str__(self) -> str:
        return self.public_id


@called_by("overridden_by__username")
class Override(models.Model):
    """A person's word beside the AI's: on the recommendation, or on the score (0-100) of an ability. ``ai_*`` is what
    the report said then. The newest of a target that is not withdrawn counts."""

    public_id = PublicIdField(prefix="ovr")
    interview = models.ForeignKey(
        Interview, on_delete=models.CASCADE, related_name="overrides", verbose_name=_("Interview")
    )
    target = models.CharField(_("Of"), max_length=30, choices=OverrideTarget)
    score = models.PositiveSmallIntegerField(_("Score"), null=True, blank=True)
    recommendation = models.CharField(_("Recommendation"), max_length=30, choices=PersonRecommendation, blank=True)
    ai_score = models.PositiveSmallIntegerField(_("AI's score"), null=True, blank=True)
    ai_recommendation = models.CharField(_("AI's recommendation"), max_length=30, choices=Recommendation, blank=True)
    reason = models.TextField(_("Reason"), max_length=LONGEST_TEXT)
    overridden_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("By"))
    overridden_at = models.DateTimeField(_("At"), default=clock.now)
    withdrawn_at = models.DateTimeField(_("Withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Withdrawn by")
    )

    objects = OfInterviewQuerySet.as_manager()

    class Meta:
        ordering = ["-overridden_at", "-pk"]
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        indexes = [models.Index(fields=["-overridden_at", "-id"], name="overrides_by_time")]
        constraints = [
            models.CheckConstraint(condition=Q(target__in=OverrideTarget.values), name="override_target_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
            models.CheckConstraint(
                condition=Q(target="recommendation", score__isnull=True, recommendation__in=PersonRecommendation.values)
                | ~Q(target="recommendation") & Q(score__isnull=False, score__lte=100, recommendation=""),
                name="override_says_one_thing",
            ),
            models.UniqueConstraint(
                fields=["interview", "target"], condition=Q(withdrawn_at=None), name="one_override_of_a_target"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


@called_by("author__username")
class Comment(models.Model):
    """What members say to each other about an interview, perhaps of a moment in an answer. A deleted one leaves that
    there was one, without its words."""

    public_id = PublicIdField(prefix="cmt")
    interview = models.ForeignKey(
        Interview, on_delete=models.CASCADE, related_name="comments", verbose_name=_("Interview")
    )
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("Author"))
    text = models.TextField(_("Text"), blank=True, max_length=LONGEST_TEXT)
    question_id = models.CharField(_("Question"), max_length=60, blank=True)
    at_ms = models.PositiveIntegerField(_("Moment"), null=True, blank=True, help_text=_("in the answer's recording"))
    mentioned = models.ManyToManyField(User, related_name="+", blank=True, verbose_name=_("Mentioned"))
    written_at = models.DateTimeField(_("Written"), default=clock.now)
    edited_at = models.DateTimeField(_("Changed"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("Deleted"), null=True, blank=True)

    objects = OfInterviewQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["-written_at", "-id"], name="comments_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) & ~Q(text="") | Q(deleted_at__isnull=False, text=""),
                name="comment_has_text_until_deleted",
            ),
            models.CheckConstraint(condition=Q(at_ms__isnull=True) | ~Q(question_id=""), name="moment_is_in_an_answer"),
        ]

    def __str__(self) -> str:
        return self.public_id


class CommentEdit(models.Model):
    """What a comment said before it was changed; gone with a deleted one's words."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="edits")
    text = models.TextField()
    edited_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-edited_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.edited_at}"
