"""Running mediapipe's graphs on single pictures: made once, quietly, and safe to call from several threads."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from importlib.metadata import version
from typing import Any

import numpy as np

from analysis.engines.base import EngineError

# Lines of information and warning that mediapipe 0.10.21 writes straight to file descriptor 2 when a graph
# opens. Its log library is never initialised from Python, so no environment variable stops them.
_CHATTER = re.compile(rb"^(INFO: |WARNING: All log messages before absl|[IW]\d{4} )")
_descriptor_lock = threading.Lock()


@contextmanager
def native_chatter_dropped() -> Iterator[None]:
    """Drop native information and warning lines written to standard error meanwhile.

    Every other line (errors, a traceback of another thread) is written out on leaving.
    """
    with _descriptor_lock, tempfile.TemporaryFile() as caught:
        sys.stderr.flush()
        saved = os.dup(2)
        os.dup2(caught.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(saved, 2)
            os.close(saved)
            caught.seek(0)
            for line in caught:
                if not _CHATTER.match(line):
                    os.write(2, line)


class PictureGraph:
    """One mediapipe solution in still-picture mode, so that no picture influences the next.

    ``make`` builds the solution object; it runs on first use. Raises `EngineError` when mediapipe cannot be
    imported, its model cannot be opened, or a picture cannot be processed.
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._solution: Any = None
        self._has_seen = False
        self._lock = threading.Lock()

    def load(self) -> None:
        """Open the graph and pass one grey picture through it, so that models are read now."""
        with self._lock:
            if self._solution is not None:
                return
            try:
                with native_chatter_dropped():
                    solution = self._make()
                    solution.process(np.full((64, 64, 3), 128, dtype=np.uint8))
            except (ImportError, OSError, RuntimeError, ValueError) as error:
                raise EngineError(f"mediapipe could not be started: {error}") from error
            self._solution = solution

    def process(self, rgb: np.ndarray, **more: Any) -> Any:
        """mediapipe's result for one RGB uint8 picture, shape (height, width, 3); ``more`` is for the solution."""
        if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or 0 in rgb.shape:
            raise EngineError(f"A picture must be RGB uint8 (height, width, 3), not {rgb.dtype} {rgb.shape}.")
        self.load()
        with self._lock:
            # A last line of chatter comes with the first picture that shows something.
            quiet = nullcontext() if self._has_seen else native_chatter_dropped()
            self._has_seen = True
            try:
                with quiet:
                    return self._solution.process(np.ascontiguousarray(rgb), **more)
            except (RuntimeError, ValueError) as error:
                raise EngineError(f"mediapipe could not process a picture: {error}") from error


def mediapipe_version() -> str:
    """The installed version, without importing the package."""
    return version("mediapipe")


def points(landmarks: Any) -> np.ndarray:
    """A mediapipe landmark list as an array (n, 3)."""
    return np.array([(point.x, point.y, point.z) for point in landmarks.landmark], dtype=np.float64)
