"""An expression engine for tests: the smile follows the picture's red, without a model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from analysis.engines.base import VideoFrame
from analysis.engines.expression.base import NEUTRAL, SMILES_FROM, Shown, sum_up
from analysis.engines.facts import FaceFact
from analysis.engines.results import Expression, ExpressionSample

METHOD = "fake"
FULL_SMILE_AT = 255.0


class FakeExpressionEngine:
    """A picture smiles by its mean red over 255; the face moves as its brightness changes."""

    name: ClassVar[str] = METHOD
    provides: ClassVar[str] = "expression"
    requires: ClassVar[frozenset[str]] = frozenset({"face"})
    version = "1"

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"full_smile_at": FULL_SMILE_AT}

    def load(self) -> None:
        """Nothing to load."""

    def begin(self, *, frames_per_second: float) -> FakeExpressionPass:
        return FakeExpressionPass()


class FakeExpressionPass:
    def __init__(self) -> None:
        self._pictures: list[Shown] = []

    def observe(self, frame: VideoFrame, facts: Mapping[str, Any]) -> ExpressionSample:
        shown = _shown(frame, facts["face"])
        self._pictures.append(shown)
        return shown.sample()

    def summarise(self) -> Expression:
        return sum_up(self._pictures, method=METHOD)


def _shown(frame: VideoFrame, fact: FaceFact) -> Shown:
    if not fact.present:
        return Shown(frame.at_ms, face=False)
    smile = float(frame.rgb[..., 0].mean()) / FULL_SMILE_AT
    label = "smile" if smile >= SMILES_FROM else NEUTRAL
    shape = np.full((1, 2), float(frame.rgb.mean()) / FULL_SMILE_AT)
    return Shown(frame.at_ms, face=True, label=label, smile=smile, shape=shape)
