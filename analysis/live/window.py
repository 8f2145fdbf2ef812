"""What a live look is given and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SPEECH, VIDEO = "speech", "video"


@dataclass(frozen=True, slots=True)
class LiveWindow:
    """Two seconds of an interview. ``sound`` is PCM s16le, 16 kHz, mono; ``picture`` a JPEG, or empty.

    ``fresh_ms`` of the sound are new; ``at_ms`` is the end of the window. ``withheld`` names what must not be looked at
    ("speech", "video") and why. ``memory`` is what the look before gave back, or empty.
    """

    at_ms: int
    sound: bytes
    fresh_ms: int
    picture: bytes
    with_posture: bool
    language: str
    withheld: Mapping[str, str] = field(default_factory=dict)
    memory: bytes = b""


@dataclass(frozen=True, slots=True)
class Heard:
    """The voice; None where nothing can be said, with the reasons in ``missing`` by field."""

    emotion: str | None = None
    emotion_score: float | None = None
    speech_rate: int | None = None
    fluency_score: float | None = None
    missing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """The picture; scores 0 to 1. ``faces`` are those in this window's picture, None where it was not looked at."""

    expression: str | None = None
    eye_contact_score: float | None = None
    posture_score: float | None = None
    faces: int | None = None
    missing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Look:
    """What a window showed. ``memory`` belongs to the next window of the same interview."""

    heard: Heard
    seen: Seen
    memory: bytes
