"""What every prosody engine is, and the curves its judgements share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Protocol, runtime_checkable

from analysis.engines.base import AnswerInput
from analysis.engines.results import Prosody, Reason, Transcript

# Fields of `Prosody` that are always there; every other one may be missing with a reason.
_ALWAYS = frozenset({"duration_ms", "speech_ms", "pauses", "long_pauses", "fillers", "timeline", "missing"})
MEASURES = tuple(item.name for item in fields(Prosody) if item.name not in _ALWAYS)


@runtime_checkable
class ProsodyEngine(Protocol):
    """An `Engine` that provides "prosody". It uses a transcript where one was made before it."""

    name: ClassVar[str]
    provides: ClassVar[str]
    requires: ClassVar[frozenset[str]]
    after: ClassVar[frozenset[str]]

    @property
    def version(self) -> str: ...

    @property
    def parameters(self) -> Mapping[str, Any]: ...

    def load(self) -> None: ...

    def run(self, answer: AnswerInput) -> Prosody: ...


@dataclass(frozen=True, slots=True)
class Curve:
    """A trapezoid over a measure: 0 up to ``low``, 1 from ``good_from`` to ``good_to``, 0 again from ``high``."""

    low: float
    good_from: float
    good_to: float
    high: float

    def at(self, value: float) -> float:
        """Height of the curve at ``value``, 0 to 1."""
        return min(rising(value, self.low, self.good_from), falling(value, self.good_to, self.high))


def rising(value: float, low: float, high: float) -> float:
    """0 up to ``low``, 1 from ``high``, straight between."""
    if value >= high:
        return 1.0
    return 0.0 if value <= low else (value - low) / (high - low)


def falling(value: float, low: float, high: float) -> float:
    """1 up to ``low``, 0 from ``high``, straight between."""
    return 1.0 - rising(value, low, high)


def nothing_measured(*, duration_ms: int, reason: Reason) -> Prosody:
    """The result for a recording without speech: every measure None, for one reason."""
    return Prosody(duration_ms=duration_ms, speech_ms=0, missing=dict.fromkeys(MEASURES, reason))


def transcript_of(answer: AnswerInput) -> Transcript | None:
    """The transcript made before this engine ran, or None."""
    found = answer.results.get("asr")
    return found if isinstance(found, Transcript) else None
