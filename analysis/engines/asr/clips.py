"""Speech cut into clips that fit a recogniser's window, and the way back from clip time to recording time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from analysis.engines.media import AudioTrack
from analysis.engines.results import Span

# Whisper's window is 30 s; two seconds are left for the last word.
MAX_CLIP_MS = 28_000
# Sound kept around speech: plosives and breathy ends lie outside what voice activity marks.
PAD_MS = 200
# A pause longer than this is shortened to the padding on both sides; shorter ones carry rhythm and stay.
LONGEST_KEPT_PAUSE_MS = 1_000


@dataclass(frozen=True)
class Clip:
    """Pieces of the recording played one after another. ``pieces`` are in order and do not overlap."""

    pieces: tuple[Span, ...]

    @property
    def length_ms(self) -> int:
        return sum(piece.length_ms for piece in self.pieces)

    def samples(self, track: AudioTrack) -> np.ndarray:
        """Float32 samples of the clip, shape (n,)."""
        return np.concatenate([track.slice(piece.start_ms, piece.end_ms) for piece in self.pieces])

    def to_recording(self, start_ms: float, end_ms: float) -> Span:
        """The stretch of the recording that a stretch of the clip came from.

        One that lies across a joint keeps its larger part.
        """
        first, last = self._piece_at(start_ms), self._piece_at(end_ms, closing=True)
        if first != last:
            joint = self._offsets[last]
            first = last = first if joint - start_ms >= end_ms - joint else last
        piece, offset = self.pieces[first], self._offsets[first]
        start = min(max(piece.start_ms, piece.start_ms + round(start_ms - offset)), piece.end_ms)
        end = min(max(start, piece.start_ms + round(end_ms - offset)), piece.end_ms)
        return Span(start, end)

    @cached_property
    def _offsets(self) -> list[int]:
        return [sum(piece.length_ms for piece in self.pieces[:i]) for i in range(len(self.pieces))]

    def _piece_at(self, at_ms: float, *, closing: bool = False) -> int:
        before = [i for i, offset in enumerate(self._offsets) if offset < at_ms or (offset == at_ms and not closing)]
        return before[-1] if before else 0


def clips_of(speech: Iterable[Span], *, duration_ms: int, max_clip_ms: int = MAX_CLIP_MS) -> list[Clip]:
    """Pack speech into as few clips as possible, none longer than ``max_clip_ms``.

    Cuts fall in pauses; speech without a pause for longer than that is cut into equal parts.
    """
    clips: list[Clip] = []
    current: list[Span] = []
    for piece in _pieces(speech, duration_ms=duration_ms, max_clip_ms=max_clip_ms):
        if current and _length([*current, piece]) > max_clip_ms:
            clips.append(Clip(tuple(_joined(current))))
            current = []
        current.append(piece)
    if current:
        clips.append(Clip(tuple(_joined(current))))
    return clips


def _pieces(speech: Iterable[Span], *, duration_ms: int, max_clip_ms: int) -> list[Span]:
    """Padded spans that do not overlap, long ones cut into equal parts."""
    pieces: list[Span] = []
    for span in speech:
        start = max(span.start_ms - PAD_MS, pieces[-1].end_ms if pieces else 0)
        end = min(duration_ms, span.end_ms + PAD_MS)
        parts = max(1, -(-(end - start) // max_clip_ms))
        edges = [start + (end - start) * i // parts for i in range(parts + 1)]
        pieces += [Span(a, b) for a, b in pairwise(edges) if b > a]
    return pieces


def _joined(pieces: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for piece in pieces:
        if joined and piece.start_ms - joined[-1].end_ms <= LONGEST_KEPT_PAUSE_MS - 2 * PAD_MS:
            joined[-1] = Span(joined[-1].start_ms, piece.end_ms)
        else:
            joined.append(piece)
    return joined


def _length(pieces: Sequence[Span]) -> int:
    return sum(piece.length_ms for piece in _joined(pieces))
