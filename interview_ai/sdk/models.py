"""What the server answers, as frozen dataclasses.

Every model keeps the JSON it came from in ``raw``, so a value this version does not name is still at hand. A field is
None when the server did not send it. Times are aware datetimes; durations carry their unit or are seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from interview_ai.sdk.decoding import Model
from interview_ai.sdk.program_models import ApiApplication, Webhook, WebhookDelivery  # noqa: F401  (models too)

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class User(Model):
    user_id: str = ""
    email: str | None = None
    username: str | None = None
    role: str | None = None  # candidate | enterprise
    phone: str | None = None
    avatar: str | None = None
    created_at: datetime | None = None

    @property
    def id(self) -> str:
        return self.user_id


@dataclass(frozen=True, kw_only=True)
class Login(Model):
    """Tokens; ``expires_in`` is the access token's life in seconds."""

    access_token: str = field(default="", repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    token_type: str | None = None
    expires_in: int | None = None
    user: User | None = None


@dataclass(frozen=True, kw_only=True)
class Position(Model):
    position_id: str = ""
    title: str | None = None
    category: str | None = None  # ai | bigdata | iot | system
    status: str | None = None  # active | inactive
    description: str | None = None
    requirements: tuple[str, ...] = ()
    interview_duration: int | None = None  # minutes
    question_count: int | None = None
    interview_count: int | None = None
    language: str | None = None  # zh | en | auto
    created_at: datetime | None = None

    @property
    def id(self) -> str:
        return self.position_id


@dataclass(frozen=True, kw_only=True)
class Question(Model):
    """A question of the bank, or one asked in an interview (then ``order`` is set)."""

    question_id: str = ""
    position_id: str | None = None
    order: int | None = None
    content: str | None = None
    type: str | None = None  # basic | technical | behavioral
    difficulty: str | None = None  # easy | medium | hard
    time_limit: int | None = None  # seconds
    follow_up_enabled: bool | None = None
    reference_answer: str | None = None
    scoring_points: tuple[str, ...] = ()
    is_follow_up: bool | None = None
    parent_question_id: str | None = None
    created_at: datetime | None = None

    @property
    def id(self) -> str:
        return self.question_id


@dataclass(frozen=True, kw_only=True)
class Interview(Model):
    interview_id: str = ""
    position_id: str | None = None
    candidate_id: str | None = None
    candidate_email: str | None = None
    status: str | None = None  # created | in_progress | completed | expired | cancelled
    interviewer_style: str | None = None  # friendly | serious | pressure
    mode: str | None = None  # video | audio | text: what answers consist of
    external_id: str | None = None  # its id in your own system, or where it was held
    language: str | None = None
    room_token: str | None = field(default=None, repr=False)
    invitation_url: str | None = field(default=None, repr=False)
    questions: tuple[Question, ...] = ()
    current_question: Question | None = None
    total_duration: int | None = None  # seconds
    questions_answered: int | None = None
    follow_ups_answered: int | None = None
    report_status: str | None = None  # generating | ready | failed
    end_reason: str | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    link_expires_at: datetime | None = None

    @property
    def id(self) -> str:
        return self.interview_id


@dataclass(frozen=True, kw_only=True)
class Invitation(Model):
    """A candidate asked to an interview, which was made with it."""

    invitation_id: str = ""
    interview_id: str | None = None
    position_id: str | None = None
    position_title: str | None = None
    external_id: str | None = None  # the interview's id in your own system
    email: str | None = None
    name: str | None = None
    phone: str | None = None
    language: str | None = None  # zh | en
    # created | sent | failed | opened | started | finished | reviewed | expired | revoked
    status: str | None = None
    mail_error: str | None = None
    invitation_url: str | None = None
    remind_hours: int | None = None
    opens_at: datetime | None = None
    deadline_at: datetime | None = None
    created_at: datetime | None = None
    sent_at: datetime | None = None
    opened_at: datetime | None = None
    reminded_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    reviewed_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def id(self) -> str:
        return self.invitation_id


@dataclass(frozen=True, kw_only=True)
class ImportNote(Model):
    """Something odd about the source, and mended."""

    code: str = ""
    text: str | None = None


@dataclass(frozen=True, kw_only=True)
class ImportFailure(Model):
    code: str = ""
    message: str | None = None


@dataclass(frozen=True, kw_only=True)
class Import(Model):
    """An interview on its way in; ``interview_id`` is set once it is there."""

    import_id: str = ""
    status: str | None = None  # queued | running | done | failed
    progress: float | None = None  # 0-1
    source: str | None = None  # feishu | tencent | transcript | recording
    position_id: str | None = None
    interview_id: str | None = None
    account_id: str | None = None
    file_name: str | None = None
    notes: tuple[ImportNote, ...] = ()
    error: ImportFailure | None = None
    created_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def id(self) -> str:
        return self.import_id


@dataclass(frozen=True, kw_only=True)
class RemoteAccount(Model):
    account_id: str = ""
    provider: str | None = None  # feishu | tencent
    name: str | None = None
    base_url: str | None = None
    created_at: datetime | None = None

    @property
    def id(self) -> str:
        return self.account_id


@dataclass(frozen=True, kw_only=True)
class Answer(Model):
    answer_id: str = ""
    question_id: str | None = None
    status: str | None = None
    duration: float | None = None  # seconds
    is_late: bool | None = None
    transcript: str | None = None
    transcript_reason: str | None = None  # why the transcript is empty
    next_question: Question | None = None

    @property
    def id(self) -> str:
        return self.answer_id


@dataclass(frozen=True, kw_only=True)
class Sentence(Model):
    """``words`` are mappings of text, start_ms and end_ms; ``original_text`` is what a person put right."""

    number: int = 0
    start_ms: int = 0
    end_ms: int = 0
    source: str | None = None  # asr | imported | corrected
    text: str = ""
    original_text: str | None = None
    words: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Speaker(Model):
    key: str = ""
    role: str | None = None  # interviewer | candidate
    name: str = ""
    name_zh: str | None = None
    name_en: str | None = None


@dataclass(frozen=True, kw_only=True)
class Paragraph(Model):
    """What one person said without a break. Times are milliseconds from the transcript's ``started_at``."""

    number: int = 0
    start_ms: int = 0
    end_ms: int = 0
    speaker: Speaker | None = None
    question_id: str | None = None
    answer_id: str | None = None
    overlaps: bool | None = None  # somebody else speaks meanwhile
    sentences: tuple[Sentence, ...] = ()

    @property
    def text(self) -> str:
        """The sentences, a space between them where the script has spaces."""
        text = ""
        for sentence in self.sentences:
            glue = " " if text and text[-1].isascii() and sentence.text[:1].isascii() else ""
            text += glue + sentence.text
        return text


@dataclass(frozen=True, kw_only=True)
class Transcript(Model):
    """One page of a transcript; ``total`` counts the paragraphs of all pages."""

    interview_id: str = ""
    state: str | None = None  # making | ready
    version: str | None = None  # original | tidied
    source: str | None = None
    language: str | None = None
    started_at: datetime | None = None
    duration_ms: int | None = None
    keywords: tuple[str, ...] = ()
    speakers_known: bool | None = None
    revision: int | None = None
    total: int = 0
    page: int = 1
    page_size: int = 0
    items: tuple[Paragraph, ...] = ()

    @property
    def is_ready(self) -> bool:
        return self.state == "ready"

    def __iter__(self) -> Iterator[Paragraph]:
        return iter(self.items)


@dataclass(frozen=True, kw_only=True)
class FollowUp(Model):
    """``status`` is pending, none or ready; ``question`` is there when it is ready."""

    status: str | None = None
    reason: str | None = None  # why there is none
    follow_up_question: Question | None = None

    @property
    def question(self) -> Question | None:
        return self.follow_up_question


@dataclass(frozen=True, kw_only=True)
class Analysis(Model):
    analysis_id: str = ""
    interview_id: str | None = None
    status: str | None = None  # queued | running | done | partial | failed
    progress: float | None = None  # 0-1
    result: Mapping[str, Any] | None = None
    error: Mapping[str, Any] | None = None  # code, detail

    @property
    def id(self) -> str:
        return self.analysis_id


@dataclass(frozen=True, kw_only=True)
class EvidenceSpan(Model):
    """A place in one answer; times are milliseconds from the start of that recording."""

    question_id: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    quote: str | None = None


@dataclass(frozen=True, kw_only=True)
class Indicator(Model):
    """One measured thing, the norm it is held against, and where to look. ``reason`` says why a value is None."""

    key: str = ""
    label: str | None = None
    value: float | None = None  # in ``unit``
    unit: str | None = None
    norm: str | None = None
    norm_source: str | None = None
    score: float | None = None  # 0-100
    weight: float | None = None
    reason: str | None = None
    evidence: tuple[EvidenceSpan, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AbilityEvidence(Model):
    label: str | None = None
    score: int | None = None
    weight: float | None = None
    coverage: float | None = None  # share of the indicators' weight that was measured
    reason: str | None = None
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, kw_only=True)
class QuestionResult(Model):
    """How one answer did; ``score`` is 0-100, None when there was not enough to judge."""

    question_id: str = ""
    answer_id: str | None = None
    order: int | None = None
    content: str | None = None
    is_follow_up: bool | None = None
    parent_question_id: str | None = None
    score: int | None = None
    duration: float | None = None  # seconds
    transcript: str | None = None
    transcript_reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Highlight(Model):
    timestamp: str | None = None  # HH:MM:SS from the start of the interview
    type: str | None = None
    description: str | None = None


@dataclass(frozen=True, kw_only=True)
class Improvement(Model):
    dimension: str | None = None
    suggestion: str | None = None


@dataclass(frozen=True, kw_only=True)
class Report(Model):
    """An evaluation, or, while ``report_status`` is generating, how far it has come (``progress``, 0-1)."""

    report_id: str = ""
    interview_id: str | None = None
    external_id: str | None = None  # the interview's id in your own system; not told to candidates
    report_status: str | None = None  # generating | ready | failed
    progress: float | None = None
    reason: str | None = None
    candidate: User | None = None
    position: Position | None = None
    overall_score: int | None = None
    recommendation: str | None = None
    ability_scores: Mapping[str, int | None] = field(default_factory=dict)
    dimension_details: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    ability_evidence: Mapping[str, AbilityEvidence] = field(default_factory=dict)
    questions: tuple[QuestionResult, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    insufficient_evidence: tuple[Any, ...] = ()
    engines: tuple[Any, ...] = ()
    rubric_version: str | None = None
    generated_at: datetime | None = None

    @property
    def id(self) -> str:
        return self.report_id

    @property
    def is_ready(self) -> bool:
        """True once there is something to read: neither being made nor failed."""
        return self.report_status not in ("generating", "failed")


@dataclass(frozen=True, kw_only=True)
class ReportVersion(Model):
    version: int = 1
    is_present: bool | None = None
    overall_score: int | None = None
    recommendation: str | None = None
    rubric_version: str | None = None
    reason: str | None = None
    made_by: str | None = None
    made_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Rescoring(Model):
    """``version`` is the report's present one when it was done; ``outcome`` says whether that is a new one."""

    rescoring_id: str = ""
    interview_id: str | None = None
    status: str | None = None  # queued | running | done | failed
    progress: float | None = None  # 0-1
    outcome: str | None = None
    version: int | None = None
    error_code: str | None = None
    asked_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ShareLink(Model):
    share_id: str = ""
    url: str | None = field(default=None, repr=False)  # when made, and never again
    email: str | None = None
    with_media: bool | None = None
    is_open: bool | None = None
    views: int | None = None
    last_viewed_at: datetime | None = None
    created_by: str | None = None
    created_at: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def id(self) -> str:
        return self.share_id


@dataclass(frozen=True, kw_only=True)
class PresignedUpload(Model):
    """Where to send one file: ``method`` to ``upload_url`` with ``headers`` within ``expires_in`` seconds."""

    upload_id: str | None = None
    upload_url: str = field(default="", repr=False)
    file_key: str = ""
    file_url: str | None = None
    method: str = "PUT"
    headers: Mapping[str, str] = field(default_factory=dict)
    expires_in: int | None = None


@dataclass(frozen=True)
class Upload:
    """A file that has arrived. Give ``file_url`` (or ``file_key``) as audio_url or video_url of an answer."""

    file_url: str
    file_key: str
    size: int


@dataclass(frozen=True, kw_only=True)
class StoredUpload(Model):
    """What the server knows of an upload; ``read_url`` is there once it is stored, for ``expires_in`` seconds."""

    upload_id: str = ""
    file_key: str | None = None
    file_name: str | None = None
    content_type: str | None = None
    size: int | None = None  # bytes
    state: str | None = None
    read_url: str | None = field(default=None, repr=False)
    expires_in: int | None = None

    @property
    def id(self) -> str:
        return self.upload_id


@dataclass(frozen=True, kw_only=True)
class RecordingSegment(Model):
    """A place for a recorder's parts; ``expected`` is the number of the part that comes next."""

    key: str = ""
    segment: int = 0
    take: int = 1
    expected: int = 0


@dataclass(frozen=True)
class Event:
    """A frame of an interview's socket. ``seq`` numbers what is stored, from 1; None: it is not kept."""

    type: str
    seq: int | None
    timestamp: datetime | None
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; iterate over it for its items."""

    total: int
    page: int
    page_size: int
    items: Sequence[T]

    @classmethod
    def of(cls, parse: Callable[[Any], T]) -> Callable[[Any], Page[T]]:
        """A parser of a page whose items ``parse`` understands."""

        def parse_page(data: Mapping[str, Any]) -> Page[T]:
            items = [parse(item) for item in data.get("items", [])]
            return cls(data.get("total", len(items)), data.get("page", 1), data.get("page_size", len(items)), items)

        return parse_page

    @property
    def has_next(self) -> bool:
        return bool(self.items) and self.page * self.page_size < self.total

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)
