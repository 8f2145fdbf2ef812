"""Sound on its way from the decoder to the raw file of an `AudioTrack`."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from analysis.engines.media.track import SAMPLE_RATE, AudioTrack
from analysis.engines.media.types import MediaError

# A browser recording leaves holes where the microphone dropped out. Smaller ones are timestamp jitter.
MAX_JITTER_SECONDS = 0.1


class AudioWriter:
    """Resamples frames to 16 kHz mono and appends them to a file, with silence where time is missing.

    ``zero`` is the recording's start in seconds on the container's clock, so that sound which begins after
    the pictures begins after them here too. With ``cut_at_ms`` the track is a clip: what lies before ``zero`` and
    after that length is left out, to the sample.
    """

    def __init__(self, *, path: Path, zero: float, max_duration_ms: int, cut_at_ms: int | None = None) -> None:
        self._path = path
        self._file = path.open("wb")
        self._zero = zero
        self._max_samples = max_duration_ms * SAMPLE_RATE // 1000
        self._resampler: Any | None = None
        self._clock = 0.0  # seconds of the recording that the frames so far cover
        self._samples = 0
        self._cut_at = None if cut_at_ms is None else cut_at_ms * SAMPLE_RATE // 1000
        self._skip = 0  # samples before the clip that are still to be dropped

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def feed(self, frame: Any) -> None:
        """Take one decoded frame. Raises `MediaError` "too_long" past the limit."""
        if frame.time is not None:
            at = frame.time - self._zero
            if self._cut_at is not None and at < 0 and not self._enter_clip(at, frame):
                return
            self._fill_until(at)
        self._clock += frame.samples / frame.sample_rate
        self._write(self._resample(frame))

    def finish(self) -> AudioTrack | None:
        """Close the file and return the track, or None when no sound came."""
        self._flush()
        self._file.close()
        return AudioTrack(path=self._path, samples=self._samples) if self._samples else None

    def _enter_clip(self, at: float, frame: Any) -> bool:
        """Whether a frame that begins before the clip reaches into it; the part before is marked to be dropped."""
        if at + frame.samples / frame.sample_rate <= 0:
            return False
        if self._samples == 0 and self._skip == 0:
            self._skip, self._clock = round(-at * SAMPLE_RATE), at
        return True

    def _fill_until(self, at_seconds: float) -> None:
        gap = at_seconds - self._clock
        if gap <= MAX_JITTER_SECONDS:
            return
        self._flush()
        missing = round(at_seconds * SAMPLE_RATE) - self._samples
        if self._cut_at is not None:
            missing = min(missing, self._cut_at - self._samples)
        self._reserve(missing)
        for start in range(0, missing, SAMPLE_RATE):
            self._file.write(bytes(2 * min(SAMPLE_RATE, missing - start)))
        self._clock = at_seconds

    def _resample(self, frame: Any) -> list[Any]:
        try:
            return self._open_resampler().resample(frame)
        except ValueError:  # the stream changed its layout or rate half-way
            self._flush()
            return self._open_resampler().resample(frame)

    def _open_resampler(self) -> Any:
        from av import AudioResampler

        if self._resampler is None:
            self._resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        return self._resampler

    def _flush(self) -> None:
        if self._resampler is not None:
            self._write(self._resampler.resample(None))
            self._resampler = None

    def _write(self, frames: list[Any]) -> None:
        for frame in frames:
            samples = frame.to_ndarray().astype("<i2").reshape(-1)
            dropped = min(self._skip, len(samples))
            self._skip -= dropped
            room = None if self._cut_at is None else max(0, self._cut_at - self._samples)
            samples = samples[dropped:][:room]
            self._reserve(len(samples))
            self._file.write(samples.tobytes())

    def _reserve(self, samples: int) -> None:
        self._samples += max(0, samples)
        if self._samples > self._max_samples:
            raise MediaError("too_long")
