"""The sound of one recording: 16 kHz, mono, 16 bit, in a raw file beside the job."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


SAMPLE_RATE = 16_000
_BYTES = 2
_FULL_SCALE = 32_768.0


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """Samples in a raw little-endian file, read in pieces so that a long answer needs no more memory.

    Every reader returns float32 between -1 and 1, shape (samples,).
    """

    path: Path
    samples: int
    sample_rate: int = SAMPLE_RATE

    @classmethod
    def store(cls, samples: np.ndarray, *, path: Path) -> AudioTrack:
        """Write float samples (-1 to 1, 16 kHz, shape (n,)) to ``path`` and return the track; louder is clipped."""
        import numpy as np

        scaled = np.clip(np.asarray(samples, dtype=np.float64) * _FULL_SCALE, -_FULL_SCALE, _FULL_SCALE - 1)
        scaled.round().astype("<i2").tofile(path)
        return cls(path=path, samples=len(scaled))

    @property
    def duration_ms(self) -> int:
        return round(self.samples * 1000 / self.sample_rate)

    def array(self) -> np.ndarray:
        """The whole track: 3.8 MB a minute."""
        return self._read(0, self.samples)

    def slice(self, start_ms: int, end_ms: int) -> np.ndarray:
        """The samples from ``start_ms`` to ``end_ms``, cut to what there is."""
        return self._read(self._sample_at(start_ms), self._sample_at(end_ms))

    def blocks(self, length_ms: int) -> Iterator[tuple[int, np.ndarray]]:
        """Consecutive (start_ms, samples) blocks of ``length_ms``; the last one is shorter."""
        for start_ms in range(0, self.duration_ms, length_ms):
            yield start_ms, self.slice(start_ms, start_ms + length_ms)

    def _sample_at(self, at_ms: int) -> int:
        return min(self.samples, max(0, at_ms * self.sample_rate // 1000))

    def _read(self, start: int, end: int) -> np.ndarray:
        import numpy as np

        count = max(0, end - start)
        raw = np.fromfile(self.path, dtype="<i2", count=count, offset=start * _BYTES)
        return raw.astype(np.float32) / np.float32(_FULL_SCALE)
