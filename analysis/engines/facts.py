"""What one picture showed: facts that frame engines hand to one another through ``facts``.

Axes of the picture, used for every vector here: x to the right of the picture, y down, z away from the
camera. A picture is what the camera saw (not mirrored), so the person's left is on the right of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in shares of the picture's width and height; it may reach beyond 0 or 1 at an edge."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def area(self) -> float:
        return self.width * self.height


@dataclass(frozen=True, slots=True)
class HeadPose:
    """Where the head points, in degrees from straight into the camera.

    ``yaw_degrees`` is positive when the face turns to the right of the picture, ``pitch_degrees`` when it
    turns up, ``roll_degrees`` when the head is tilted clockwise in the picture.
    """

    yaw_degrees: float
    pitch_degrees: float
    roll_degrees: float


@dataclass(frozen=True, slots=True, eq=False)
class FaceFact:
    """The faces of one picture, ``kind`` "face".

    ``faces`` counts all; the rest tells of the main (largest) face. ``landmarks`` is None where a face was
    seen but is too small or too far turned for the mesh. Its shape is (478, 3): x and y in shares of the
    picture's width and height, z in shares of the width. Numbers 468-477 are the irises. ``axes`` (3, 3)
    holds three unit vectors as rows: the face's own right-in-the-picture, its down, and where it points.
    """

    faces: int
    width: int  # of the picture, pixels
    height: int
    box: Box | None = None
    landmarks: np.ndarray | None = None
    pose: HeadPose | None = None
    axes: np.ndarray | None = None

    @property
    def present(self) -> bool:
        return self.faces > 0

    def pixels(self) -> np.ndarray:
        """Landmarks in pixels, shape (478, 3); raises `ValueError` without a mesh."""
        if self.landmarks is None:
            raise ValueError("This picture has no face mesh.")
        return self.landmarks * (self.width, self.height, self.width)

    def head_frame(self) -> np.ndarray:
        """Landmarks in pixels along the head's own axes (right, down, forward), shape (478, 3).

        Turning the head moves them little; a moving brow or mouth moves them as much as in the picture.
        Raises `ValueError` without a mesh.
        """
        if self.axes is None:
            raise ValueError("This picture has no head axes.")
        points = self.pixels()
        return (points - points.mean(axis=0)) @ self.axes.T
