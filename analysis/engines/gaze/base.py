"""What every gaze engine shares: one look per picture, and the sum over a video.

A look is two angles of the line of sight from the line between face and camera, in degrees: right (of the
picture) and up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

from analysis.engines.results import Gaze, GazeSample, Reason, Span
from analysis.engines.sampling import (
    all_missing,
    interval_ms,
    one_a_second,
    spans_where,
    why_no_face_measure,
)

# Eye contact is a look within this many degrees of the camera. Appearance-based gaze from an ordinary camera
# errs by about 11 degrees on faces turned to it (Gaze360, Kellnhofer et al. 2019), so a narrower cone would
# measure the method. A conversation partner feels looked at within a cone of some 4 to 9 degrees
# (Gamer and Hecht 2007).
CONTACT_WITHIN_DEGREES = 15.0
AWAY_AT_LEAST_MS = 2000

# A person's own median look is taken as "at the interviewer" within these limits: it holds the bias of the
# method for this face (several degrees, constant) and the fact that people look at the face on the screen,
# which lies below the camera (10 to 15 degrees on a laptop at arm's length). A median further out stays
# what it is: a second screen or notes on the desk are not the interviewer.
OFFSET_SIDEWAYS_LIMIT_DEGREES = 6.0
OFFSET_UP_LIMIT_DEGREES = 8.0
OFFSET_DOWN_LIMIT_DEGREES = 12.0
OFFSET_FEWEST_LOOKS = 10

# Eyes are shut below this share of the person's own open eye (upper quartile of the eye aspect ratio of
# Soukupova and Cech 2016). Their fixed 0.2 takes narrow eyes for shut ones.
SHUT_BELOW_SHARE = 0.6
# A blink lasts 100 to 400 ms; a lid down for longer than half a second is not one (Stern et al. 1984).
BLINK_AT_MOST_MS = 500
# Eyes shut or lowered for a second are not on the interviewer.
LOWERED_AT_LEAST_MS = 1000
BLINKS_FROM_FRAMES_PER_SECOND = 10.0
BLINK_RATE_FROM_MS = 2000

_MEASURES = ("eye_contact_ratio", "mean_degrees_off", "blinks", "blinks_per_minute")


@dataclass(frozen=True, slots=True)
class Sight:
    """A line of sight from the line between face and camera, and how open the eyes are (eye aspect ratio)."""

    right_degrees: float
    up_degrees: float
    openness: float

    def degrees_from(self, *, right: float, up: float) -> float:
        """The angle between this line and the direction (right, up)."""
        sideways = math.radians(self.right_degrees - right)
        upwards = math.radians(self.up_degrees - up)
        return math.degrees(math.acos(math.cos(sideways) * math.cos(upwards)))


@dataclass(frozen=True, slots=True)
class Look:
    """One picture: whether it shows a face, and where that looks (None when the eyes cannot be read)."""

    at_ms: int
    face: bool
    sight: Sight | None = None


def sample_of(look: Look, *, right: float = 0.0, up: float = 0.0) -> GazeSample:
    """The look as a sample, measured from the direction (right, up)."""
    if look.sight is None:
        return GazeSample(look.at_ms, None, None)
    off = look.sight.degrees_from(right=right, up=up)
    return GazeSample(look.at_ms, off, off <= CONTACT_WITHIN_DEGREES)


def own_offset(sights: Sequence[Sight]) -> tuple[float, float]:
    """The person's median look (right, up) within the limits above; (0, 0) with too few looks."""
    if len(sights) < OFFSET_FEWEST_LOOKS:
        return 0.0, 0.0
    right = median(sight.right_degrees for sight in sights)
    up = median(sight.up_degrees for sight in sights)
    return (
        max(-OFFSET_SIDEWAYS_LIMIT_DEGREES, min(OFFSET_SIDEWAYS_LIMIT_DEGREES, right)),
        max(-OFFSET_DOWN_LIMIT_DEGREES, min(OFFSET_UP_LIMIT_DEGREES, up)),
    )


class GazeTally:
    """Collects the looks of one video and sums them up."""

    def __init__(self, *, frames_per_second: float) -> None:
        self._frames_per_second = frames_per_second
        self._interval_ms = interval_ms(frames_per_second=frames_per_second)
        self._looks: list[Look] = []

    def add(self, look: Look) -> None:
        self._looks.append(look)

    def summarise(self) -> Gaze:
        frames = len(self._looks)
        readable = {look.at_ms: look.sight for look in self._looks if look.sight is not None}
        reason = why_no_face_measure(
            frames=frames, seen=sum(look.face for look in self._looks), with_mesh=len(readable)
        )
        if reason is not None:
            return Gaze(frames=frames, missing=all_missing(reason, *_MEASURES))
        shut = _shut_times(readable)
        samples = self._samples(readable, shut)
        blinks, rate, missing = self._blinks(readable, shut)
        return Gaze(
            frames=frames,
            eye_contact_ratio=fmean(sample.contact is True for sample in samples.values()),
            mean_degrees_off=fmean(sample.degrees_off for sample in samples.values() if sample.degrees_off is not None),
            away=self._away(samples),
            blinks=blinks,
            blinks_per_minute=rate,
            timeline=one_a_second(
                [samples.get(look.at_ms, GazeSample(look.at_ms, None, None)) for look in self._looks]
            ),
            missing=missing,
        )

    def _samples(self, readable: dict[int, Sight], shut: set[int]) -> dict[int, GazeSample]:
        """Samples by time: open eyes measured from the person's own offset, lowered eyes without contact.

        There is always an open one: "open" is measured by the person's own upper quartile.
        """
        open_eyes = {at_ms: sight for at_ms, sight in readable.items() if at_ms not in shut}
        right, up = own_offset(list(open_eyes.values()))
        samples = {
            at_ms: sample_of(Look(at_ms, face=True, sight=sight), right=right, up=up)
            for at_ms, sight in open_eyes.items()
        }
        for span in self._closures(readable, shut, minimum_ms=LOWERED_AT_LEAST_MS):
            lowered = [at_ms for at_ms in readable if span.start_ms <= at_ms < span.end_ms]
            samples.update((at_ms, GazeSample(at_ms, None, contact=False)) for at_ms in lowered)
        return samples

    def _closures(self, readable: dict[int, Sight], shut: set[int], *, minimum_ms: int = 0) -> tuple[Span, ...]:
        flags = [(at_ms, at_ms in shut) for at_ms in readable]
        return spans_where(flags, interval_ms=self._interval_ms, minimum_ms=minimum_ms)

    def _away(self, samples: dict[int, GazeSample]) -> tuple[Span, ...]:
        """Spans without contact; a blink inside does not end one, a missing face does."""
        flags: list[tuple[int, bool]] = []
        away = False
        for look in self._looks:
            sample = samples.get(look.at_ms)
            if sample is not None:
                away = sample.contact is False
            elif not look.face:
                away = False
            flags.append((look.at_ms, away))
        return spans_where(flags, interval_ms=self._interval_ms, minimum_ms=AWAY_AT_LEAST_MS)

    def _blinks(self, readable: dict[int, Sight], shut: set[int]) -> tuple[int | None, float | None, dict[str, Reason]]:
        watched_ms = len(readable) * self._interval_ms
        if self._frames_per_second < BLINKS_FROM_FRAMES_PER_SECOND:
            return None, None, all_missing(Reason.NOT_APPLICABLE, "blinks", "blinks_per_minute")
        if watched_ms < BLINK_RATE_FROM_MS:
            return None, None, all_missing(Reason.TOO_SHORT, "blinks", "blinks_per_minute")
        blinks = sum(closure.length_ms <= BLINK_AT_MOST_MS for closure in self._closures(readable, shut))
        return blinks, blinks * 60_000 / watched_ms, {}


def _shut_times(readable: dict[int, Sight]) -> set[int]:
    """Times of the pictures with shut eyes, judged by the person's own open eye."""
    ordered = sorted(sight.openness for sight in readable.values())
    open_eye = ordered[(3 * len(ordered)) // 4]
    return {at_ms for at_ms, sight in readable.items() if sight.openness < SHUT_BELOW_SHARE * open_eye}
