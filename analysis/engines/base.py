"""The contract every engine keeps.

Two kinds of engine exist. An `Engine` looks at a whole answer once. A `FrameEngine` looks at one picture
after another, because the video is decoded once and never held in memory. Both are made once per process
(loading a model is slow) and keep no state between answers: what belongs to one answer lives in the call,
or in the `FramePass` that `FrameEngine.begin` returns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

if TYPE_CHECKING:
    import numpy as np

    from analysis.engines.media import AudioTrack


class EngineError(Exception):
    """An engine could not do its work. ``retryable`` is true where trying again may help."""

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


class ModelMissingError(EngineError):
    """A model file is absent or is not the file it should be."""


@dataclass(frozen=True, slots=True)
class QuestionBrief:
    """What the question asks for, as frozen when the interview was created."""

    content: str
    type: str = "technical"  # basic | technical | behavioral
    difficulty: str = "medium"  # easy | medium | hard
    reference_answer: str = ""
    scoring_points: tuple[str, ...] = ()
    parent_content: str | None = None  # the main question, when this is a follow-up


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """Everything an `Engine` may look at. ``results`` holds what the engines it requires have found, by kind."""

    audio: AudioTrack | None
    question: QuestionBrief
    language: str = "auto"  # "zh" | "en" | "auto"
    given_text: str = ""  # typed answer or client transcript; empty when there is none
    results: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VideoFrame:
    """One sampled picture: RGB, uint8, shape (height, width, 3)."""

    at_ms: int
    rgb: np.ndarray


@runtime_checkable
class Engine(Protocol):
    """Measures one kind of thing over a whole answer.

    ``requires`` and ``provides`` name kinds: "audio" (the recording has sound), or another engine's
    ``provides``. The director runs engines in the order these give.
    """

    name: ClassVar[str]
    provides: ClassVar[str]
    requires: ClassVar[frozenset[str]]

    @property
    def version(self) -> str: ...

    @property
    def parameters(self) -> Mapping[str, Any]: ...

    def run(self, answer: AnswerInput) -> Any:
        """Return the result dataclass of this kind; raise `EngineError` when the work cannot be done."""
        ...


class FramePass(Protocol):
    """One video's way through a frame engine."""

    def observe(self, frame: VideoFrame, facts: Mapping[str, Any]) -> Any:
        """Look at one frame; ``facts`` holds what required frame engines returned for this same frame."""
        ...

    def summarise(self) -> Any:
        """Return the result dataclass for all frames seen."""
        ...


@runtime_checkable
class FrameEngine(Protocol):
    """Measures one kind of thing over the sampled frames of a video. ``requires`` names other frame engines' kinds."""

    name: ClassVar[str]
    provides: ClassVar[str]
    requires: ClassVar[frozenset[str]]

    @property
    def version(self) -> str: ...

    @property
    def parameters(self) -> Mapping[str, Any]: ...

    def begin(self, *, frames_per_second: float) -> FramePass: ...
