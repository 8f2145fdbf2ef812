"""Positions with their question banks: fifteen questions for each category, the same ones in both languages.

A file of this folder is named for its category and language (``iot_zh``); a question has the same key in both. They are
read when they are needed. `SEED_NAMES` are those that a new installation is shown. Pure Python: no database.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

CATEGORIES = ("ai", "bigdata", "iot", "system")
LANGUAGES = ("zh", "en")
BANK_NAMES = tuple(f"{category}_{language}" for category in CATEGORIES for language in LANGUAGES)
SEED_NAMES = ("ai_zh", "system_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedQuestion:
    """``key`` names the question within its seed; ``time_limit`` is in seconds."""

    key: str
    content: str
    type: str
    difficulty: str
    time_limit: int
    reference_answer: str
    scoring_points: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedPosition:
    """A position's fields by their names in the API, and its questions. ``interview_duration`` is in minutes."""

    title: str
    category: str
    language: str
    description: str
    requirements: tuple[str, ...]
    interview_duration: int
    question_count: int
    questions: tuple[SeedQuestion, ...]

    def question(self, key: str) -> SeedQuestion:
        """The question of this name; raises KeyError when there is none."""
        return {question.key: question for question in self.questions}[key]


@cache
def load_seed(name: str) -> SeedPosition:
    """The seed called ``name``, one of `BANK_NAMES`; raises ValueError for another."""
    if name not in BANK_NAMES:
        raise ValueError(f"no seed called {name!r}; there are {', '.join(BANK_NAMES)}")
    data = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    position: Mapping[str, Any] = data["position"]
    return SeedPosition(
        **{**position, "requirements": tuple(position["requirements"])},
        questions=tuple(_question(entry) for entry in data["questions"]),
    )


def _question(entry: Mapping[str, Any]) -> SeedQuestion:
    texts = {"reference_answer": entry["reference_answer"].strip(), "scoring_points": tuple(entry["scoring_points"])}
    return SeedQuestion(**{**entry, **texts})
