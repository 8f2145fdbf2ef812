"""A report shown to somebody without an account, by a link that ends."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from common import clock
from common.ids import PublicIdField
from common.naming import called_by
from reports.versions.models import OfReportQuerySet


@called_by("email", "report__interview__candidate__username", "report__interview__candidate_name")
class ShareLink(models.Model):
    """``token_hash`` is the SHA-256 of what stands in the address; the address itself is kept nowhere. With ``email``
    the reader proves by a code sent there who is reading; ``code_tries`` counts wrong ones since it was sent."""

    public_id = PublicIdField(prefix="shr")
    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="share_links")
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(max_length=254, blank=True)
    with_media = models.BooleanField(default=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    code_hash = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="share_link_ends_after_start"),
            models.CheckConstraint(condition=Q(code_tries__lte=5), name="share_code_tries_bounded"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def is_open(self, now: dt.datetime) -> bool:
        return self.revoked_at is None and self.expires_at > now


class ShareView(models.Model):
    """One look at a shared report. ``address`` is shortened to the network, ``browser`` to its family."""

    link = models.ForeignKey(ShareLink, on_delete=models.CASCADE, related_name="views")
    at = models.DateTimeField(default=clock.now)
    address = models.CharField(max_length=50, blank=True)
    browser = models.CharField(max_length=40, blank=True)
    code_used = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["link", "-at"], name="share_views_by_time")]

    def __str__(self) -> str:
        return f"{self.link_id} at {self.at:%Y-%m-%d %H:%M}"
