"""What a report says about the interview itself: facts the scores know nothing of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFacts:
    """One question as it was asked. ``answer_id`` is None when it was never answered.

    ``is_late``: the answer came after its time limit. ``is_truncated``: the recording was cut at a limit.
    """

    question_id: str
    order: int
    content: str
    type: str
    difficulty: str
    parent_question_id: str | None = None
    answer_id: str | None = None
    is_late: bool = False
    is_truncated: bool = False

    @property
    def is_follow_up(self) -> bool:
        return self.parent_question_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewFacts:
    """The interview a report is about. ``questions`` are those asked, in the order they were, follow-ups included.

    ``mode`` is video | audio | text, ``language`` zh | en | auto, ``origin`` own | feishu | tencent | transcript |
    recording. Datetimes are aware. ``withheld`` names what the
    candidate did not consent to ("video", "audio"). ``follow_ups_capped``: another follow-up was due but not allowed.
    """

    report_id: str
    interview_id: str
    candidate_id: str
    candidate_name: str
    position_id: str
    position_title: str
    generated_at: datetime
    organization_name: str = ""
    interviewer_style: str = "friendly"
    mode: str = "video"
    origin: str = "own"
    language: str = "auto"
    timezone: str = "Asia/Shanghai"
    started_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: str | None = None
    total_seconds: int = 0
    questions: tuple[QuestionFacts, ...] = ()
    withheld: frozenset[str] = frozenset()
    follow_ups_capped: bool = False

    @property
    def main_questions(self) -> tuple[QuestionFacts, ...]:
        return tuple(question for question in self.questions if not question.is_follow_up)

    @property
    def unanswered(self) -> int:
        """How many main questions were asked and have no answer at all."""
        return sum(question.answer_id is None for question in self.main_questions)


def iso_time(moment: datetime | None) -> str | None:
    """Return an aware datetime as ISO 8601 in UTC with milliseconds and Z."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def clock_time(total_ms: int) -> str:
    """Return milliseconds since the start as HH:MM:SS."""
    seconds = max(total_ms, 0) // 1000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
