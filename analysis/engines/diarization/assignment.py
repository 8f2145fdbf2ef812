"""Who speaks when, from how near the windows are to each voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analysis.engines.diarization.paths import best_path
from analysis.engines.diarization.windows import WINDOW_MS, Window
from analysis.engines.results import Span, SpeakerSegment

STEP_MS = 100
# A step listens to the windows whose centres are at most this far away, the nearest counting most.
REACH_MS = WINDOW_MS / 4
# Where the two nearest voices are closer than this (0: equally near, 1: one of them to the full), short windows look
# again whether both are there.
DOUBTFUL = 0.6
# Half a window: what lies further from a change than .4 s is one voice alone, or two at once.
SHORT_MS = WINDOW_MS // 2
# Two voices at once: for this long no nearer than this to one of them. On conversations with speech laid over speech
# 75 % of what is marked is so, and 10 to 27 % of what is so is marked (benchmarks/diarization.py measures both).
BOTH = 0.25
BOTH_MS = 500
# Logistic slope of being right over the difference above; fitted on the same recordings.
SURENESS = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Speech in steps of about 100 ms: when each begins and ends, and the number of the stretch of speech it is in."""

    start_ms: np.ndarray
    end_ms: np.ndarray
    span: np.ndarray

    @property
    def centre_ms(self) -> np.ndarray:
        return (self.start_ms + self.end_ms) / 2


def steps_of(speech: Sequence[Span]) -> Steps:
    """The steps of all speech, in order; every stretch has at least one."""
    starts, ends, spans = [], [], []
    for number, span in enumerate(speech):
        edges = np.linspace(span.start_ms, span.end_ms, max(1, round(span.length_ms / STEP_MS)) + 1)
        starts.append(edges[:-1])
        ends.append(edges[1:])
        spans.append(np.full(len(edges) - 1, number))
    return Steps(np.concatenate(starts), np.concatenate(ends), np.concatenate(spans))


def similarity_of(steps: Steps, windows: Sequence[Window], near: np.ndarray) -> np.ndarray:
    """Similarity of each step to each voice, (steps, voices), from that of the windows ``near`` (windows, voices)."""
    window_span = np.array([window.span for window in windows])
    centres = np.array([window.centre_ms for window in windows])
    numbers = np.arange(steps.span[-1] + 2)
    first_step, first_window = np.searchsorted(steps.span, numbers), np.searchsorted(window_span, numbers)
    out = np.empty((len(steps.span), near.shape[1]), dtype=np.float32)
    for number in numbers[:-1]:
        rows = slice(first_step[number], first_step[number + 1])
        inside = slice(first_window[number], first_window[number + 1])
        out[rows] = _weighted(steps.centre_ms[rows], centres[inside], near[inside])
    return out


def lead_of(similarity: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """How much nearer the nearest voice is than the second: 0 equally near, 1 as far as the two are apart."""
    if len(centroids) < 2:
        return np.ones(len(similarity), dtype=np.float32)
    order = np.argsort(similarity, axis=1)
    rows = np.arange(len(similarity))
    best, second = order[:, -1], order[:, -2]
    apart = 1 - np.sum(centroids[best] * centroids[second], axis=1)
    return (similarity[rows, best] - similarity[rows, second]) / np.maximum(apart, 1e-3)


def doubtful_windows(steps: Steps, lead: np.ndarray, speech: Sequence[Span]) -> tuple[list[Window], np.ndarray]:
    """Short windows around the steps where two voices are about equally near, and the numbers of these steps."""
    chosen = np.flatnonzero(lead < DOUBTFUL)
    windows = []
    for step in chosen:
        span, centre = speech[steps.span[step]], round(float(steps.centre_ms[step]))
        windows.append(
            Window(
                int(steps.span[step]),
                max(span.start_ms, centre - SHORT_MS // 2),
                min(span.end_ms, centre + SHORT_MS // 2),
            )
        )
    return windows, chosen


def both_speak(steps: Steps, chosen: np.ndarray, lead: np.ndarray) -> np.ndarray:
    """Which steps two voices share, from the lead in short windows of the doubtful steps."""
    short = np.ones(len(steps.span), dtype=np.float32)
    short[chosen] = lead
    smooth = np.convolve(short, np.ones(3) / 3, mode="same")
    both = smooth < BOTH
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (both * (steps.span + 1)), [0]))))
    for start, end in pairwise(edges):
        if both[start] and steps.end_ms[end - 1] - steps.start_ms[start] < BOTH_MS:
            both[start:end] = False
    return both


def segments_of(steps: Steps, similarity: np.ndarray, lead: np.ndarray, both: np.ndarray) -> list[SpeakerSegment]:
    """Stretches of one voice, numbered by first words, cut at pauses, at changes, and where two begin to share."""
    path = _by_first_words(best_path(similarity, steps.span))
    alone = similarity.shape[1] == 1
    change = (np.diff(path) != 0) | (np.diff(steps.span) != 0) | (np.diff(both) != 0)
    edges = [0, *(np.flatnonzero(change) + 1), len(path)]
    return [
        SpeakerSegment(
            speaker=int(path[a]),
            start_ms=round(float(steps.start_ms[a])),
            end_ms=round(float(steps.end_ms[b - 1])),
            overlap=bool(both[a]),
            confidence=None if alone else _sure(lead[a:b]),
        )
        for a, b in pairwise(edges)
    ]


def _weighted(at: np.ndarray, centres: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Mean of the windows around each moment; one far from all windows takes the nearest."""
    apart = np.abs(at[:, None] - centres[None])
    share = np.maximum(0.0, 1 - apart / REACH_MS)
    lonely = share.sum(axis=1) <= 0
    share[lonely, apart[lonely].argmin(axis=1)] = 1.0
    return (share @ near) / share.sum(axis=1, keepdims=True)


def _by_first_words(path: np.ndarray) -> np.ndarray:
    present, first = np.unique(path, return_index=True)
    number = np.empty(int(path.max()) + 1, dtype=np.int64)
    number[present[np.argsort(first)]] = np.arange(len(present))
    return number[path]


def _sure(lead: np.ndarray) -> float:
    return round(float(np.mean(1 / (1 + np.exp(-SURENESS * lead)))), 3)
