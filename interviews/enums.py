from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from positions.enums import InterviewerStyle as InterviewerStyle


class InterviewStatus(models.TextChoices):
    CREATED = "created", pgettext_lazy("state", "Created")
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
    WITHDRAWN = "withdrawn", _("The candidate withdrew")


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
    PARTS = "parts", _("In parts")


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


class EventType(models.TextChoices):
    """What is told over the sockets of an interview. Those of `STORED_EVENTS` are kept, numbered and replayed."""

    CONNECTED = "connected", _("Connected")
    QUESTION_STARTED = "question_started", _("A question started")
    TIME_WARNING = "time_warning", _("Time is running out")
    REALTIME_ANALYSIS = "realtime_analysis", _("Realtime analysis")
    FOLLOW_UP_GENERATED = "follow_up_generated", _("A follow-up question came")
    INTERVIEW_ENDED = "interview_ended", _("The interview ended")
    ANSWER_RECEIVED = "answer_received", _("An answer came in")
    ANALYSIS_PROGRESS = "analysis_progress", _("The analysis goes on")
    REPORT_READY = "report_ready", _("The report is ready")


STORED_EVENTS = (
    EventType.QUESTION_STARTED,
    EventType.TIME_WARNING,
    EventType.ANSWER_RECEIVED,
    EventType.FOLLOW_UP_GENERATED,
    EventType.INTERVIEW_ENDED,
    EventType.REPORT_READY,
)


# The type of a frame for those who watch. It is no event: the signal is a row of its own.
INTEGRITY_SIGNAL = "integrity_signal"


class IntegrityKind(models.TextChoices):
    """Something about the circumstances of an interview. Shown with its context, never scored."""

    TAB_HIDDEN = "tab_hidden", _("The page was hidden")
    FULLSCREEN_LEFT = "fullscreen_left", _("Full screen was left")
    PASTE = "paste", _("Text was pasted")
    SECOND_FACE = "second_face", _("A second face was in the picture")
    NO_FACE = "no_face", _("No face was in the picture")
    VOICE_CHANGED = "voice_changed", _("The voice changed")


class ConsentKind(models.TextChoices):
    """What a candidate is asked to agree to, each by itself."""

    RECORDING = "recording", _("Recording")
    SCORING = "scoring", _("Evaluation by AI")
    SIGNALS = "signals", _("Face and voice signals")


class HumanReason(models.TextChoices):
    """Why a candidate goes the way without AI."""

    ASKED = "asked", _("Asked for a person")
    NO_RECORDING = "no_recording", _("Declined the recording")
    NO_SCORING = "no_scoring", _("Declined the evaluation by AI")
