"""What every face engine shares: head axes from a mesh, and the sum over pictures.

A face engine hands `FaceFact` to the engines that require "face" and returns `Face` for the whole video.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from analysis.engines.facts import FaceFact, HeadPose
from analysis.engines.results import Face, Reason, Span
from analysis.engines.sampling import all_missing, interval_ms, spans_where, why_no_face_measure

# A face missed for one sample may be a hand before it or a blur; a second of it is an absence.
ABSENT_AT_LEAST_MS = 1000
# One sample with a second face may be a mistake of the detector or a picture on a wall caught once.
SEVERAL_AT_LEAST_MS = 1000

# Pairs of mesh points that lie opposite one another, and that neither speaking nor blinking moves:
# outer and inner eye corners, temples, wings of the nose, sides of the face, outer brows.
_OPPOSITE = np.array([(33, 263), (133, 362), (127, 356), (98, 327), (234, 454), (70, 300)])
# Points of the midline band above and below the nose that the jaw does not move.
_UPPER = np.array([10, 151, 9])
_LOWER = np.array([2, 164, 98, 327])


def head_axes(points: np.ndarray) -> np.ndarray:
    """The face's right (in the picture), down and forward as rows of unit vectors, shape (3, 3).

    From the mesh's own geometry: the mesh is in depth already, so no camera and no model face is assumed.
    Because it is fitted to a cut-out around the face, the angles are those from the line between face and
    camera, which is what eye contact asks for, also when the face is at the side of the picture. On
    photographs turned by a known angle they follow it at four fifths (a lower bound: the turned pictures
    lack what the far side would show).
    """
    right = _unit((points[_OPPOSITE[:, 1]] - points[_OPPOSITE[:, 0]]).sum(axis=0))
    down = points[_LOWER].mean(axis=0) - points[_UPPER].mean(axis=0)
    down = _unit(down - right * (down @ right))
    return np.stack([right, down, -np.cross(right, down)])


def head_pose(axes: np.ndarray) -> HeadPose:
    """Angles of `head_axes`."""
    right, _, forward = axes
    return HeadPose(
        yaw_degrees=math.degrees(math.atan2(forward[0], -forward[2])),
        pitch_degrees=math.degrees(math.asin(max(-1.0, min(1.0, -forward[1])))),
        roll_degrees=math.degrees(math.atan2(right[1], right[0])),
    )


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is kept of a picture; its mesh is not."""

    at_ms: int
    faces: int
    pose: HeadPose | None


class FaceTally:
    """Collects the facts of one video and sums them up."""

    def __init__(self, *, frames_per_second: float) -> None:
        self._interval_ms = interval_ms(frames_per_second=frames_per_second)
        self._seen: list[_Seen] = []

    def add(self, at_ms: int, fact: FaceFact) -> None:
        self._seen.append(_Seen(at_ms, fact.faces, fact.pose))

    def summarise(self) -> Face:
        frames = len(self._seen)
        if not frames:
            missing = all_missing(
                Reason.NO_VIDEO, "presence_ratio", "several_faces_ratio", "yaw_sd_degrees", "pitch_sd_degrees"
            )
            return Face(frames=0, missing=missing)
        yaw_sd, pitch_sd, missing = self._movement()
        return Face(
            frames=frames,
            presence_ratio=sum(seen.faces > 0 for seen in self._seen) / frames,
            several_faces_ratio=sum(seen.faces > 1 for seen in self._seen) / frames,
            absent=self._spans([(seen.at_ms, seen.faces == 0) for seen in self._seen], ABSENT_AT_LEAST_MS),
            several=self._spans([(seen.at_ms, seen.faces > 1) for seen in self._seen], SEVERAL_AT_LEAST_MS),
            yaw_sd_degrees=yaw_sd,
            pitch_sd_degrees=pitch_sd,
            missing=missing,
        )

    def _spans(self, flags: list[tuple[int, bool]], minimum_ms: int) -> tuple[Span, ...]:
        return spans_where(flags, interval_ms=self._interval_ms, minimum_ms=minimum_ms)

    def _movement(self) -> tuple[float | None, float | None, dict[str, Reason]]:
        poses = [seen.pose for seen in self._seen if seen.pose is not None]
        reason = why_no_face_measure(
            frames=len(self._seen), seen=sum(seen.faces > 0 for seen in self._seen), with_mesh=len(poses)
        )
        if reason is not None:
            return None, None, all_missing(reason, "yaw_sd_degrees", "pitch_sd_degrees")
        yaw = float(np.std([pose.yaw_degrees for pose in poses]))
        return yaw, float(np.std([pose.pitch_degrees for pose in poses])), {}
