"""Pictures for the tests: one real photograph of a face, moved, turned, painted on and pasted together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import skimage.data
from scipy.interpolate import LinearNDInterpolator

from analysis.engines.base import FrameEngine, VideoFrame
from analysis.engines.facts import FaceFact

WIDTH, HEIGHT = 640, 360
GREY = 100

_LEFT_EYE = (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7)
_RIGHT_EYE = (362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382)
_IRIS_RADIUS = 0.205  # of the eye's width


def face_photo() -> np.ndarray:
    """Head and collar, 240 x 240."""
    return skimage.data.astronaut()[0:240, 100:340]


def body_photo() -> np.ndarray:
    """Head, shoulders and chest, 360 x 360."""
    return cv2.resize(skimage.data.astronaut(), (360, 360), interpolation=cv2.INTER_AREA)


def blank(*, level: int = GREY) -> np.ndarray:
    return np.full((HEIGHT, WIDTH, 3), level, dtype=np.uint8)


def noise(*, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)


def paste(*pieces: tuple[np.ndarray, int, int], onto: np.ndarray | None = None) -> np.ndarray:
    """Each (picture, x, y) on a grey picture; what lies outside is cut off."""
    canvas = blank() if onto is None else onto.copy()
    for piece, x, y in pieces:
        left, top = max(x, 0), max(y, 0)
        right, bottom = min(x + piece.shape[1], WIDTH), min(y + piece.shape[0], HEIGHT)
        canvas[top:bottom, left:right] = piece[top - y : bottom - y, left - x : right - x]
    return canvas


def scaled(picture: np.ndarray, factor: float) -> np.ndarray:
    method = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    return cv2.resize(picture, None, fx=factor, fy=factor, interpolation=method)


def rotated(picture: np.ndarray, degrees: float) -> np.ndarray:
    """Clockwise for positive degrees, about the middle."""
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return cv2.warpAffine(picture, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)


def mirrored(picture: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(picture[:, ::-1])


def darkened(picture: np.ndarray, factor: float) -> np.ndarray:
    return (picture * factor).astype(np.uint8)


def one_face(*, x: int = 200, y: int = 60, factor: float = 1.2) -> np.ndarray:
    return paste((scaled(face_photo(), factor), x, y))


def two_faces(*, second: float = 1.0) -> np.ndarray:
    return paste((face_photo(), 30, 60), (mirrored(scaled(face_photo(), second)), 370, 80))


def turned(picture: np.ndarray, fact: FaceFact, *, right: float = 0.0, up: float = 0.0) -> np.ndarray:
    """The same face with its mesh turned by degrees to the right of the picture and up."""
    points = fact.pixels()[:468]
    centre = points[[33, 263, 1, 152, 234, 454]].mean(axis=0)
    across, along = np.radians([right, up])
    about_vertical = np.array([[np.cos(across), 0, -np.sin(across)], [0, 1, 0], [np.sin(across), 0, np.cos(across)]])
    about_horizontal = np.array([[1, 0, 0], [0, np.cos(along), np.sin(along)], [0, -np.sin(along), np.cos(along)]])
    moved = (points - centre) @ (about_vertical @ about_horizontal).T + centre
    return reshaped(picture, points, moved)


def with_mouth(fact: FaceFact, *, wider: float = 0.0, higher: float = 0.0) -> FaceFact:
    """The same mesh with the corners of its mouth moved outwards and up, in eye-corner distances."""
    landmarks = np.array(fact.landmarks)
    unit = float(np.linalg.norm((fact.pixels()[33] - fact.pixels()[263])[:2]))
    for number, side in ((61, -1), (291, 1)):
        landmarks[number, 0] += side * wider * unit / 2 / fact.width
        landmarks[number, 1] -= higher * unit / fact.height
    return replace(fact, landmarks=landmarks)


def with_brows(fact: FaceFact, *, higher: float) -> FaceFact:
    """The same mesh with the brows moved up, in eye-corner distances."""
    landmarks = np.array(fact.landmarks)
    unit = float(np.linalg.norm((fact.pixels()[33] - fact.pixels()[263])[:2]))
    landmarks[[105, 334, 107, 336, 70, 300], 1] -= higher * unit / fact.height
    return replace(fact, landmarks=landmarks)


def reshaped(picture: np.ndarray, points: np.ndarray, moved: np.ndarray) -> np.ndarray:
    """Pull ``points`` to ``moved`` (pixels), the picture's edge staying where it is."""
    height, width = picture.shape[:2]
    edge = [
        (x, y)
        for x in np.linspace(0, width - 1, 5)
        for y in np.linspace(0, height - 1, 5)
        if x in (0, width - 1) or y in (0, height - 1)
    ]
    source = LinearNDInterpolator(np.vstack([moved[:, :2], edge]), np.vstack([points[:, :2], edge]))
    across, along = np.meshgrid(np.arange(width), np.arange(height))
    wanted = source(across, along).astype(np.float32)
    return cv2.remap(picture, wanted[..., 0], wanted[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def looking(picture: np.ndarray, fact: FaceFact, *, right: float = 0.0, down: float = 0.0) -> np.ndarray:
    """The same face with painted eyes, irises moved from where they are by shares of the eye's width."""
    points = fact.pixels()[:, :2]
    painted = picture.astype(np.float64)
    for outline, iris in ((_LEFT_EYE, 468), (_RIGHT_EYE, 473)):
        width = float(np.linalg.norm(points[outline[8]] - points[outline[0]]))
        middle = points[iris] + np.array([right, down]) * width
        layer = np.full_like(picture, 215)
        _disc(layer, middle, radius=_IRIS_RADIUS * width, colour=(90, 70, 55))
        _disc(layer, middle, radius=0.45 * _IRIS_RADIUS * width, colour=(15, 12, 10))
        mask = np.zeros(picture.shape[:2], dtype=np.uint8)
        cv2.fillPoly(mask, [points[list(outline)].round().astype(np.int32)], 255)
        share = cv2.GaussianBlur(mask, (0, 0), 1)[..., None] / 255
        painted = painted * (1 - share) + layer * share
    return painted.astype(np.uint8)


def _disc(layer: np.ndarray, middle: np.ndarray, *, radius: float, colour: tuple[int, int, int]) -> None:
    x, y = (round(16 * value) for value in middle)
    cv2.circle(layer, (x, y), round(16 * radius), colour, -1, cv2.LINE_AA, 4)


def frames(pictures: Iterable[np.ndarray], *, frames_per_second: float = 2.0) -> Iterator[VideoFrame]:
    for number, picture in enumerate(pictures):
        yield VideoFrame(at_ms=round(number * 1000 / frames_per_second), rgb=picture)


def watch(
    engines: Sequence[FrameEngine], pictures: Iterable[np.ndarray], *, frames_per_second: float = 2.0
) -> Mapping[str, Any]:
    """Run engines, in this order, over pictures; the result of each by its kind."""
    passes = {engine.provides: engine.begin(frames_per_second=frames_per_second) for engine in engines}
    for frame in frames(pictures, frames_per_second=frames_per_second):
        facts: dict[str, Any] = {}
        for kind, under_way in passes.items():
            facts[kind] = under_way.observe(frame, facts)
    return {kind: under_way.summarise() for kind, under_way in passes.items()}


def clips() -> list[Path]:
    """Recorded speakers beside the repository; an empty list where they are not."""
    return sorted((Path(__file__).parents[5] / "shared" / "media" / "video").glob("*.mpg"))
