"""Follow-up questions: what a writer is told and what it gives back.

A follow-up goes to the candidate, so it never says what the reference answer or a scoring point says: a writer is
told them only to see what is left to ask, and asks about it in general words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from analysis.engines.base import QuestionBrief

STYLES = ("friendly", "serious", "pressure")


@dataclass(frozen=True, slots=True)
class FollowUpBrief:
    """One answer to follow up on. ``asked`` holds every question put so far, main ones and follow-ups."""

    question: QuestionBrief
    answer_text: str
    style: str = "friendly"  # one of STYLES
    language: str = "auto"  # zh | en | auto: the question's own
    asked: tuple[str, ...] = field(default=())
    position_title: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question to ask next.

    ``target`` is what it takes up: a term or clause of the answer, or the name of an aspect. ``reason`` is one of
    mentioned_term, mentioned_figure, vague_remark, uncovered_point, missing_star, general, off_topic, too_short, llm.
    """

    text: str
    target: str
    reason: str
    writer: str  # "embedded" | "llm"
    version: str
    fallback_reason: str | None = None  # why the language model was not used though configured


@runtime_checkable
class FollowUpWriter(Protocol):
    """Writes at most one follow-up question for an answer. Made once per process."""

    @property
    def version(self) -> str: ...

    def load(self) -> None:
        """Read models and dictionaries now; raises `ModelMissingError`."""
        ...

    def write(self, brief: FollowUpBrief) -> FollowUp | None:
        """The question, or None when nothing sensible is left to ask."""
        ...
