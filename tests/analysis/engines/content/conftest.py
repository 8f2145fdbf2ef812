"""The content engine, loaded once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.engines.base import AnswerInput, QuestionBrief
from analysis.engines.content.embedded import EmbeddedContent
from analysis.engines.results import Content

Score = Callable[..., Content]


@pytest.fixture(scope="session")
def engine() -> EmbeddedContent:
    engine = EmbeddedContent()
    engine.load()
    return engine


@pytest.fixture(scope="session")
def score(engine: EmbeddedContent) -> Score:
    """Score a text against a question."""

    def run(text: str, question: QuestionBrief) -> Content:
        return engine.run(AnswerInput(audio=None, question=question, given_text=text))

    return run
