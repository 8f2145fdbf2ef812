"""An answer graded again for words that a person put right. Nothing is recognised or looked at anew."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from analysis import codec
from analysis.contracts import AnswerResults, EngineUse, Transcript
from analysis.engines.base import AnswerInput, EngineError
from analysis.services.engines import engine_set
from analysis.services.running import brief_of
from interviews.models import InterviewQuestion


class GradingFailed(Exception):
    """The engine could not grade. ``retryable`` is true where trying again may help."""

    def __init__(self, message: str, *, retryable: bool) -> None:
        super().__init__(message)
        self.retryable = retryable


def grade_corrected(
    answer: AnswerResults, transcript: Transcript, *, question: InterviewQuestion, language: str
) -> dict[str, Any]:
    """Grade the content of ``transcript`` instead of what was recognised; what was found and by which engine, as JSON
    for `with_corrections`. For a worker of the analysis queue: it loads models. Raises `GradingFailed`."""
    engine = next(engine for engine in engine_set().answer if engine.provides == "content")
    started = time.monotonic()
    results = {**answer.results, "asr": transcript}
    try:
        content = engine.run(AnswerInput(audio=None, question=brief_of(question), language=language, results=results))
    except EngineError as error:
        raise GradingFailed(str(error), retryable=error.retryable) from error
    return {
        "transcript": codec.to_json("asr", transcript),
        "content": codec.to_json("content", content),
        "use": {
            "name": engine.name,
            "version": engine.version,
            "parameters": {**engine.parameters, "corrected_words": True},
            "elapsed_ms": round((time.monotonic() - started) * 1000),
        },
    }


def with_corrections(answer: AnswerResults, graded: dict[str, Any]) -> AnswerResults:
    """``answer`` with the corrected words and what these are worth. How it was said stays as it was measured."""
    found = {
        "asr": codec.from_json("asr", graded["transcript"]),
        "content": codec.from_json("content", graded["content"]),
    }
    others = tuple(use for use in answer.engines if use.kind != "content")
    return replace(
        answer,
        results={**answer.results, **found},
        missing={kind: reason for kind, reason in answer.missing.items() if kind not in found},
        engines=(*others, EngineUse(kind="content", **graded["use"])),
    )
