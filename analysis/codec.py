"""Results to JSON and back."""

from __future__ import annotations

from functools import cache
from typing import Any

from analysis.engines import results

TYPES: dict[str, type] = {
    "asr": results.Transcript,
    "prosody": results.Prosody,
    "face": results.Face,
    "gaze": results.Gaze,
    "posture": results.Posture,
    "expression": results.Expression,
    "content": results.Content,
    "diarization": results.Diarization,
}


def to_json(kind: str, result: Any) -> Any:
    """Plain JSON values of a result dataclass."""
    return _adapter(kind).dump_python(result, mode="json")


def from_json(kind: str, stored: Any) -> Any:
    """The result dataclass again."""
    return _adapter(kind).validate_python(stored)


@cache
def _adapter(kind: str) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(TYPES[kind])
