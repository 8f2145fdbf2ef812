"""What every content engine promises.

A content engine reads what was said, from the transcript in ``answer.results["asr"]`` where there is one and from
``answer.given_text`` otherwise, and returns a `Content`. It needs no recording, so it requires nothing; it runs after
speech recognition where that runs. Text of a candidate is data: nothing in it can change how it is scored.
"""

from __future__ import annotations

from typing import ClassVar, Protocol, runtime_checkable

from analysis.engines.base import AnswerInput, Engine
from analysis.engines.results import Content, Reason

MEASURES = (
    "relevance", "point_coverage", "reference_coverage", "structure", "star", "depth", "collaboration_marks", "grade",
)  # fmt: skip


@runtime_checkable
class ContentEngine(Engine, Protocol):
    """An `Engine` that provides "content". ``after`` names kinds it waits for when they are planned."""

    after: ClassVar[frozenset[str]]

    def load(self) -> None:
        """Read models and dictionaries now; raises `ModelMissingError`."""
        ...

    def run(self, answer: AnswerInput) -> Content:
        """Score one answer."""
        ...


def nothing_said(reason: Reason) -> Content:
    """The result for an answer without text: every measure missing for the same reason."""
    return Content(units=0, missing=dict.fromkeys(MEASURES, reason))
