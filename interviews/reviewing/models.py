"""Who reviews which interview."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import clock
from common.tenancy import ScopedQuerySet


def knowable(actor: Any, interview: str = "", *, organization: str = "") -> Q:
    """Which interviews ``actor`` (a user, perhaps anonymous) may know of: a candidate's own; a member's
    organization's; of a reviewer's, those assigned. ``interview`` leads to the interview from rows that hang on one
    ("interview__"), and ``organization`` is their own column of it, where they have one. Plain comparisons, which
    indexes serve, for all but reviewers."""
    of = organization or f"{interview}organization"
    if getattr(actor, "is_superuser", False):
        return Q()
    if not getattr(actor, "is_authenticated", False):
        return Q(pk__in=())
    if not actor.is_enterprise:
        return Q(**{f"{interview}candidate_id": actor.pk})
    whole = Q(**{f"{of}_id__in": actor.whole_organization_ids})
    if not actor.reviewed_organization_ids:
        return whole
    assigned = Assignment.objects.filter(reviewer_id=actor.pk).values("interview_id")
    reviewed = {f"{of}_id__in": actor.reviewed_organization_ids, f"{interview}pk__in": assigned}
    return whole | Q(**reviewed)


class AssignmentQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """Those of the interviews one may know of; never a candidate's business."""
        if not getattr(actor, "is_enterprise", False) and not getattr(actor, "is_superuser", False):
            return self.none()
        return self.filter(knowable(actor, "interview__"))


class Assignment(models.Model):
    """An interview given to a member to review. A member with the role of reviewer sees these interviews alone."""

    interview = models.ForeignKey(
        "interviews.Interview", on_delete=models.CASCADE, related_name="assignments", verbose_name=_("Interview")
    )
    reviewer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("Reviewer"))
    assigned_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Assigned by")
    )
    created_at = models.DateTimeField(_("Assigned at"), default=clock.now)
    reviewed_at = models.DateTimeField(
        _("Reviewed at"), null=True, blank=True, help_text=_("when the reviewer first handed in a review; empty: open")
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        indexes = [models.Index(fields=["-created_at", "-id"], name="assignments_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["reviewer", "interview"], name="interview_assigned_once_to_reviewer")
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} to {self.reviewer_id}"
