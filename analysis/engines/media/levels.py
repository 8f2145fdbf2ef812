"""How loud a track is, and where it is loud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.engines.media.track import AudioTrack
from analysis.engines.results import Span

if TYPE_CHECKING:
    import numpy as np

FRAME_MS = 20
_BLOCK_MS = 60_000
_SILENCE_DB = -100.0

# A syllable is looked for within 25 dB of the loudest parts (de Jong & Wempe 2009, Behavior Research Methods 41).
BELOW_PEAK_DB = 25.0
# Quieter than this below full scale is a closed microphone or the hiss of the sound card.
ABSOLUTE_FLOOR_DB = -55.0


def frame_levels_db(track: AudioTrack) -> np.ndarray:
    """RMS level of each 20 ms frame in dB below full scale, shape (frames,); -100 for digital silence."""
    import numpy as np

    blocks = [_levels(samples, track.sample_rate) for _, samples in track.blocks(_BLOCK_MS)]
    return np.concatenate(blocks) if blocks else np.empty(0, dtype=np.float32)


def level_db(track: AudioTrack) -> float | None:
    """Median frame level in dB below full scale, or None for a track shorter than one frame."""
    import numpy as np

    levels = frame_levels_db(track)
    return float(np.median(levels)) if len(levels) else None


def loud_spans(track: AudioTrack, *, min_gap_ms: int = 250, min_length_ms: int = 100) -> tuple[Span, ...]:
    """Stretches louder than 25 dB below the track's loud parts; gaps under ``min_gap_ms`` are bridged.

    Knows level only: a steady noise is one long span. Use voice activity where there is one.
    """
    import numpy as np

    levels = frame_levels_db(track)
    if not len(levels):
        return ()
    threshold = max(float(np.percentile(levels, 95)) - BELOW_PEAK_DB, ABSOLUTE_FLOOR_DB)
    spans = _runs(levels > threshold)
    return tuple(span for span in _bridge(spans, min_gap_ms) if span.length_ms >= min_length_ms)


def _levels(samples: np.ndarray, sample_rate: int) -> np.ndarray:
    import numpy as np

    size = sample_rate * FRAME_MS // 1000
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    power = np.mean(np.square(frames, dtype=np.float64), axis=1)
    floor = 10 ** (_SILENCE_DB / 10)
    return (10 * np.log10(np.maximum(power, floor))).astype(np.float32)


def _runs(loud: np.ndarray) -> list[Span]:
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([0], loud.astype(np.int8), [0]))))
    return [
        Span(int(start) * FRAME_MS, int(end) * FRAME_MS) for start, end in zip(edges[::2], edges[1::2], strict=True)
    ]


def _bridge(spans: list[Span], min_gap_ms: int) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.start_ms - joined[-1].end_ms < min_gap_ms:
            joined[-1] = Span(joined[-1].start_ms, span.end_ms)
        else:
            joined.append(span)
    return joined
