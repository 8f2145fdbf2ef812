"""Invitations, the lists they come from, the words of the mails, and the mails themselves."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from common import clock
from common.ids import PublicIdField
from common.jobs import JobState, LeasedJob
from common.tenancy import ScopedQuerySet
from interviews.enums import AnswerMode, InterviewerStyle, InterviewStatus
from interviews.inviting.enums import (
    BatchSource,
    BatchState,
    InvitationStatus,
    MailKind,
    MailLanguage,
    ReportMails,
)
from interviews.reviewing.models import knowable
from positions.models import Position

MOST_REMIND_HOURS = 14 * 24
_MAX_EXTRA_TIME = 4


class CompanyQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """Members of the organization; candidates see none."""
        if getattr(actor, "is_superuser", False):
            return self
        if not getattr(actor, "is_authenticated", False) or not actor.is_enterprise:
            return self.none()
        return self.filter(organization_id__in=actor.organization_ids)


class OfInterviewsQuerySet(CompanyQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """Those of interviews the actor may know of; candidates see none."""
        found = super().visible_to(actor)
        if getattr(actor, "is_superuser", False) or not getattr(actor, "reviewed_organization_ids", ()):
            return found
        return found.filter(knowable(actor, "interview__"))


class InvitationQuerySet(OfInterviewsQuerySet):
    def with_status(self) -> Self:
        """Each row also says how far it is (``status``, an `InvitationStatus`)."""
        held = "interview__status"
        passed = Q(interview__status=InterviewStatus.CREATED, interview__link_expires_at__lt=clock.now())
        return self.annotate(
            status=Case(
                When(Q(revoked_at__isnull=False) | Q(**{held: InterviewStatus.CANCELLED}), _is("REVOKED")),
                When(reviewed_at__isnull=False, then=_is("REVIEWED")),
                When(**{held: InterviewStatus.COMPLETED}, then=_is("FINISHED")),
                When(**{held: InterviewStatus.IN_PROGRESS}, then=_is("STARTED")),
                When(Q(**{held: InterviewStatus.EXPIRED}) | passed, _is("EXPIRED")),
                When(opened_at__isnull=False, then=_is("OPENED")),
                When(~Q(mail_error=""), _is("FAILED")),
                When(sent_at__isnull=False, then=_is("SENT")),
                default=_is("CREATED"),
                output_field=models.CharField(),
            )
        )


def _is(name: str) -> Value:
    return Value(InvitationStatus[name].value)


class MessageTemplate(models.Model):
    """An organization's own words for a mail. Without one the built-in words are used (`interviews.inviting.texts`).
    Placeholders stand in braces."""

    public_id = PublicIdField(prefix="mtpl")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="message_templates")
    kind = models.CharField(_("mail"), max_length=20, choices=MailKind)
    language = models.CharField(_("language"), max_length=2, choices=MailLanguage)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=5000)
    updated_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(_("changed at"), default=clock.now)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")
        ordering = ["kind", "language"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind", "language"], name="message_template_once"),
            models.CheckConstraint(condition=Q(kind__in=MailKind.values), name="message_template_kind_known"),
            models.CheckConstraint(
                condition=Q(language__in=MailLanguage.values), name="message_template_language_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_language_display()})"


class Terms(models.Model):
    """What an invitation grants and asks for; shared by one invitation and by a list of them."""

    language = models.CharField(
        _("language"), max_length=2, choices=MailLanguage, default=MailLanguage.CHINESE, help_text=_("of the mails")
    )
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    remind_hours = models.PositiveSmallIntegerField(
        _("reminder, hours before the deadline"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_REMIND_HOURS)],
    )
    base_url = models.CharField(max_length=200, blank=True, help_text=_("where links in mails lead"))

    class Meta:
        abstract = True


class InvitationBatch(Terms, LeasedJob):
    """A list of candidates to invite. ``rows`` is what was read: line, name, email, phone, language, deadline_at.
    ``problems`` are the lines that were not invited: line, code, params. A draft waits to be confirmed."""

    public_id = PublicIdField(prefix="ibat")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitation_batches")
    position = models.ForeignKey(
        Position, on_delete=models.CASCADE, related_name="invitation_batches", verbose_name=_("position")
    )
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("created at"), default=clock.now)
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.DRAFT, db_index=True)
    source = models.CharField(_("source"), max_length=10, choices=BatchSource)
    file_name = models.CharField(_("file"), max_length=255, blank=True)
    rows = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    row_count = models.PositiveIntegerField(_("candidates"), default=0)
    deadline_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    timezone = models.CharField(_("time zone"), max_length=64, blank=True)
    interviewer_style = models.CharField(
        _("style"), max_length=20, choices=InterviewerStyle, default=InterviewerStyle.FRIENDLY
    )
    mode = models.CharField(_("answers"), max_length=10, choices=AnswerMode, default=AnswerMode.VIDEO)
    extra_time_factor = models.DecimalField(_("extra time"), max_digits=3, decimal_places=2, default=1)
    with_captions = models.BooleanField(_("captions"), default=False)
    without_countdown = models.BooleanField(_("no countdown"), default=False)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of candidates")
        verbose_name_plural = _("lists of candidates")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["organization", "-created_at"], name="invitation_batches_of_org")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="invitation_batch_state_known"),
            models.CheckConstraint(condition=Q(source__in=BatchSource.values), name="invitation_batch_source_known"),
            models.CheckConstraint(
                condition=Q(extra_time_factor__gte=1, extra_time_factor__lte=_MAX_EXTRA_TIME),
                name="invitation_batch_extra_time_sane",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Invitation(Terms):
    """One candidate asked to one interview, which is made with it: its questions are those of that moment, and its
    ``link_expires_at`` is the deadline. ``mail_error`` says why the last mail did not go out (a code of
    `interviews.inviting.wording`)."""

    public_id = PublicIdField(prefix="inv")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("position")
    )
    interview = models.OneToOneField(
        "interviews.Interview", on_delete=models.CASCADE, related_name="invitation", verbose_name=_("interview")
    )
    batch = models.ForeignKey(
        InvitationBatch,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("list"),
    )
    batch_line = models.PositiveIntegerField(null=True, blank=True)
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    created_at = models.DateTimeField(_("created at"), default=clock.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    mail_error = models.CharField(_("mail error"), max_length=40, blank=True)
    calendar_sequence = models.PositiveSmallIntegerField(default=0, help_text=_("raised when its times change"))

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["organization", "-created_at", "-id"], name="invitations_of_organization"),
            models.Index(fields=["position", "email"], name="invitations_of_position"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "batch_line"], condition=Q(batch__isnull=False), name="invitation_once_per_line"
            ),
            models.CheckConstraint(condition=Q(language__in=MailLanguage.values), name="invitation_language_known"),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Mail(LeasedJob):
    """One mail to one address. ``key`` names its cause, so that it is sent once; words are put together when it is
    sent.."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="mails")
    interview = models.ForeignKey("interviews.Interview", on_delete=models.CASCADE, related_name="mails")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, null=True, blank=True, related_name="mails")
    kind = models.CharField(_("mail"), max_length=20, choices=MailKind)
    recipient = models.EmailField(_("recipient"), max_length=254)
    language = models.CharField(_("language"), max_length=2, choices=MailLanguage)
    key = models.CharField(max_length=120, unique=True)
    base_url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(_("created at"), default=clock.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = OfInterviewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["organization", "-created_at"], name="mails_of_organization")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="mail_state_known"),
            models.CheckConstraint(condition=Q(kind__in=MailKind.values), name="mail_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} → {self.recipient}"


class MailWish(models.Model):
    """Of which reports a member of an organization hears by mail; without a row: of those they invited."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mail_wishes")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="mail_wishes")
    reports = models.CharField(max_length=10, choices=ReportMails, default=ReportMails.OWN)
    language = models.CharField(max_length=2, choices=MailLanguage, default=MailLanguage.CHINESE)
    base_url = models.CharField(max_length=200, blank=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organization"], name="one_mail_wish_per_membership"),
            models.CheckConstraint(condition=Q(reports__in=ReportMails.values), name="mail_wish_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.reports}"
