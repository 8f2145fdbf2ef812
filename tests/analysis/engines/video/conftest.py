"""Engines and pictures of the video tests, made once."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from analysis.engines.base import VideoFrame
from analysis.engines.expression.geometry import GeometryExpressionEngine
from analysis.engines.face.mediapipe import MediapipeFaceEngine
from analysis.engines.facts import FaceFact
from analysis.engines.gaze.iris import IrisGazeEngine
from analysis.engines.posture.mediapipe import MediapipePostureEngine
from tests.analysis.engines.video import pictures


@pytest.fixture(scope="session")
def face_engine() -> MediapipeFaceEngine:
    engine = MediapipeFaceEngine()
    engine.load()
    return engine


@pytest.fixture(scope="session")
def gaze_engine() -> IrisGazeEngine:
    return IrisGazeEngine()


@pytest.fixture(scope="session")
def geometry_engine() -> GeometryExpressionEngine:
    return GeometryExpressionEngine()


@pytest.fixture(scope="session")
def posture_engine() -> MediapipePostureEngine:
    engine = MediapipePostureEngine()
    engine.load()
    return engine


@pytest.fixture(scope="session")
def look(face_engine):
    """A function from one picture to its face fact."""

    def fact_of(picture: np.ndarray) -> FaceFact:
        return face_engine.begin(frames_per_second=1.0).observe(VideoFrame(0, picture), {})

    return fact_of


@pytest.fixture(scope="session")
def portrait() -> np.ndarray:
    """A large face in the middle of a picture."""
    return pictures.one_face(x=140, y=0, factor=1.5)


@pytest.fixture(scope="session")
def portrait_fact(look, portrait) -> FaceFact:
    return look(portrait)


def _decoded(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


@pytest.fixture(scope="session")
def speakers() -> list[list[np.ndarray]]:
    """Every picture (25 a second) of the recorded speakers; skips where there are none."""
    found = pictures.clips()
    if not found:
        pytest.skip("the recorded speakers are not beside the repository")
    return [_decoded(path) for path in found]
