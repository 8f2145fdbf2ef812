from django.db import models
from django.utils.translation import gettext_lazy as _


class InterviewStatus(models.TextChoices):
    CREATED = "created", _("Created")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETED = "completed", _("Completed")
    EXPIRED = "expired", _("Expired")
    CANCELLED = "cancelled", _("Cancelled")


ENDED_STATUSES = (InterviewStatus.COMPLETED, InterviewStatus.EXPIRED, InterviewStatus.CANCELLED)


class EndReason(models.TextChoices):
    NONE = "", _("Not ended")
    FINISHED = "finished", _("The candidate finished")
    TIME_LIMIT = "time_limit", _("Time ran out")
    ENDED_BY_COMPANY = "ended_by_company", _("The company ended it")
    LINK_EXPIRED = "link_expired", _("The link expired")
    CANCELLED = "cancelled", _("Cancelled")


class InterviewerStyle(models.TextChoices):
    FRIENDLY = "friendly", _("Friendly")
    SERIOUS = "serious", _("Serious")
    PRESSURE = "pressure", _("Pressure")


class AnswerMode(models.TextChoices):
    """What an answer consists of: pictures and sound, sound alone, or typed text."""

    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Audio")
    TEXT = "text", _("Text")


class AnswerStatus(models.TextChoices):
    SUBMITTED = "submitted", _("Submitted")
    ANALYZING = "analyzing", _("Being analysed")
    ANALYZED = "analyzed", _("Analysed")
    PARTIAL = "partial", _("Partly analysed")
    FAILED = "failed", _("Analysis failed")


class FollowUpStatus(models.TextChoices):
    PENDING = "pending", _("Pending")
    READY = "ready", _("Ready")
    NONE = "none", _("None")


class MediaKind(models.TextChoices):
    AUDIO = "audio", _("Audio")
    VIDEO = "video", _("Video")
    IMAGE = "image", _("Image")


class MediaState(models.TextChoices):
    PRESIGNED = "presigned", _("Waiting for the upload")
    STORED = "stored", _("Stored")
    REMOTE = "remote", _("At an address elsewhere")


class InterviewOrigin(models.TextChoices):
    """Where an interview was held."""

    OWN = "own", _("Held here")
    FEISHU = "feishu", _("Feishu")
    TENCENT = "tencent", _("Tencent Meeting")
    TRANSCRIPT = "transcript", _("A transcript file")
    RECORDING = "recording", _("A recording")


class SpeakerRole(models.TextChoices):
    INTERVIEWER = "interviewer", _("Interviewer")
    CANDIDATE = "candidate", _("Candidate")


class TranscriptSource(models.TextChoices):
    ASR = "asr", _("Recognised")
    IMPORTED = "imported", _("Imported")
    CORRECTED = "corrected", _("Corrected")


class TranscriptState(models.TextChoices):
    MAKING = "making", _("Being made")
    READY = "ready", _("Ready")
