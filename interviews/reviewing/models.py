"""Who reviews which interview."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import clock
from common.tenancy import ScopedQuerySet


class AssignmentQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """Those of the interviews one may know of; never a candidate's business."""
        if not getattr(actor, "is_enterprise", False) and not getattr(actor, "is_superuser", False):
            return self.none()
        interviews = self.model._meta.get_field("interview").related_model._default_manager
        return self.filter(interview__in=interviews.visible_to(actor))


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
        constraints = [
            models.UniqueConstraint(fields=["reviewer", "interview"], name="interview_assigned_once_to_reviewer")
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} to {self.reviewer_id}"
