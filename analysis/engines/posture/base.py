"""What every posture engine shares: shoulders and head of one picture, and the sum over a video."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

from analysis.engines.results import Posture, PostureSample, Reason, Span
from analysis.engines.sampling import (
    FEWEST_PICTURES,
    RARELY_VISIBLE_BELOW,
    all_missing,
    interval_ms,
    one_a_second,
    spans_where,
)

# Sideways bending of neck and trunk up to 10 degrees is the acceptable zone of EN 1005-4 (working postures).
UPRIGHT_WITHIN_DEGREES = 10.0
# Moving by a third of one's shoulders' width every second, kept up for three seconds, is fidgeting, not a
# change of seat. Our own choice; a reader at rest measures under 0.1.
RESTLESS_FROM = 0.3
RESTLESS_AT_LEAST_MS = 3000
# Movement is taken over steps of one to two seconds: closer pictures show the model's own trembling instead, and
# pictures further apart say nothing about what was between them.
_SHORTEST_STEP_MS = 800
_LONGEST_STEP_MS = 3000

# Width of the head against the height of the picture. At 0.55 forehead or chin leave the picture with any
# movement; under 0.12 (40 pixels of 360) the eyes cannot be read.
TOO_CLOSE_FROM = 0.55
TOO_FAR_BELOW = 0.12
# The middle of the head belongs in the middle half of the picture across, and not in its lowest third.
CENTRE_ACROSS = (0.25, 0.75)
CENTRE_ALONG = (0.10, 0.67)

_BODY = ("upright_ratio", "shoulder_tilt_degrees", "lean_degrees", "movement")


@dataclass(frozen=True, slots=True)
class Head:
    """Where the head is: width over the picture's height, middle in shares of width and height."""

    width: float
    across: float
    along: float


@dataclass(frozen=True, slots=True)
class Shoulders:
    """Pixels of one picture: both shoulders, left and right as in the picture, and the middle of the ears."""

    left: tuple[float, float]
    right: tuple[float, float]
    ears: tuple[float, float]

    @property
    def width(self) -> float:
        return math.dist(self.left, self.right)

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left[0] + self.right[0]) / 2, (self.left[1] + self.right[1]) / 2

    @property
    def tilt_degrees(self) -> float:
        """Positive when the shoulder on the right of the picture is the lower one."""
        return math.degrees(math.atan2(self.right[1] - self.left[1], self.right[0] - self.left[0]))

    @property
    def lean_degrees(self) -> float:
        """Of the neck line from the vertical, positive to the right of the picture."""
        return math.degrees(math.atan2(self.ears[0] - self.middle[0], self.middle[1] - self.ears[1]))

    @property
    def upright(self) -> bool:
        return max(abs(self.tilt_degrees), abs(self.lean_degrees)) <= UPRIGHT_WITHIN_DEGREES


@dataclass(frozen=True, slots=True)
class Held:
    """One picture looked at; None for what it does not show."""

    at_ms: int
    shoulders: Shoulders | None = None
    head: Head | None = None

    def sample(self, *, movement: float | None = None) -> PostureSample:
        tilt = None if self.shoulders is None else self.shoulders.tilt_degrees
        return PostureSample(self.at_ms, tilt, movement)


def framing_of(head: Head) -> str:
    """good | too_close | too_far | off_centre; the distance is told first."""
    if head.width >= TOO_CLOSE_FROM:
        return "too_close"
    if head.width < TOO_FAR_BELOW:
        return "too_far"
    across = CENTRE_ACROSS[0] <= head.across <= CENTRE_ACROSS[1]
    along = CENTRE_ALONG[0] <= head.along <= CENTRE_ALONG[1]
    return "good" if across and along else "off_centre"


class PostureTally:
    """Collects the pictures looked at and sums them up. ``pictures_per_second`` is the rate of those alone."""

    def __init__(self, *, pictures_per_second: float) -> None:
        self._interval_ms = interval_ms(frames_per_second=pictures_per_second)
        self._held: list[Held] = []

    def add(self, held: Held) -> None:
        self._held.append(held)

    def summarise(self) -> Posture:
        """``frames`` counts the pictures looked at, not those skipped."""
        frames = len(self._held)
        framing, missing = self._framing()
        shown = [held.shoulders for held in self._held if held.shoulders is not None]
        reason = _why_no_body(frames=frames, shown=len(shown))
        if reason is not None:
            return Posture(frames=frames, framing=framing, missing={**missing, **all_missing(reason, *_BODY)})
        moved = self._movements(shoulder_width=median(one.width for one in shown))
        if not moved:
            missing["movement"] = Reason.TOO_SHORT
        return Posture(
            frames=frames,
            upright_ratio=fmean(one.upright for one in shown),
            shoulder_tilt_degrees=median(abs(one.tilt_degrees) for one in shown),
            lean_degrees=median(abs(one.lean_degrees) for one in shown),
            movement=fmean(moved.values()) if moved else None,
            framing=framing,
            restless=self._restless(moved),
            timeline=one_a_second([held.sample(movement=moved.get(held.at_ms)) for held in self._held]),
            missing=missing,
        )

    def _framing(self) -> tuple[str | None, dict[str, Reason]]:
        votes = Counter(framing_of(held.head) for held in self._held if held.head is not None)
        if votes:
            return votes.most_common(1)[0][0], {}
        return None, {"framing": Reason.NO_FACE if self._held else Reason.NO_VIDEO}

    def _movements(self, *, shoulder_width: float) -> dict[int, float]:
        """Shoulder widths a second since the picture a step before, by the time of the later one."""
        steps: list[tuple[int, tuple[float, float]]] = []
        for held in self._held:
            if held.shoulders is None or (steps and held.at_ms - steps[-1][0] < _SHORTEST_STEP_MS):
                continue
            steps.append((held.at_ms, held.shoulders.middle))
        return {
            later_ms: math.dist(before, after) / max(shoulder_width, 1e-6) * 1000 / (later_ms - earlier_ms)
            for (earlier_ms, before), (later_ms, after) in pairwise(steps)
            if later_ms - earlier_ms <= _LONGEST_STEP_MS
        }

    def _restless(self, moved: dict[int, float]) -> tuple[Span, ...]:
        """Spans of strong movement; a step's movement also holds for the pictures inside the step after it."""
        flags: list[tuple[int, bool]] = []
        moving = False
        for held in self._held:
            if held.at_ms in moved:
                moving = moved[held.at_ms] >= RESTLESS_FROM
            elif held.shoulders is None:
                moving = False
            flags.append((held.at_ms, moving))
        return spans_where(flags, interval_ms=self._interval_ms, minimum_ms=RESTLESS_AT_LEAST_MS)


def _why_no_body(*, frames: int, shown: int) -> Reason | None:
    if frames == 0:
        return Reason.NO_VIDEO
    if shown == 0 or shown < RARELY_VISIBLE_BELOW * frames:
        return Reason.NO_SHOULDERS
    return Reason.TOO_SHORT if shown < FEWEST_PICTURES else None
