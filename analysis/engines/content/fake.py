"""A content engine for tests of other parts: quick, without a model, and different for different answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from analysis.engines.base import AnswerInput
from analysis.engines.content.base import nothing_said
from analysis.engines.results import Content, PointCoverage, Quote, Reason, Transcript


class FakeContent:
    """Scores by length alone: ten words are 0.1, a hundred are 1.0."""

    name: ClassVar[str] = "fake"
    provides: ClassVar[str] = "content"
    requires: ClassVar[frozenset[str]] = frozenset()
    after: ClassVar[frozenset[str]] = frozenset({"asr"})
    version: ClassVar[str] = "1.0"
    parameters: ClassVar[Mapping[str, Any]] = {}

    def load(self) -> None:
        """Nothing to read."""

    def run(self, answer: AnswerInput) -> Content:
        """Score by length; every scoring point gets the same coverage."""
        transcript = answer.results.get("asr")
        text = (transcript.text if isinstance(transcript, Transcript) else "") or answer.given_text
        if not text.strip():
            return nothing_said(Reason.NO_TRANSCRIPT)
        units = max(len(text.split()), len(text) // 2 if not text.isascii() else 0)
        value = min(1.0, units / 100)
        quote = Quote(text=text[:80])
        return Content(
            units=units,
            relevance=value,
            relevance_quote=quote,
            points=tuple(
                PointCoverage(point=text, coverage=value, quote=quote) for text in answer.question.scoring_points
            ),
            point_coverage=value if answer.question.scoring_points else None,
            structure=value,
            depth=value,
            grade=value,
            scorer="fake",
            missing={} if answer.question.scoring_points else {"point_coverage": Reason.NO_SCORING_POINTS},
        )
