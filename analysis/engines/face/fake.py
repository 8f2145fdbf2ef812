"""A face engine for tests: what it finds follows from the picture's brightness and colour, without a model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from analysis.engines.base import VideoFrame
from analysis.engines.face.base import FaceTally
from analysis.engines.facts import Box, FaceFact, HeadPose
from analysis.engines.results import Face

DARK_BELOW = 40.0
BLUER_BY = 40.0


class FakeFaceEngine:
    """No face in a dark picture (mean under 40), two in a blue one, otherwise one.

    The head turns towards the brighter half: yaw is the difference of the halves' means, right less left,
    in degrees, held to 60 either way. There is no mesh.
    """

    name: ClassVar[str] = "fake"
    provides: ClassVar[str] = "face"
    requires: ClassVar[frozenset[str]] = frozenset()
    version = "1"

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"dark_below": DARK_BELOW}

    def load(self) -> None:
        """Nothing to load."""

    def begin(self, *, frames_per_second: float) -> FakeFacePass:
        return FakeFacePass(tally=FaceTally(frames_per_second=frames_per_second))


class FakeFacePass:
    def __init__(self, *, tally: FaceTally) -> None:
        self._tally = tally

    def observe(self, frame: VideoFrame, facts: Mapping[str, Any]) -> FaceFact:
        fact = _fact_of(frame)
        self._tally.add(frame.at_ms, fact)
        return fact

    def summarise(self) -> Face:
        return self._tally.summarise()


def _fact_of(frame: VideoFrame) -> FaceFact:
    height, width = frame.rgb.shape[:2]
    red, _, blue = frame.rgb.mean(axis=(0, 1))
    if frame.rgb.mean() < DARK_BELOW:
        return FaceFact(faces=0, width=width, height=height)
    middle = width // 2
    turn = float(frame.rgb[:, middle:].mean() - frame.rgb[:, :middle].mean())
    return FaceFact(
        faces=2 if blue - red > BLUER_BY else 1,
        width=width,
        height=height,
        box=Box(0.35, 0.25, 0.65, 0.75),
        pose=HeadPose(yaw_degrees=max(-60.0, min(60.0, turn)), pitch_degrees=0.0, roll_degrees=0.0),
    )
