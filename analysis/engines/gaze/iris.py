"""Gaze from the irises of the face mesh: where each sits in its eye, turned by the head's own pose."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from analysis.engines.base import VideoFrame
from analysis.engines.facts import FaceFact
from analysis.engines.gaze.base import CONTACT_WITHIN_DEGREES, GazeTally, Look, Sight, sample_of
from analysis.engines.results import Gaze, GazeSample

# An iris is 11.7 mm wide in nearly everyone (the constant of MediaPipe Iris, Ablavatski et al. 2020) and
# measures 0.41 of the distance between the eye's corners in the mesh, so an eye is 28.5 mm wide and the
# centre of its iris turns on a radius of about 10 mm: 0.35 eye widths. The mesh moves the iris less
# than it truly moved: of irises painted at known places it shows seven tenths sideways and half upwards,
# which these two radii, in eye widths, make good.
_RADIUS_SIDEWAYS = 0.25
_RADIUS_UPWARDS = 0.18
# Looking straight ahead, the iris sits above the line between the corners (the upper lid is the higher
# arc) and off their middle towards the temple (the inner corner ends beyond the eyeball). Medians over the
# faces looked at when this was written; what remains of it is part of the person's own offset.
_RESTS_ABOVE = 0.055
_RESTS_OUTWARDS = 0.045
# Beyond this turn of the eye an iris is half hidden and the arcsine runs away.
_FURTHEST_SHARE = 0.8
# The mesh is off by a third of a pixel; in an eye of fewer pixels that is more than five degrees.
FEWEST_EYE_PIXELS = 10.0


@dataclass(frozen=True, slots=True)
class _Eye:
    """Mesh numbers of one eye. ``outwards`` is +1 where the temple lies to the right of the picture."""

    left_corner: int
    right_corner: int
    iris: int
    upper: tuple[int, int]
    lower: tuple[int, int]  # each under the upper of the same place
    outwards: float


_EYES = (
    _Eye(left_corner=33, right_corner=133, iris=468, upper=(160, 158), lower=(144, 153), outwards=-1.0),
    _Eye(left_corner=362, right_corner=263, iris=473, upper=(385, 387), lower=(380, 373), outwards=1.0),
)


class IrisGazeEngine:
    """Line of sight and eye openness from the face mesh; no model of its own."""

    name: ClassVar[str] = "iris_geometry"
    provides: ClassVar[str] = "gaze"
    requires: ClassVar[frozenset[str]] = frozenset({"face"})
    version = "1"

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"contact_within_degrees": CONTACT_WITHIN_DEGREES, "fewest_eye_pixels": FEWEST_EYE_PIXELS}

    def load(self) -> None:
        """Nothing to load."""

    def begin(self, *, frames_per_second: float) -> IrisGazePass:
        return IrisGazePass(tally=GazeTally(frames_per_second=frames_per_second))


class IrisGazePass:
    def __init__(self, *, tally: GazeTally) -> None:
        self._tally = tally

    def observe(self, frame: VideoFrame, facts: Mapping[str, Any]) -> GazeSample:
        """The look of one picture, without the person's own offset, which only the whole video shows."""
        look = look_of(at_ms=frame.at_ms, fact=facts["face"])
        self._tally.add(look)
        return sample_of(look)

    def summarise(self) -> Gaze:
        return self._tally.summarise()


def look_of(*, at_ms: int, fact: FaceFact) -> Look:
    """Where the main face of a picture looks; without a mesh, or with eyes too small, that is not known."""
    if fact.landmarks is None or fact.axes is None:
        return Look(at_ms, face=fact.present)
    pixels = fact.pixels()
    weights = np.array([_width_in_picture(pixels, eye) for eye in _EYES])
    if weights.max() < FEWEST_EYE_PIXELS:
        return Look(at_ms, face=True)
    in_head = fact.head_frame()
    # The eye turned away from the camera is narrower in the picture and counts less.
    turns = np.average([_turn(in_head, eye) for eye in _EYES], axis=0, weights=weights)
    right, down, forward = fact.axes
    line = turns[0] * right + turns[1] * down + math.sqrt(max(0.0, 1.0 - float(turns @ turns))) * forward
    sight = Sight(
        right_degrees=math.degrees(math.atan2(line[0], -line[2])),
        up_degrees=math.degrees(math.asin(max(-1.0, min(1.0, -line[1])))),
        openness=float(np.average([_openness(pixels, eye) for eye in _EYES], weights=weights)),
    )
    return Look(at_ms, face=True, sight=sight)


def _turn(in_head: np.ndarray, eye: _Eye) -> np.ndarray:
    """Sines of the eye's turn to the right and down, in the head's own axes."""
    left, right = in_head[eye.left_corner], in_head[eye.right_corner]
    width = float(np.linalg.norm(right - left))
    sideways, downwards = ((in_head[eye.iris] - (left + right) / 2) / width)[:2]
    sines = np.array(
        [
            (sideways - eye.outwards * _RESTS_OUTWARDS) / _RADIUS_SIDEWAYS,
            (downwards + _RESTS_ABOVE) / _RADIUS_UPWARDS,
        ]
    )
    length = float(np.linalg.norm(sines))
    return sines if length <= _FURTHEST_SHARE else sines * (_FURTHEST_SHARE / length)


def _width_in_picture(pixels: np.ndarray, eye: _Eye) -> float:
    return float(np.linalg.norm((pixels[eye.right_corner] - pixels[eye.left_corner])[:2]))


def _openness(pixels: np.ndarray, eye: _Eye) -> float:
    """Eye aspect ratio: lid distances at two places over the eye's width (Soukupova and Cech 2016)."""
    heights = [
        float(np.linalg.norm((pixels[upper] - pixels[lower])[:2]))
        for upper, lower in zip(eye.upper, eye.lower, strict=True)
    ]
    return sum(heights) / (2 * max(_width_in_picture(pixels, eye), 1e-6))
