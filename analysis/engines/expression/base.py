"""What every expression engine shares: the moving points of a face, and the sum over a video.

Only what a face shows is described. Nothing here or in its engines computes age, gender or race.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.engines.facts import FaceFact
from analysis.engines.results import Expression, ExpressionSample
from analysis.engines.sampling import all_missing, one_a_second, why_no_face_measure

NEUTRAL = "neutral"
# A picture smiles from this value of `ExpressionSample.smile`.
SMILES_FROM = 0.5

# Mesh points that expression and speech move: mouth, brows, lids, and beside the mouth.
_MOVING = np.array([61, 291, 0, 17, 13, 14, 78, 308, 40, 270, 91, 321, 105, 334, 107, 336, 70, 300, 159, 145, 386, 374])
_OUTER_EYE_CORNERS = (33, 263)
# Spread of the moving points, in distances between the outer eye corners. A still photograph, moved,
# rotated and with noise added, measures 0.009; one read sentence 0.011 to 0.018. 0.03 is twice a lively
# reading. Our own scale: no published norm has this unit.
_STILL_BELOW = 0.008
_LIVELY_FROM = 0.030

_MEASURES = ("dominant", "shares", "smile_ratio", "animation")


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One picture. ``label`` and ``smile`` (0-1) are None where no face can be measured.

    ``shape`` is that of the moving points, (n, 2), in the head's axes and in eye-corner distances.
    """

    at_ms: int
    face: bool
    label: str | None = None
    smile: float | None = None
    shape: np.ndarray | None = field(default=None, repr=False)

    def sample(self) -> ExpressionSample:
        return ExpressionSample(self.at_ms, self.label, self.smile)


def scaled_head_frame(fact: FaceFact) -> np.ndarray:
    """The mesh along the head's axes, (478, 3), in distances between the outer eye corners."""
    points = fact.head_frame()
    left, right = (points[corner] for corner in _OUTER_EYE_CORNERS)
    return points / max(float(np.linalg.norm(right - left)), 1e-6)


def moving_shape(scaled: np.ndarray) -> np.ndarray:
    """The moving points of a `scaled_head_frame`, placed by the eye corners, shape (n, 2)."""
    middle = scaled[list(_OUTER_EYE_CORNERS)].mean(axis=0)
    return (scaled[_MOVING] - middle)[:, :2]


def animation_of(shapes: Sequence[np.ndarray]) -> float:
    """How much the face moved beyond the head's own movement, 0 (a photograph) to 1 (very lively).

    The spread of the moving points around their medians; it does not depend on the sampling rate.
    """
    stack = np.stack(shapes)
    away = ((stack - np.median(stack, axis=0)) ** 2).sum(axis=2)
    spread = float(np.sqrt(away).mean())
    return float(np.clip((spread - _STILL_BELOW) / (_LIVELY_FROM - _STILL_BELOW), 0.0, 1.0))


def sum_up(pictures: Sequence[Shown], *, method: str) -> Expression:
    """The expression of a video. Shares are of the pictures that have a label."""
    frames = len(pictures)
    labelled = [picture for picture in pictures if picture.label is not None]
    seen = sum(picture.face for picture in pictures)
    reason = why_no_face_measure(frames=frames, seen=seen, with_mesh=len(labelled))
    if reason is not None:
        return Expression(frames=frames, method=method, missing=all_missing(reason, *_MEASURES))
    counts = Counter(picture.label for picture in labelled if picture.label is not None)
    smiles = [picture.smile for picture in labelled if picture.smile is not None]
    shapes = [picture.shape for picture in labelled if picture.shape is not None]
    animation_reason = why_no_face_measure(frames=frames, seen=seen, with_mesh=len(shapes))
    return Expression(
        frames=frames,
        method=method,
        dominant=counts.most_common(1)[0][0],
        shares={label: count / len(labelled) for label, count in counts.most_common()},
        smile_ratio=sum(smile >= SMILES_FROM for smile in smiles) / len(smiles) if smiles else None,
        animation=animation_of(shapes) if animation_reason is None else None,
        timeline=one_a_second([picture.sample() for picture in pictures]),
        missing=all_missing(animation_reason, "animation") if animation_reason is not None else {},
    )
