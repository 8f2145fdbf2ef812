"""Telling speakers apart: what a diarizer is asked and what it promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, runtime_checkable

from analysis.engines.diarization.shelf import NoShelf, Shelf
from analysis.engines.media import AudioTrack
from analysis.engines.results import Diarization, Voice

MAX_SPEAKERS = 6


@dataclass(frozen=True, slots=True)
class Listening:
    """A recording with all speakers on one track. ``speaker_count`` is None where nobody knows it. What lies on the
    ``shelf`` from an earlier run over the same recording is not worked out again."""

    audio: AudioTrack
    speaker_count: int | None = None
    on_progress: Callable[[float], None] | None = None  # share of the work that is done, 0 to 1
    shelf: Shelf = field(default_factory=NoShelf)

    def report(self, share: float) -> None:
        """Tell whoever waits how far the work is."""
        if self.on_progress is not None:
            self.on_progress(share)


@runtime_checkable
class Diarizer(Protocol):
    """Says who speaks when.

    Segments come in the order of time and do not overlap: where two speak at once, the louder one has the segment and
    it is marked. Memory does not grow with the recording beyond some hundred numbers a second of speech. Raises
    `EngineError`.
    """

    name: ClassVar[str]
    provides: ClassVar[str]
    requires: ClassVar[frozenset[str]]

    @property
    def version(self) -> str: ...

    @property
    def parameters(self) -> Mapping[str, Any]: ...

    def load(self) -> None:
        """Load the model now rather than for the first recording."""
        ...

    def run(self, listening: Listening) -> Diarization: ...

    def voice(self, track: AudioTrack) -> Voice | None:
        """The voice of a track on which one person speaks; None where too little is said to tell."""
        ...
