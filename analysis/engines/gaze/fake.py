"""A gaze engine for tests: the line of sight follows the picture's brightness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from analysis.engines.base import VideoFrame
from analysis.engines.gaze.base import GazeTally, Look, Sight, sample_of
from analysis.engines.results import Gaze, GazeSample

STRAIGHT_AT = 128.0
DEGREES_PER_LEVEL = 0.5
SHUT_OPENNESS = 0.05
OPEN_OPENNESS = 0.3


class FakeGazeEngine:
    """Mean brightness 128 looks at the camera; each level from it turns the look half a degree sideways.

    Eyes are shut in a picture of one single colour. Where the face fact has no face there is no look.
    """

    name: ClassVar[str] = "fake"
    provides: ClassVar[str] = "gaze"
    requires: ClassVar[frozenset[str]] = frozenset({"face"})
    version = "1"

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"straight_at": STRAIGHT_AT, "degrees_per_level": DEGREES_PER_LEVEL}

    def load(self) -> None:
        """Nothing to load."""

    def begin(self, *, frames_per_second: float) -> FakeGazePass:
        return FakeGazePass(tally=GazeTally(frames_per_second=frames_per_second))


class FakeGazePass:
    def __init__(self, *, tally: GazeTally) -> None:
        self._tally = tally

    def observe(self, frame: VideoFrame, facts: Mapping[str, Any]) -> GazeSample:
        look = _look_of(frame, face=facts["face"].present)
        self._tally.add(look)
        return sample_of(look)

    def summarise(self) -> Gaze:
        return self._tally.summarise()


def _look_of(frame: VideoFrame, *, face: bool) -> Look:
    if not face:
        return Look(frame.at_ms, face=False)
    right = (float(frame.rgb.mean()) - STRAIGHT_AT) * DEGREES_PER_LEVEL
    openness = SHUT_OPENNESS if frame.rgb.min() == frame.rgb.max() else OPEN_OPENNESS
    return Look(frame.at_ms, face=True, sight=Sight(right_degrees=right, up_degrees=0.0, openness=openness))
