"""Sums over sampled pictures that every frame engine needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from analysis.engines.results import Reason, Span

# Under this share of pictures with a face, what the face did is not what the answer looked like: a
# share measured on a fifth of the time could be anything over the whole. Our own choice.
RARELY_VISIBLE_BELOW = 0.3
# A median or a spread of fewer than three pictures says nothing.
FEWEST_PICTURES = 3


class Timed(Protocol):
    @property
    def at_ms(self) -> int: ...


T = TypeVar("T", bound=Timed)


def interval_ms(*, frames_per_second: float) -> int:
    """How long one sampled picture stands for. Raises `ValueError` for a rate that is not positive."""
    if not frames_per_second > 0:
        raise ValueError(f"frames_per_second must be positive, not {frames_per_second}")
    return max(1, round(1000 / frames_per_second))


def spans_where(flags: Iterable[tuple[int, bool]], *, interval_ms: int, minimum_ms: int = 0) -> tuple[Span, ...]:
    """Join neighbouring true flags, given as (at_ms, flag) in order of time, into spans.

    A picture stands for ``interval_ms`` from its own time. Spans shorter than ``minimum_ms`` are left out.
    """
    spans: list[Span] = []
    start: int | None = None
    end = 0
    for at_ms, flag in flags:
        if flag:
            start = at_ms if start is None else start
            end = at_ms + interval_ms
        elif start is not None:
            spans.append(Span(start, end))
            start = None
    if start is not None:
        spans.append(Span(start, end))
    return tuple(span for span in spans if span.length_ms >= minimum_ms)


def one_a_second(samples: Sequence[T]) -> tuple[T, ...]:
    """The first sample of each whole second: enough to draw a line, little to store."""
    kept: dict[int, T] = {}
    for sample in samples:
        kept.setdefault(sample.at_ms // 1000, sample)
    return tuple(kept.values())


def why_no_face_measure(*, frames: int, seen: int, with_mesh: int) -> Reason | None:
    """Why nothing can be said from the face, or None when there is enough of it.

    ``frames`` were sampled, ``seen`` of them showed a face, ``with_mesh`` one clear enough to measure.
    """
    if frames == 0:
        return Reason.NO_VIDEO
    if seen == 0:
        return Reason.NO_FACE
    if with_mesh < RARELY_VISIBLE_BELOW * frames:
        return Reason.FACE_RARELY_VISIBLE
    if with_mesh < FEWEST_PICTURES:
        return Reason.TOO_SHORT
    return None


def all_missing(reason: Reason, *names: str) -> dict[str, Reason]:
    """The same reason for every named field."""
    return dict.fromkeys(names, reason)
