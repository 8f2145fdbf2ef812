"""What the demo asks and with which recording it answers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RECORDINGS = Path(__file__).parent / "recordings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One spoken answer; exactly one of ``question`` (a seed question's key) and ``follow_up_to`` (a file) is set."""

    file: str
    quality: str  # strong | weak | off_topic
    voice: str
    words_per_minute: int
    pitch: int
    turn_degrees: float
    text: str
    question: str | None = None
    follow_up_to: str | None = None

    @property
    def path(self) -> Path:
        return RECORDINGS / self.file

    @property
    def spoken(self) -> str:
        """The text without its marks for the speaking voice."""
        return " ".join(re.sub(r"<[^>]*>", " ", self.text).split())


@dataclass(frozen=True, slots=True)
class Manifest:
    seed: str
    interviewer_style: str
    recordings: tuple[Recording, ...]

    def answer_to(self, question: str) -> Recording:
        """The recording that answers this seed question; raises KeyError when there is none."""
        return {recording.question: recording for recording in self.recordings}[question]

    def follow_up_to(self, file: str) -> Recording | None:
        """The recording for a follow-up question to another one."""
        return next((recording for recording in self.recordings if recording.follow_up_to == file), None)

    @property
    def questions(self) -> tuple[str, ...]:
        """Keys of the seed questions that are asked."""
        return tuple(recording.question for recording in self.recordings if recording.question)


def load_manifest(path: Path = RECORDINGS / "manifest.toml") -> Manifest:
    """Read the manifest; the texts lose their surrounding space."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    recordings = tuple(_recording(entry) for entry in data["recordings"])
    return Manifest(data["seed"], data["interviewer_style"], recordings)


def _recording(entry: Mapping[str, Any]) -> Recording:
    return Recording(**{**entry, "text": entry["text"].strip()})
