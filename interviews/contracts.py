"""What is said over the sockets of an interview: the ``data`` of each frame.

Fields are plain values as JSON writes them; moments are texts in ISO 8601. Of the specification (section 9):
`Connected`, `QuestionStarted`, `TimeWarning`, `RealtimeAnalysis`, `FollowUpGenerated`, `InterviewEnded`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from interviews.enums import INTEGRITY_SIGNAL, EventType


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionStarted:
    """The candidate is shown this question and its clock runs."""

    type: ClassVar[EventType] = EventType.QUESTION_STARTED

    question_id: str
    order: int
    content: str
    question_type: str
    is_follow_up: bool
    parent_question_id: str | None
    time_limit: int  # seconds
    started_at: str | None
    deadline_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """How things stand at the moment of joining. Seconds are None while nothing runs."""

    type: ClassVar[EventType] = EventType.CONNECTED

    interview_id: str
    status: str
    end_reason: str
    role: str  # candidate | observer
    publishes: bool  # whether this connection's sound and pictures are taken
    current_question: QuestionStarted | None
    question_remaining_seconds: float | None
    remaining_seconds: float | None
    last_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWarning:
    """Time is running out for the question or the whole interview."""

    type: ClassVar[EventType] = EventType.TIME_WARNING

    scope: str  # question | interview
    question_id: str | None
    remaining_seconds: int
    deadline_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReceived:
    type: ClassVar[EventType] = EventType.ANSWER_RECEIVED

    answer_id: str
    question_id: str
    take: int
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpGenerated:
    """There is a follow-up to an answer; its clock starts when it is read or shown."""

    type: ClassVar[EventType] = EventType.FOLLOW_UP_GENERATED

    answer_id: str
    question_id: str
    content: str
    is_follow_up: bool
    parent_question_id: str
    time_limit: int  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewEnded:
    type: ClassVar[EventType] = EventType.INTERVIEW_ENDED

    interview_id: str
    status: str
    end_reason: str
    total_duration: int  # seconds
    ended_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReady:
    """The report is there, or will not come: ``report_status`` is ready or failed."""

    type: ClassVar[EventType] = EventType.REPORT_READY

    interview_id: str
    report_id: str
    report_status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisProgress:
    """How far the analysis of an answer is, 0 to 1."""

    type: ClassVar[EventType] = EventType.ANALYSIS_PROGRESS

    answer_id: str
    status: str
    progress: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechSignals:
    """The voice of the last seconds. ``speech_rate``: syllables a minute, in English words a minute; scores 0-1."""

    emotion: str | None = None
    emotion_score: float | None = None
    speech_rate: int | None = None
    fluency_score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoSignals:
    """The picture of the last seconds; scores 0-1."""

    expression: str | None = None
    eye_contact_score: float | None = None
    posture_score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RealtimeAnalysis:
    """One window. A value that is None has its reason in ``missing``, by "speech.emotion" and the like.

    ``at_ms`` is the end of the window in milliseconds since the question started; ``dropped`` counts the windows left
    out since the frame before because the workers were busy.
    """

    type: ClassVar[EventType] = EventType.REALTIME_ANALYSIS

    question_id: str | None
    at_ms: int
    dropped: int
    speech: SpeechSignals = field(default_factory=SpeechSignals)
    video: VideoSignals = field(default_factory=VideoSignals)
    missing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrityNoted:
    """Something about the surroundings was noted (`IntegrityKind`). For those who watch, never for the candidate."""

    type: ClassVar[str] = INTEGRITY_SIGNAL

    kind: str
    question_id: str | None
    at_ms: int | None  # since the question started
    at: str | None
    context: Mapping[str, Any] = field(default_factory=dict)


StoredEvent = QuestionStarted | TimeWarning | AnswerReceived | FollowUpGenerated | InterviewEnded | ReportReady
Announcement = AnalysisProgress | RealtimeAnalysis | IntegrityNoted

SPEECH_FIELDS = ("emotion", "emotion_score", "speech_rate", "fluency_score")
VIDEO_FIELDS = ("expression", "eye_contact_score", "posture_score")
# A kept sample is a list in this order.
LIVE_COLUMNS = ("at_ms", *SPEECH_FIELDS, *VIDEO_FIELDS)
