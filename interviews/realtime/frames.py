"""The text frames a client may send."""

from __future__ import annotations

from dataclasses import dataclass

from interviews.enums import IntegrityKind


@dataclass(frozen=True, slots=True)
class Ping:
    """Are you there? Answered by ``pong``."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Replay the stored events with a number above ``after``."""

    after: int


@dataclass(frozen=True, slots=True)
class Thinking:
    """The candidate says: I am still thinking."""


@dataclass(frozen=True, slots=True)
class Integrity:
    """Something about the candidate's surroundings."""

    kind: IntegrityKind


EVENT_FRAMES: dict[str, type] = {"ping": Ping, "resume": Resume, "thinking": Thinking, "integrity": Integrity}
ANALYSIS_FRAMES: dict[str, type] = {"ping": Ping}
