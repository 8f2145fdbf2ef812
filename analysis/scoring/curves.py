"""From a measured value to a score: piecewise-linear curves with flat ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


class CurveError(ValueError):
    """The breakpoints do not make a curve."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Breakpoints ``(value, score)`` in rising order of value; scores run from 0 to 100.

    Outside the breakpoints the first or last score holds. A curve rises, falls, or rises to one plateau
    and then falls; anything else would let a worse value earn more than a better one.
    """

    points: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        if not self.points:
            raise CurveError("a curve needs at least one breakpoint")
        if any(right[0] <= left[0] for left, right in pairwise(self.points)):
            raise CurveError("the values of a curve must rise")
        if any(not 0 <= score <= 100 for _, score in self.points):
            raise CurveError("the scores of a curve must lie between 0 and 100")
        if not _has_one_peak([score for _, score in self.points]):
            raise CurveError("a curve must be monotone or have a single peak")

    def score(self, value: float) -> float:
        """Return the score (0-100) of a value."""
        if value <= self.points[0][0]:
            return self.points[0][1]
        for (left, low), (right, high) in pairwise(self.points):
            if value <= right:
                return low + (high - low) * (value - left) / (right - left)
        return self.points[-1][1]

    def best_range(self) -> tuple[float | None, float | None]:
        """Return the values between which the score is highest; None where that side has no bound."""
        best = max(score for _, score in self.points)
        values = [value for value, score in self.points if score == best]
        low = None if values[0] == self.points[0][0] else values[0]
        high = None if values[-1] == self.points[-1][0] else values[-1]
        return low, high


def curve_from(breakpoints: Sequence[Sequence[float]]) -> Curve:
    """Make a curve of ``[[value, score], ...]``; raise `CurveError` when that is not possible."""
    try:
        return Curve(tuple((float(value), float(score)) for value, score in breakpoints))
    except (TypeError, ValueError) as error:
        raise CurveError(str(error)) from error


def _has_one_peak(scores: Sequence[float]) -> bool:
    steps = [right - left for left, right in pairwise(scores) if right != left]
    turns = [(before, after) for before, after in pairwise(steps) if (before > 0) != (after > 0)]
    return not turns or (len(turns) == 1 and turns[0][0] > 0)
