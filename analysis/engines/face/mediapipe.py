"""Faces by mediapipe's face mesh with irises and its full-range face detector (models in the package)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from analysis.engines.base import VideoFrame
from analysis.engines.face.base import FaceTally, head_axes, head_pose
from analysis.engines.facts import Box, FaceFact
from analysis.engines.mediapipe_graphs import PictureGraph, mediapipe_version, points
from analysis.engines.results import Face

# Side of the cut-out around a small face, in sizes of its box, and the smallest worth looking at.
_SURROUNDINGS = 2.5
_FEWEST_PIXELS = 32


class MediapipeFaceEngine:
    """Finds faces, the mesh of the main one and where its head points.

    The mesh runs in still-picture mode: at two pictures a second it costs what tracking costs, loses no
    face that moved between two samples, finds no face twice, and carries nothing from one answer to the
    next. Its own detector misses faces under a tenth of the picture's width, so some ``counts_per_second``
    pictures, and every picture without a mesh, also go through the full-range detector; a lone small face
    then gets its mesh from a cut-out around it. With ``counts_per_second`` None only pictures without a mesh do.
    """

    name: ClassVar[str] = "mediapipe_face_mesh"
    provides: ClassVar[str] = "face"
    requires: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self, *, max_faces: int = 4, min_confidence: float = 0.5, counts_per_second: float | None = 1.0
    ) -> None:
        if max_faces < 2 or (counts_per_second is not None and not counts_per_second > 0):
            raise ValueError("counts_per_second must be positive and max_faces 2 or more")
        self._counts_per_second = counts_per_second
        self._parameters = {
            "max_faces": max_faces,
            "min_confidence": min_confidence,
            "counts_per_second": counts_per_second,
        }
        self._mesh = PictureGraph(lambda: _face_mesh(max_faces=max_faces, min_confidence=min_confidence))
        self._detector = PictureGraph(lambda: _face_detector(min_confidence=min_confidence))

    @property
    def version(self) -> str:
        return mediapipe_version()

    @property
    def parameters(self) -> Mapping[str, Any]:
        return dict(self._parameters)

    def load(self) -> None:
        """Open both models now; raises `EngineError` when they cannot be."""
        self._mesh.load()
        self._detector.load()

    def begin(self, *, frames_per_second: float) -> MediapipeFacePass:
        """A fresh pass; raises `ValueError` for a rate that is not positive."""
        return MediapipeFacePass(
            mesh=self._mesh,
            detector=self._detector,
            count_every=self._count_every(frames_per_second),
            tally=FaceTally(frames_per_second=frames_per_second),
        )

    def _count_every(self, frames_per_second: float) -> int | None:
        if self._counts_per_second is None:
            return None
        return max(1, round(frames_per_second / self._counts_per_second))


class MediapipeFacePass:
    """One video's way through the face engine."""

    def __init__(
        self, *, mesh: PictureGraph, detector: PictureGraph, count_every: int | None, tally: FaceTally
    ) -> None:
        self._mesh = mesh
        self._detector = detector
        self._count_every = count_every
        self._tally = tally
        self._pictures = 0
        self._last_count = 0

    def observe(self, frame: VideoFrame, facts: Mapping[str, Any]) -> FaceFact:
        """The faces of one picture; raises `EngineError` for a picture that is none."""
        fact = self._look(frame.rgb)
        self._tally.add(frame.at_ms, fact)
        self._pictures += 1
        return fact

    def summarise(self) -> Face:
        return self._tally.summarise()

    def _look(self, rgb: np.ndarray) -> FaceFact:
        height, width = rgb.shape[:2]
        meshes = self._meshes(rgb)
        main_box = None
        counts = self._count_every is not None and self._pictures % self._count_every == 0
        if not meshes or counts:
            boxes = [_box_of(found) for found in self._detector.process(rgb).detections or ()]
            self._last_count = len(boxes)
            main_box = max(boxes, key=lambda box: box.area, default=None)
        if not meshes and main_box is not None:
            meshes = self._meshes_near(rgb, main_box)
        if not meshes:
            return FaceFact(faces=self._last_count, width=width, height=height, box=main_box)
        main = max(meshes, key=lambda mesh: _box_around(mesh).area)
        axes = head_axes(main * (width, height, width))
        return FaceFact(
            faces=max(len(meshes), self._last_count),
            width=width,
            height=height,
            box=_box_around(main),
            landmarks=main,
            pose=head_pose(axes),
            axes=axes,
        )

    def _meshes(self, rgb: np.ndarray) -> list[np.ndarray]:
        return [points(found) for found in self._mesh.process(rgb).multi_face_landmarks or ()]

    def _meshes_near(self, rgb: np.ndarray, box: Box) -> list[np.ndarray]:
        """Meshes in the surroundings of a face that is too small for the mesh's own detector."""
        height, width = rgb.shape[:2]
        across, along = box.centre
        half = _SURROUNDINGS * max(box.width * width, box.height * height) / 2
        left, right = (int(np.clip(across * width + side, 0, width)) for side in (-half, half))
        top, bottom = (int(np.clip(along * height + side, 0, height)) for side in (-half, half))
        if right - left < _FEWEST_PIXELS or bottom - top < _FEWEST_PIXELS:
            return []
        within = np.array([(right - left) / width, (bottom - top) / height, (right - left) / width])
        offset = np.array([left / width, top / height, 0.0])
        return [mesh * within + offset for mesh in self._meshes(rgb[top:bottom, left:right])]


def _box_around(mesh: np.ndarray) -> Box:
    left, top = mesh[:, :2].min(axis=0)
    right, bottom = mesh[:, :2].max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))


def _box_of(detection: Any) -> Box:
    found = detection.location_data.relative_bounding_box
    return Box(found.xmin, found.ymin, found.xmin + found.width, found.ymin + found.height)


def _face_mesh(*, max_faces: int, min_confidence: float) -> Any:
    import mediapipe

    return mediapipe.solutions.face_mesh.FaceMesh(
        static_image_mode=True,
        max_num_faces=max_faces,
        refine_landmarks=True,
        min_detection_confidence=min_confidence,
    )


def _face_detector(*, min_confidence: float) -> Any:
    import mediapipe

    # 1 is the full-range model: faces up to five metres away.
    return mediapipe.solutions.face_detection.FaceDetection(model_selection=1, min_detection_confidence=min_confidence)
