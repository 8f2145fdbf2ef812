"""Expression by DeepFace's emotion model, run by onnxruntime on weights the user has put in place.

Trained on FER2013, where its kind reaches some 57 % of seven classes: its labels are weak evidence.
Only the emotion model is used; age, gender and race are never computed.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from analysis.engines.base import EngineError, ModelMissingError, VideoFrame
from analysis.engines.expression.base import Shown, moving_shape, scaled_head_frame, sum_up
from analysis.engines.facts import Box, FaceFact
from analysis.engines.results import Expression, ExpressionSample

METHOD = "deepface"
WEIGHTS_NAME = "facial_expression_model_weights.onnx"
INPUT_SHAPE = (48, 48, 1)
# FER2013's faces show brow to chin with a little around them.
_MARGIN = 0.1


def weights_path(*, home: Path | None = None) -> Path:
    """Where DeepFace looks for the emotion weights: under ``home``, else DEEPFACE_HOME, else the user's home."""
    root = home or Path(os.environ.get("DEEPFACE_HOME") or Path.home())
    return root / ".deepface" / "weights" / WEIGHTS_NAME


class DeepfaceExpressionEngine:
    """Labels each picture with the likeliest of DeepFace's seven emotions.

    Nothing is ever downloaded: without the weights, or with a file that is not this model, `load` raises
    `ModelMissingError`. DeepFace reads its folder from the environment, so a ``home`` given here is set as
    DEEPFACE_HOME for the process when loading.
    """

    name: ClassVar[str] = METHOD
    provides: ClassVar[str] = "expression"
    requires: ClassVar[frozenset[str]] = frozenset({"face"})

    def __init__(self, *, home: Path | None = None) -> None:
        self._home = home
        self._client: Any = None
        self._labels: tuple[str, ...] = ()
        self._lock = threading.Lock()

    @property
    def version(self) -> str:
        return version("deepface")

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"weights": WEIGHTS_NAME, "margin": _MARGIN}

    def load(self) -> None:
        """Open the model; raises `ModelMissingError` when it is absent or another model."""
        with self._lock:
            if self._client is None:
                self._client, self._labels = _open_model(home=self._home)

    def begin(self, *, frames_per_second: float) -> DeepfaceExpressionPass:
        """A fresh pass; loads the model when `load` was not called before."""
        self.load()
        return DeepfaceExpressionPass(client=self._client, labels=self._labels)


class DeepfaceExpressionPass:
    def __init__(self, *, client: Any, labels: tuple[str, ...]) -> None:
        self._client = client
        self._labels = labels
        self._pictures: list[Shown] = []

    def observe(self, frame: VideoFrame, facts: Mapping[str, Any]) -> ExpressionSample:
        """The picture's emotion; its smile is the share given to "happy"."""
        shown = self._look(frame, facts["face"])
        self._pictures.append(shown)
        return shown.sample()

    def summarise(self) -> Expression:
        return sum_up(self._pictures, method=METHOD)

    def _look(self, frame: VideoFrame, fact: FaceFact) -> Shown:
        crop = None if fact.landmarks is None or fact.box is None else face_crop(frame.rgb, fact.box)
        if crop is None:
            return Shown(frame.at_ms, face=fact.present)
        shares = self._shares(crop)
        return Shown(
            frame.at_ms,
            face=True,
            label=max(shares, key=shares.__getitem__),
            smile=shares["happy"],
            shape=moving_shape(scaled_head_frame(fact)),
        )

    def _shares(self, crop: np.ndarray) -> dict[str, float]:
        """Each emotion's share for one RGB cut-out, prepared the way ``DeepFace.analyze`` prepares it."""
        from deepface.modules import preprocessing

        picture = preprocessing.resize_image(img=np.ascontiguousarray(crop[:, :, ::-1]), target_size=(224, 224))
        found = np.asarray(self._client.predict(picture), dtype=np.float64).ravel()
        if found.shape != (len(self._labels),) or not np.isfinite(found).all() or found.sum() <= 0:
            raise EngineError("The emotion model gave no usable answer.")
        return dict(zip(self._labels, (found / found.sum()).tolist(), strict=True))


def face_crop(rgb: np.ndarray, box: Box) -> np.ndarray | None:
    """The square around a face box with a margin, held inside the picture; None when nothing is left of it."""
    height, width = rgb.shape[:2]
    across, along = box.centre
    side = max(box.width * width, box.height * height) * (1 + 2 * _MARGIN)
    left, right = (round(across * width + half) for half in (-side / 2, side / 2))
    top, bottom = (round(along * height + half) for half in (-side / 2, side / 2))
    crop = rgb[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    return crop if min(crop.shape[:2]) >= 2 else None


def _open_model(*, home: Path | None) -> tuple[Any, tuple[str, ...]]:
    path = weights_path(home=home)
    if not path.is_file():
        raise ModelMissingError(f"The emotion weights {WEIGHTS_NAME} are not in {path.parent}.")
    if home is not None:
        os.environ["DEEPFACE_HOME"] = str(home)
    os.environ.setdefault("DEEPFACE_BACKEND_ENGINE", "onnx")
    try:
        from deepface.models.demography.DemographyUtils import EMOTION_LABELS
        from deepface.models.demography.onnx.Emotion import EmotionClient

        client = EmotionClient()
    except (ImportError, ValueError) as error:
        raise ModelMissingError(f"{WEIGHTS_NAME} could not be opened: {error}") from error
    _check_signature(client.model, labels=len(EMOTION_LABELS))
    return client, tuple(EMOTION_LABELS)


def _check_signature(session: Any, *, labels: int) -> None:
    """The graph takes (n, 48, 48, 1) and gives (n, labels), or it is another model."""
    taken, given = session.get_inputs(), session.get_outputs()
    if len(taken) != 1 or tuple(taken[0].shape[1:]) != INPUT_SHAPE or given[0].shape[-1] != labels:
        raise ModelMissingError(f"{WEIGHTS_NAME} is not an emotion model of seven classes.")
