"""Expression from the geometry of the face mesh: smile, raised brows, movement. No model of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, ClassVar

import numpy as np

from analysis.engines.base import VideoFrame
from analysis.engines.expression.base import (
    NEUTRAL,
    SMILES_FROM,
    Shown,
    moving_shape,
    scaled_head_frame,
    sum_up,
)
from analysis.engines.facts import FaceFact
from analysis.engines.results import Expression, ExpressionSample

METHOD = "face_mesh_geometry"
SMILE = "smile"
BROWS_RAISED = "brows_raised"

# The lip-corner puller (action unit 12 of Ekman and Friesen's FACS) widens the mouth and lifts its
# corners. In distances between the outer eye corners: speakers at rest measure 0.50 to 0.58 wide with
# corners 0.02 to 0.04 above the middle of the lips, vowels reach 0.61 and 0.07 but not together, and
# an open smile 0.71 and 0.10. Both must be there, hence the geometric mean.
_WIDTH_RANGE = (0.56, 0.70)
_LIFT_RANGE = (0.03, 0.09)
# Brows have no common resting height, so a raise is against the person's own median; speech moves them by
# up to 0.03.
_RAISED_BY = 0.05


@dataclass(frozen=True, slots=True)
class _Measured:
    shown: Shown
    brow_height: float | None = None


class GeometryExpressionEngine:
    """Labels each picture smile, brows_raised or neutral."""

    name: ClassVar[str] = METHOD
    provides: ClassVar[str] = "expression"
    requires: ClassVar[frozenset[str]] = frozenset({"face"})
    version = "1"

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"smiles_from": SMILES_FROM, "brows_raised_by": _RAISED_BY}

    def load(self) -> None:
        """Nothing to load."""

    def begin(self, *, frames_per_second: float) -> GeometryExpressionPass:
        return GeometryExpressionPass()


class GeometryExpressionPass:
    def __init__(self) -> None:
        self._measured: list[_Measured] = []

    def observe(self, frame: VideoFrame, facts: Mapping[str, Any]) -> ExpressionSample:
        """The picture's smile; brows are judged at the end, against all pictures."""
        measured = _measure(at_ms=frame.at_ms, fact=facts["face"])
        self._measured.append(measured)
        return measured.shown.sample()

    def summarise(self) -> Expression:
        return sum_up(_with_brows(self._measured), method=METHOD)


def smile_of(scaled: np.ndarray) -> float:
    """How far a `scaled_head_frame` smiles, 0 to 1."""
    corners = scaled[[61, 291]]
    width = float(np.linalg.norm((corners[1] - corners[0])[:2]))
    lift = float(scaled[[13, 14], 1].mean() - corners[:, 1].mean())
    return float(np.sqrt(_share(width, _WIDTH_RANGE) * _share(lift, _LIFT_RANGE)))


def _brow_height(scaled: np.ndarray) -> float:
    """Middle of the brows above the eye corners, which blinking does not move."""
    return float(scaled[[33, 133, 362, 263], 1].mean() - scaled[[105, 334], 1].mean())


def _share(value: float, limits: tuple[float, float]) -> float:
    low, high = limits
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _measure(*, at_ms: int, fact: FaceFact) -> _Measured:
    if fact.landmarks is None:
        return _Measured(Shown(at_ms, face=fact.present))
    scaled = scaled_head_frame(fact)
    smile = smile_of(scaled)
    label = SMILE if smile >= SMILES_FROM else NEUTRAL
    shown = Shown(at_ms, face=True, label=label, smile=smile, shape=moving_shape(scaled))
    return _Measured(shown, brow_height=_brow_height(scaled))


def _with_brows(measured: Sequence[_Measured]) -> list[Shown]:
    heights = [one.brow_height for one in measured if one.brow_height is not None]
    if not heights:
        return [one.shown for one in measured]
    raised_from = median(heights) + _RAISED_BY
    return [
        replace(one.shown, label=BROWS_RAISED)
        if one.shown.label == NEUTRAL and one.brow_height is not None and one.brow_height > raised_from
        else one.shown
        for one in measured
    ]
