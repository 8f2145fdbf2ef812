"""What a question may be. No database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

MOST_TAGS, LONGEST_TAG = 12, 40
MOST_POINTS, LONGEST_POINT = 50, 1000
LONGEST_CONTENT, LONGEST_ANSWER = 5000, 20_000
TIME_LIMITS = (5, 3600)  # seconds

# The fields that a version keeps.
FIELDS = (
    "content",
    "type",
    "difficulty",
    "time_limit",
    "follow_up_enabled",
    "reference_answer",
    "scoring_points",
    "tags",
)


def fields_of(question: Any) -> dict[str, Any]:
    """What a version keeps of it."""
    return {name: getattr(question, name) for name in FIELDS}


def plain_tags(given: Iterable[str]) -> list[str]:
    """Tags without spaces around them, each once whatever its case, in the order given."""
    found: dict[str, str] = {}
    for tag in given:
        text = " ".join(tag.split())
        if text:
            found.setdefault(text.casefold(), text)
    return list(found.values())


def plain_lines(given: Sequence[str]) -> list[str]:
    """Lines that say something, without spaces around them."""
    return [line.strip() for line in given if line.strip()]
