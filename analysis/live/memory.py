"""What one window tells the next: some seconds of voice frames and the last looks, in some kilobytes.

It travels with the windows, so that a worker keeps nothing of an interview and any of them can take the next window.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from analysis.engines.posture.graph import Region

VOICE_MS, FRAME_MS = 8000, 10
_FRAMES = VOICE_MS // FRAME_MS
LOOKS = 8
_LENGTH = struct.Struct(">I")
# Steps in which pitch (Hz) and level (dB) are kept, as whole numbers of 16 bit.
_STEPS = np.array([[0.1], [0.01]])


@dataclass(frozen=True, slots=True)
class Glance:
    """One picture as far as it is remembered."""

    at_ms: int
    expression: str | None
    contact: bool | None


@dataclass(frozen=True, slots=True)
class Stance:
    """The last look that showed the shoulders: when, its score, and where the person was."""

    at_ms: int
    score: float
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """``voice`` has the shape (2, frames), 10 ms apart: pitch in Hz, 0 where unvoiced, and level in dB, 0 where nobody
    speaks."""

    voice: np.ndarray = field(default_factory=lambda: np.zeros((2, 0)))
    glances: tuple[Glance, ...] = ()
    stance: Stance | None = None

    def heard(self, frames: np.ndarray) -> Memory:
        """With newer voice frames, the oldest left out."""
        voice = np.concatenate((self.voice, frames), axis=1)[:, -_FRAMES:]
        return Memory(voice, self.glances, self.stance)

    def seen(self, glance: Glance, stance: Stance | None) -> Memory:
        return Memory(self.voice, (*self.glances, glance)[-LOOKS:], stance or self.stance)


def pack(memory: Memory) -> bytes:
    stance = asdict(memory.stance) if memory.stance else None
    head = {"glances": [asdict(glance) for glance in memory.glances], "stance": stance}
    text = json.dumps(head, separators=(",", ":")).encode()
    steps = np.clip(np.rint(memory.voice / _STEPS), 0, 65535).astype("<u2")
    return _LENGTH.pack(len(text)) + text + steps.tobytes()


def unpack(content: bytes) -> Memory:
    """What `pack` was given; nothing remembered for nothing."""
    if not content:
        return Memory()
    (length,) = _LENGTH.unpack_from(content)
    head = json.loads(content[_LENGTH.size : _LENGTH.size + length])
    steps = np.frombuffer(content, dtype="<u2", offset=_LENGTH.size + length).reshape(2, -1)
    stance = head["stance"]
    return Memory(
        voice=steps * _STEPS,
        glances=tuple(Glance(**glance) for glance in head["glances"]),
        stance=_stance_of(stance) if stance else None,
    )


def _stance_of(kept: dict[str, Any]) -> Stance:
    region = kept["region"]
    return Stance(kept["at_ms"], kept["score"], Region(**region) if region else None)
