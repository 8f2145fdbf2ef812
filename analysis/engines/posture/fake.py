"""A posture engine for tests: shoulders follow the picture's brightness, without a model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from analysis.engines.base import VideoFrame
from analysis.engines.posture.base import Head, Held, PostureTally, Shoulders
from analysis.engines.results import Posture, PostureSample

DARK_BELOW = 40.0
LEVEL_AT = 128.0
PIXELS_PER_LEVEL = 0.5


class FakePostureEngine:
    """No shoulders in a dark picture (mean under 40); level at 128, tilting by half a pixel per level from it.

    The shoulders are 100 pixels apart with the ears 50 above their middle.
    """

    name: ClassVar[str] = "fake"
    provides: ClassVar[str] = "posture"
    requires: ClassVar[frozenset[str]] = frozenset()
    version = "1"

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"dark_below": DARK_BELOW, "level_at": LEVEL_AT}

    def load(self) -> None:
        """Nothing to load."""

    def begin(self, *, frames_per_second: float) -> FakePosturePass:
        return FakePosturePass(tally=PostureTally(pictures_per_second=frames_per_second))


class FakePosturePass:
    def __init__(self, *, tally: PostureTally) -> None:
        self._tally = tally

    def observe(self, frame: VideoFrame, facts: Mapping[str, Any]) -> PostureSample:
        held = _held(frame)
        self._tally.add(held)
        return held.sample()

    def summarise(self) -> Posture:
        return self._tally.summarise()


def _held(frame: VideoFrame) -> Held:
    brightness = float(frame.rgb.mean())
    if brightness < DARK_BELOW:
        return Held(frame.at_ms)
    lower = (brightness - LEVEL_AT) * PIXELS_PER_LEVEL
    return Held(
        frame.at_ms,
        shoulders=Shoulders(left=(0.0, 100.0), right=(100.0, 100.0 + lower), ears=(50.0, 50.0 + lower / 2)),
        head=Head(width=0.3, across=0.5, along=0.4),
    )
