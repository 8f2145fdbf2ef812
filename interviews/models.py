"""An interview, its frozen questions, the answers and their media."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from common import clock
from common.ids import PublicIdField
from common.naming import called_by
from common.tenancy import ScopedQuerySet
from interviews.candidacy.accommodations import Accommodations
from interviews.candidacy.models import Consent, HumanRequest  # noqa: F401  (models of this app)
from interviews.enums import (
    AnswerMode,
    AnswerStatus,
    EndReason,
    FollowUpStatus,
    InterviewerStyle,
    InterviewOrigin,
    InterviewStatus,
    MediaKind,
    MediaState,
)
from interviews.importing.models import ImportJob, RemoteAccount  # noqa: F401  (models of this app)
from interviews.inviting.models import (  # noqa: F401  (models of this app)
    Invitation,
    InvitationBatch,
    Mail,
    MailWish,
    MessageTemplate,
)
from interviews.realtime_models import IntegritySignal, InterviewEvent, LiveTrack  # noqa: F401  (models of this app)
from interviews.recordings.models import (  # noqa: F401  (models of this app)
    EarlyEnd,
    Recording,
    RecordingPart,
    RecordingSegment,
)
from interviews.reviewing.models import Assignment, knowable  # noqa: F401  (Assignment: a model of this app)
from interviews.transcripts.models import (  # noqa: F401  (models of this app)
    AnswerTranscript,
    Conversation,
    Correction,
    Paragraph,
    Sentence,
    Speaker,
)
from positions.enums import InterviewLanguage
from positions.models import Position
from questionbank.enums import Difficulty, QuestionType

MOST_EXTERNAL_ID = 200  # characters


class InterviewQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        return self.filter(knowable(actor))


@called_by("candidate__username", "candidate_name", "candidate_email")
class Interview(models.Model):
    """One interview of one candidate. Questions are copied at creation, so later edits change no history."""

    public_id = PublicIdField(prefix="int")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="interviews")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="interviews")
    candidate = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="interviews")
    candidate_email = models.EmailField(max_length=254, blank=True)
    candidate_name = models.CharField(max_length=200, blank=True, help_text=_("for a candidate without an account"))
    origin = models.CharField(max_length=20, choices=InterviewOrigin, default=InterviewOrigin.OWN)
    external_id = models.CharField(
        max_length=MOST_EXTERNAL_ID, blank=True, help_text=_("its id where it was held, or in the company's own system")
    )
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    status = models.CharField(max_length=20, choices=InterviewStatus, default=InterviewStatus.CREATED)
    end_reason = models.CharField(max_length=20, choices=EndReason, default=EndReason.NONE, blank=True)
    interviewer_style = models.CharField(max_length=20, choices=InterviewerStyle, default=InterviewerStyle.FRIENDLY)
    mode = models.CharField(max_length=10, choices=AnswerMode, default=AnswerMode.VIDEO)
    language = models.CharField(max_length=10, choices=InterviewLanguage, default=InterviewLanguage.AUTO)
    timezone = models.CharField(max_length=64, default="Asia/Shanghai")
    duration_minutes = models.PositiveSmallIntegerField(default=30)
    retakes_allowed = models.BooleanField(default=False)
    extra_time_factor = models.DecimalField(
        max_digits=3, decimal_places=2, default=1, help_text=_("times the usual time, for the whole and every question")
    )
    with_captions = models.BooleanField(default=False)
    without_countdown = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    link_expires_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text=_("when the candidate took every consent back")
    )
    erased_at = models.DateTimeField(null=True, blank=True, help_text=_("nothing but this row is kept since"))

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["organization", "-created_at", "-id"], name="interviews_of_organization"),
            models.Index(fields=["candidate", "-created_at", "-id"], name="interviews_of_candidate"),
            models.Index(fields=["status", "deadline_at"], name="interviews_running"),
            models.Index(
                fields=["organization", "external_id"], condition=~Q(external_id=""), name="interviews_known_elsewhere"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "origin", "external_id"],
                condition=~Q(external_id="") & ~Q(origin=InterviewOrigin.OWN),
                name="interview_imported_once",
            ),
            models.CheckConstraint(condition=Q(status__in=InterviewStatus.values), name="interview_status_known"),
            models.CheckConstraint(condition=Q(origin__in=InterviewOrigin.values), name="interview_origin_known"),
            models.CheckConstraint(
                condition=~Q(status=InterviewStatus.IN_PROGRESS)
                | Q(started_at__isnull=False, deadline_at__isnull=False, ended_at__isnull=True),
                name="interview_in_progress_has_started",
            ),
            models.CheckConstraint(
                condition=~Q(status=InterviewStatus.COMPLETED)
                | Q(started_at__isnull=False, ended_at__isnull=False) & ~Q(end_reason=""),
                name="interview_completed_has_ended",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[InterviewStatus.CREATED, InterviewStatus.CANCELLED])
                | Q(started_at__isnull=True),
                name="interview_not_started_has_no_start",
            ),
            models.CheckConstraint(
                condition=Q(extra_time_factor__gte=1, extra_time_factor__lte=4), name="interview_extra_time_sane"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def total_seconds(self) -> int:
        """From start to end, 0 before."""
        if self.started_at is None or self.ended_at is None:
            return 0
        return round((self.ended_at - self.started_at).total_seconds())

    @property
    def accommodations(self) -> Accommodations:
        return Accommodations(
            extra_time=float(self.extra_time_factor),
            captions=self.with_captions,
            no_countdown=self.without_countdown,
        )


class InterviewQuestion(models.Model):
    """A question as it is asked here. ``follow_up_number`` is 0 for a main question; a follow-up has its parent."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="questions")
    question_id = models.CharField(max_length=60)  # the bank's q_ id; a follow-up's is its main question's plus _f1
    order = models.PositiveSmallIntegerField()
    follow_up_number = models.PositiveSmallIntegerField(default=0)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="follow_ups")
    content = models.TextField()
    type = models.CharField(max_length=20, choices=QuestionType)
    difficulty = models.CharField(max_length=20, choices=Difficulty)
    time_limit = models.PositiveSmallIntegerField(help_text=_("seconds"))
    follow_up_enabled = models.BooleanField(default=True)
    reference_answer = models.TextField(blank=True)
    scoring_points = models.JSONField(default=list)
    started_at = models.DateTimeField(null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    timed_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "follow_up_number"]
        indexes = [models.Index(fields=["question_id"], name="asked_questions_of_bank")]
        constraints = [
            models.UniqueConstraint(fields=["interview", "question_id"], name="question_once_in_interview"),
            models.UniqueConstraint(
                fields=["interview", "order", "follow_up_number"], name="question_order_once_in_interview"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, follow_up_number=0) | Q(parent__isnull=False, follow_up_number__gte=1),
                name="follow_up_has_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.question_id

    @property
    def is_follow_up(self) -> bool:
        return self.follow_up_number > 0


class MediaFileQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """Those of interviews one may know of, and one's own that are of no interview."""
        if not getattr(actor, "is_authenticated", False):
            return self.none()
        return self.filter(Q(owner_id=actor.pk, interview=None) | Q(interview__in=Interview.objects.visible_to(actor)))


class MediaFile(models.Model):
    """A recording or picture: uploaded by a presigned address, or named by an address elsewhere (``source_url``)."""

    public_id = PublicIdField(prefix="up")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="uploads")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, null=True, blank=True, related_name="media")
    kind = models.CharField(max_length=10, choices=MediaKind)
    state = models.CharField(max_length=10, choices=MediaState, default=MediaState.PRESIGNED)
    file_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    key = models.CharField(max_length=300, unique=True, null=True, blank=True)
    source_url = models.URLField(max_length=2000, blank=True)
    size = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    attached_at = models.DateTimeField(null=True, blank=True)

    objects = MediaFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.public_id


class AnswerQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        return self.filter(knowable(actor, "interview__", organization="organization"))


class Answer(models.Model):
    """What the candidate gave to one question. Where retakes are allowed the last take counts; all are kept.
    ``organization`` is the interview's, for lists."""

    public_id = PublicIdField(prefix="ans")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="answers")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(InterviewQuestion, on_delete=models.CASCADE, related_name="answers")
    take = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    audio = models.ForeignKey(MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    video = models.ForeignKey(MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    clip_start_ms = models.PositiveBigIntegerField(
        null=True, blank=True, help_text=_("this answer's part of a recording")
    )
    clip_end_ms = models.PositiveBigIntegerField(null=True, blank=True)
    client_transcript = models.TextField(blank=True)
    duration = models.PositiveIntegerField(help_text=_("seconds, as the client gives it"))
    is_late = models.BooleanField(default=False)
    fingerprint = models.CharField(max_length=64)
    status = models.CharField(max_length=20, choices=AnswerStatus, default=AnswerStatus.SUBMITTED)
    failure = models.CharField(max_length=60, blank=True)
    submitted_at = models.DateTimeField(default=clock.now)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["question__order", "question__follow_up_number", "take"]
        indexes = [
            models.Index(fields=["-submitted_at", "-id"], name="answers_by_time"),
            models.Index(fields=["organization", "-submitted_at", "-id"], name="answers_of_organization"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["question", "take"], name="take_once_per_question"),
            models.UniqueConstraint(
                fields=["question"], condition=Q(is_current=True), name="one_current_answer_per_question"
            ),
            models.CheckConstraint(condition=Q(status__in=AnswerStatus.values), name="answer_status_known"),
            models.CheckConstraint(
                condition=Q(clip_start_ms__isnull=True, clip_end_ms__isnull=True)
                | Q(clip_start_ms__lte=F("clip_end_ms")),
                name="answer_clip_has_both_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def recorded_from(self) -> dt.datetime:
        """When the recording began, as nearly as is known: its length before the submission, after the question."""
        begun = self.submitted_at - dt.timedelta(seconds=self.duration)
        return max(begun, self.question.started_at) if self.question.started_at else begun


class FollowUpRequest(models.Model):
    """Whether an answer is asked further. Pending at most `FOLLOW_UP_WAIT_SECONDS`; then the interview goes on."""

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="follow_up_request")
    status = models.CharField(max_length=10, choices=FollowUpStatus, default=FollowUpStatus.PENDING)
    question = models.OneToOneField(InterviewQuestion, on_delete=models.CASCADE, null=True, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    writer = models.CharField(max_length=100, blank=True)
    requested_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.answer} {self.status}"
