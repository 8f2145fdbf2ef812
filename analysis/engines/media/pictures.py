"""Pictures on their way from the decoder to the engines: a few a second, upright, small, RGB."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analysis.engines.base import VideoFrame
from analysis.engines.media.types import MediaError, MediaLimits

if TYPE_CHECKING:
    import numpy as np

# An encoder puts at most three frames that nothing else needs between two that are needed.
_MAX_DROPPABLE_RUN = 4


class FrameSampler:
    """Hands every picture that is due to ``on_frame``. Times are from ``zero``, the recording's start in seconds.

    ``pixel_ratio`` is width to height of one pixel: pictures of old cameras are stretched to look right.
    ``cut_at_ms`` ends a clip: pictures from there on are dropped.
    """

    def __init__(
        self,
        *,
        on_frame: Callable[[VideoFrame], None],
        frames_per_second: float,
        zero: float,
        max_width: int,
        limits: MediaLimits,
        pixel_ratio: float = 1.0,
        cut_at_ms: int | None = None,
    ) -> None:
        self._on_frame = on_frame
        self._interval_ms = 1000.0 / frames_per_second
        self._zero = zero
        self._max_width = max_width
        self._limits = limits
        self._pixel_ratio = pixel_ratio
        self._cut_at_ms = cut_at_ms
        self._due_ms = 0.0
        self.frames = 0

    def feed(self, frame: Any) -> None:
        """Take one decoded frame; most are dropped here, before any conversion."""
        if frame.time is None:
            return
        at_ms = (frame.time - self._zero) * 1000
        if at_ms < self._due_ms - 1:
            return
        if self._cut_at_ms is not None and at_ms >= self._cut_at_ms:
            return
        if at_ms > self._limits.max_duration_ms:
            raise MediaError("too_long")
        if frame.width * frame.height > self._limits.max_pixels:
            raise MediaError("too_large_picture")
        self._due_ms = (at_ms + 1) // self._interval_ms * self._interval_ms + self._interval_ms
        self.frames += 1
        self._on_frame(VideoFrame(at_ms=max(0, round(at_ms)), rgb=self._picture(frame)))

    def _picture(self, frame: Any) -> np.ndarray:
        import numpy as np

        width = frame.width * self._pixel_ratio
        scale = min(1.0, self._max_width / width)
        small = frame.reformat(width=_even(width * scale), height=_even(frame.height * scale), format="rgb24")
        picture = small.to_ndarray()
        turns = round(frame.rotation / 90) % 4
        return np.ascontiguousarray(np.rot90(picture, turns)) if turns else picture


def prepare_decoder(stream: Any, *, frames_per_second: float, limits: MediaLimits) -> None:
    """Set the stream's decoder up: threads, a bound on the picture, and no work on frames nobody will see."""
    context = stream.codec_context
    context.thread_type = "AUTO"
    context.options = {"max_pixels": str(limits.max_pixels)}
    if stream.average_rate and float(stream.average_rate) >= _MAX_DROPPABLE_RUN * frames_per_second:
        context.skip_frame = "NONREF"


def pixel_ratio_of(stream: Any) -> float:
    """Width to height of one pixel; 1 where the file says nothing or nonsense."""
    ratio = float(stream.sample_aspect_ratio or 1)
    return ratio if 0.5 <= ratio <= 2.0 else 1.0


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)
