"""Tidying by a language model, where one is set; what it may change is bounded, and the rules take over where it fails.

The model is given in by whoever has one (`use_model`): this package knows no server.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from interviews.transcripts.letters import core_of
from interviews.transcripts.sentences import text_of
from interviews.transcripts.turns import Word
from interviews.transcripts.words import retimed

BATCH = 30  # sentences in one question to the model
BUDGET_SECONDS = 120.0  # for one conversation; what is left then is tidied by the rules

Model = Callable[[Sequence[str]], Sequence[str]]  # sentences as they were said, the same number of them tidied


class TidyingFailed(Exception):
    """The model gave no usable answer; ``reason`` is a stable code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_models: list[Model] = []


def use_model(model: Model | None) -> None:
    """From now on ``model`` tidies in this process; None for the rules alone."""
    _models[:] = [model] if model else []


def model_in_use() -> Model | None:
    return _models[0] if _models else None


def tidied_by_model(model: Model, sentences: Sequence[Sequence[Word]]) -> tuple[list[list[Word] | None], str]:
    """For each sentence its words as the model tidied them, None where the rules have to; and why the model did not
    get to the end, empty where it did."""
    found: list[list[Word] | None] = []
    until = time.monotonic() + BUDGET_SECONDS
    for first in range(0, len(sentences), BATCH):
        batch = sentences[first : first + BATCH]
        if time.monotonic() > until:
            return found + [None] * (len(sentences) - first), "llm_timeout"
        try:
            texts = model([text_of(words) for words in batch])
        except TidyingFailed as failure:
            return found + [None] * (len(sentences) - first), failure.reason
        if len(texts) != len(batch):
            return found + [None] * (len(sentences) - first), "llm_invalid"
        found += [allowed(words, text) for words, text in zip(batch, texts, strict=True)]
    return found, ""


def allowed(words: Sequence[Word], text: str) -> list[Word] | None:
    """``text`` with the times of ``words``; None where the model did more than leave words out or put one for
    another."""
    if not text.strip():
        return []
    changed = retimed(text, words)
    before, after = [core_of(word.text) for word in words], [core_of(word.text) for word in changed]
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    longer = any(to_end - to > end - begin for _kind, begin, end, to, to_end in steps)
    kept = sum(end - begin for kind, begin, end, _to, _to_end in steps if kind == "equal")
    return None if longer or 2 * kept < len(after) else changed
