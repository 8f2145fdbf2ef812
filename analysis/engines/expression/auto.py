"""Expression by DeepFace when its weights are at hand, otherwise from face-mesh geometry, and says which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from analysis.engines.base import FramePass, ModelMissingError, VideoFrame
from analysis.engines.expression.deepface import DeepfaceExpressionEngine, weights_path
from analysis.engines.expression.geometry import GeometryExpressionEngine
from analysis.engines.results import Expression, ExpressionSample

WEIGHTS_MISSING = "deepface_weights_missing"
WEIGHTS_UNUSABLE = "deepface_weights_unusable"


class AutoExpressionEngine:
    """Chooses once, on loading. `Expression.method` names the way, ``fallback_reason`` why not the first."""

    name: ClassVar[str] = "auto"
    provides: ClassVar[str] = "expression"
    requires: ClassVar[frozenset[str]] = frozenset({"face"})

    def __init__(self, *, home: Path | None = None) -> None:
        self._home = home
        self._chosen: DeepfaceExpressionEngine | GeometryExpressionEngine | None = None
        self._fallback_reason: str | None = None

    @property
    def version(self) -> str:
        return self._choice().version

    @property
    def parameters(self) -> Mapping[str, Any]:
        chosen = self._choice()
        return {"chosen": chosen.name, **chosen.parameters}

    def load(self) -> None:
        """Choose, and open the model of the choice."""
        self._choice()

    def begin(self, *, frames_per_second: float) -> AutoExpressionPass:
        inner = self._choice().begin(frames_per_second=frames_per_second)
        return AutoExpressionPass(inner=inner, fallback_reason=self._fallback_reason)

    def _choice(self) -> DeepfaceExpressionEngine | GeometryExpressionEngine:
        if self._chosen is None:
            deepface = DeepfaceExpressionEngine(home=self._home)
            try:
                deepface.load()
                self._chosen = deepface
            except ModelMissingError:
                there = weights_path(home=self._home).is_file()
                self._fallback_reason = WEIGHTS_UNUSABLE if there else WEIGHTS_MISSING
                self._chosen = GeometryExpressionEngine()
        return self._chosen


class AutoExpressionPass:
    """The chosen engine's pass, with the reason for the choice added to its result."""

    def __init__(self, *, inner: FramePass, fallback_reason: str | None) -> None:
        self._inner = inner
        self._fallback_reason = fallback_reason

    def observe(self, frame: VideoFrame, facts: Mapping[str, Any]) -> ExpressionSample:
        sample: ExpressionSample = self._inner.observe(frame, facts)
        return sample

    def summarise(self) -> Expression:
        found: Expression = self._inner.summarise()
        return replace(found, fallback_reason=self._fallback_reason)
