"""Which engines there are, by kind and name, and the set that a configuration asks for.

The table holds paths, so that naming an engine imports nothing; building a set imports the chosen ones, and their
heavy libraries only when they first work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from analysis.engines.base import Engine, FrameEngine

ANSWER_KINDS = ("asr", "prosody", "content")
FRAME_KINDS = ("face", "gaze", "posture", "expression")

_TABLE: Mapping[tuple[str, str], str] = {
    ("asr", "faster-whisper"): "analysis.engines.asr.faster_whisper:FasterWhisper",
    ("asr", "openai-whisper"): "analysis.engines.asr.openai_whisper:OpenAIWhisper",
    ("asr", "openai-api"): "analysis.engines.asr.openai_api:OpenAITranscriptions",
    ("asr", "fake"): "analysis.engines.asr.fake:FakeRecogniser",
    ("prosody", "praat"): "analysis.engines.prosody.praat:PraatProsody",
    ("prosody", "fake"): "analysis.engines.prosody.fake:FakeProsody",
    ("content", "embedded"): "analysis.engines.content.embedded:EmbeddedContent",
    ("content", "llm"): "analysis.engines.content.llm:LlmContent",
    ("content", "fake"): "analysis.engines.content.fake:FakeContent",
    ("face", "mediapipe"): "analysis.engines.face.mediapipe:MediapipeFaceEngine",
    ("face", "fake"): "analysis.engines.face.fake:FakeFaceEngine",
    ("gaze", "iris"): "analysis.engines.gaze.iris:IrisGazeEngine",
    ("gaze", "fake"): "analysis.engines.gaze.fake:FakeGazeEngine",
    ("posture", "mediapipe"): "analysis.engines.posture.mediapipe:MediapipePostureEngine",
    ("posture", "fake"): "analysis.engines.posture.fake:FakePostureEngine",
    ("expression", "auto"): "analysis.engines.expression.auto:AutoExpressionEngine",
    ("diarization", "resemblyzer"): "analysis.engines.diarization.resemblyzer:ResemblyzerDiarizer",
    ("diarization", "fake"): "analysis.engines.diarization.fake:FakeDiarizer",
    ("follow_up", "embedded"): "analysis.engines.content.follow_up.embedded:EmbeddedFollowUp",
    ("follow_up", "llm"): "analysis.engines.content.follow_up.llm:LlmFollowUp",
    ("expression", "fake"): "analysis.engines.expression.fake:FakeExpressionEngine",
}


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """An engine's name in the table and the settings it is made with."""

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EngineSet:
    """The engines of one process, made once."""

    answer: tuple[Engine, ...]
    frame: tuple[FrameEngine, ...]

    def preload(self) -> None:
        """Load every model now instead of at the first answer."""
        for engine in (*self.answer, *self.frame):
            load: Callable[[], None] | None = getattr(engine, "load", None)
            if load is not None:
                load()


def names_of(kind: str) -> tuple[str, ...]:
    """The engines that can be chosen for a kind."""
    return tuple(name for known, name in _TABLE if known == kind)


def build(kind: str, choice: EngineChoice) -> Any:
    """Make one engine. Raises `ValueError` for a name the table lacks."""
    path = _TABLE.get((kind, choice.name))
    if path is None:
        raise ValueError(f"No engine {choice.name!r} for {kind}; there are: {', '.join(names_of(kind))}.")
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)(**choice.settings)


def build_set(choices: Mapping[str, EngineChoice]) -> EngineSet:
    """Make the engines of ``choices`` (by kind)."""
    return EngineSet(
        answer=tuple(build(kind, choices[kind]) for kind in ANSWER_KINDS if kind in choices),
        frame=tuple(build(kind, choices[kind]) for kind in FRAME_KINDS if kind in choices),
    )


FAKE_CHOICES: Mapping[str, EngineChoice] = {kind: EngineChoice("fake") for kind in (*ANSWER_KINDS, *FRAME_KINDS)}
