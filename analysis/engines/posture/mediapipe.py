"""Posture by mediapipe's pose model ("full", the only one in the package)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from analysis.engines.base import VideoFrame
from analysis.engines.facts import FaceFact
from analysis.engines.mediapipe_graphs import PictureGraph, mediapipe_version
from analysis.engines.posture.base import Head, Held, PostureTally, Shoulders
from analysis.engines.posture.graph import Found, PoseSolution, Region
from analysis.engines.results import Posture, PostureSample

_NOSE, _LEFT_EAR, _RIGHT_EAR, _LEFT_SHOULDER, _RIGHT_SHOULDER = 0, 7, 8, 11, 12  # the person's left and right
# The model gives every point even when it must guess; a shoulder counts from this visibility, inside the
# picture. The joint lies below the outline of the shoulder, so it may be just under the lower edge.
_VISIBLE_FROM = 0.5
_BELOW_EDGE = 1.08
# A region that was given fits while the person found in it would have nearly the same one: its middle moved by less
# than this share of its size, its size and its direction hardly changed. The shoulders are then those of a search, to
# within what a search makes of the same picture moved by one pixel.
_MOST_SHIFT, _MOST_GROWTH, _MOST_TURN = 0.03, 1.1, 0.05


class MediapipePostureEngine:
    """Shoulders, neck and framing, on about ``pictures_per_second`` of the sampled pictures: the model is slow.

    Runs in still-picture mode: following a person between pictures a second or more apart loses them when they
    move, and would carry one answer into the next. Where the director hands over a "face" fact, its box
    gives the framing; otherwise the ears do. Who shows pictures of many people in turn and keeps each one's
    ``region`` may hand it over as the fact "region": the search, nearly half of the work, is then left out
    while the region still fits.
    """

    name: ClassVar[str] = "mediapipe_pose"
    provides: ClassVar[str] = "posture"
    requires: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *, pictures_per_second: float = 2 / 3, min_confidence: float = 0.5) -> None:
        if not pictures_per_second > 0:
            raise ValueError("pictures_per_second must be positive")
        self._pictures_per_second = pictures_per_second
        self._min_confidence = min_confidence
        self._pose = PictureGraph(lambda: PoseSolution(min_confidence=min_confidence))

    @property
    def version(self) -> str:
        return mediapipe_version()

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {
            "pictures_per_second": self._pictures_per_second,
            "min_confidence": self._min_confidence,
            "visible_from": _VISIBLE_FROM,
        }

    def load(self) -> None:
        """Open the model now; raises `EngineError` when it cannot be."""
        self._pose.load()

    def begin(self, *, frames_per_second: float) -> MediapipePosturePass:
        """A fresh pass; raises `ValueError` for a rate that is not positive."""
        every = max(1, round(frames_per_second / self._pictures_per_second))
        tally = PostureTally(pictures_per_second=frames_per_second / every)
        return MediapipePosturePass(pose=self._pose, every=every, tally=tally)


class MediapipePosturePass:
    """``region`` is where the person of the last picture was; None where nobody was."""

    region: Region | None = None

    def __init__(self, *, pose: PictureGraph, every: int, tally: PostureTally) -> None:
        self._pose = pose
        self._every = every
        self._tally = tally
        self._pictures = 0

    def observe(self, frame: VideoFrame, facts: Mapping[str, Any]) -> PostureSample | None:
        """The picture's posture, or None for a picture that is passed over."""
        looked_at = self._pictures % self._every == 0
        self._pictures += 1
        if not looked_at:
            return None
        held = self._look(frame, face=facts.get("face"), region=facts.get("region"))
        self._tally.add(held)
        return held.sample()

    def summarise(self) -> Posture:
        return self._tally.summarise()

    def _look(self, frame: VideoFrame, *, face: FaceFact | None, region: Region | None) -> Held:
        height, width = frame.rgb.shape[:2]
        found = self._find(frame.rgb, face=face, region=region)
        self.region = found.region
        if found.landmarks is None:
            return Held(frame.at_ms, head=_head_in_face(face))
        marks = np.array([(mark.x * width, mark.y * height, mark.visibility) for mark in found.landmarks.landmark])
        return Held(
            frame.at_ms,
            shoulders=_shoulders(marks, width=width, height=height),
            head=_head_in_face(face) or _head_between_ears(marks, width=width, height=height),
        )

    def _find(self, rgb: np.ndarray, *, face: FaceFact | None, region: Region | None) -> Found:
        """The person in the region, if they are still there as they were; otherwise whoever is in the picture."""
        if region is not None:
            found: Found = self._pose.process(rgb, region=region)
            if found.region is not None and _fits(region, found.region) and _is_theirs(face, found.landmarks):
                return found
        searched: Found = self._pose.process(rgb)
        return searched


def _fits(region: Region, found: Region) -> bool:
    """Whether the region given is near enough to the one that its person would have now."""
    shift = max(abs(found.across - region.across) / region.width, abs(found.along - region.along) / region.height)
    growth = max(found.width / region.width, region.width / found.width)
    turn = abs(found.turned - region.turned)
    return shift <= _MOST_SHIFT and growth <= _MOST_GROWTH and turn <= _MOST_TURN


def _is_theirs(face: FaceFact | None, landmarks: Any) -> bool:
    """Whether the person has the main face of the picture, where that is known."""
    if face is None or face.box is None:
        return True
    nose, box = landmarks.landmark[_NOSE], face.box
    return bool(box.left <= nose.x <= box.right and box.top <= nose.y <= box.bottom)


def _shoulders(marks: np.ndarray, *, width: int, height: int) -> Shoulders | None:
    """Both shoulders, or None when either is hidden or out of the picture."""
    for x, y, visibility in marks[[_LEFT_SHOULDER, _RIGHT_SHOULDER]]:
        if visibility < _VISIBLE_FROM or not 0 <= x <= width or not 0 <= y <= _BELOW_EDGE * height:
            return None
    left, right = sorted((_point(marks[_LEFT_SHOULDER]), _point(marks[_RIGHT_SHOULDER])))
    return Shoulders(left=left, right=right, ears=_point(marks[[_LEFT_EAR, _RIGHT_EAR]].mean(axis=0)))


def _head_in_face(face: FaceFact | None) -> Head | None:
    if face is None or face.box is None:
        return None
    across, along = face.box.centre
    return Head(width=face.box.width * face.width / face.height, across=across, along=along)


def _head_between_ears(marks: np.ndarray, *, width: int, height: int) -> Head | None:
    left, right = marks[_LEFT_EAR], marks[_RIGHT_EAR]
    if min(left[2], right[2]) < _VISIBLE_FROM:
        return None
    x, y = _point((left + right) / 2)
    return Head(width=math.dist(left[:2], right[:2]) / height, across=x / width, along=y / height)


def _point(mark: np.ndarray) -> tuple[float, float]:
    return float(mark[0]), float(mark[1])
