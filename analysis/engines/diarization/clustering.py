"""Which windows sound like one speaker, and how many speakers there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analysis.engines.diarization.base import MAX_SPEAKERS
from analysis.engines.diarization.paths import best_path

# Trees are built over means of so many neighbouring windows; which length finds the voices differs by recording, so
# all are tried and the closest fit is kept.
UNIT_WINDOWS = (4, 8, 16)
# A tree compares every unit with every other: 2500 need 50 MB and 2 s.
MAX_UNITS = 2500
_ROUNDS = 6

# How far apart two voices are: the distance of their windows' means along the line between them, in standard
# deviations. Calibrated on 64 recordings of 13 known voices and two real conversations, 1 minute each: between two
# people 4.5 and more (the least: over the phone, far from the microphone), between two halves of one voice at most
# 4.3. A third voice that was really there had 7.7 and more, one made of passages between two speakers 6.0 at most.
SECOND_VOICE = 4.4
FURTHER_VOICE = 6.8
# The same as the cosine of their mean embeddings: two people at most .88, two halves of one voice .85 and more.
NEAREST_SECOND = 0.90
NEAREST_FURTHER = 0.82
# Voices this far apart are two however quickly they take turns; less far, they must have let each other speak: halves
# of one voice change with the vowels.
PLAINLY_TWO = 6.0
SHORTEST_STAY = 3.0
# Where the number is given, voices are joined only when nothing tells them apart: a normal distribution cut in the
# middle has 2.65.
INDISTINCT = 3.0
INDISTINCT_NEAREST = 0.92
# A voice nobody announced must be heard this long; a cough sounds like nobody else, too.
MIN_SECONDS = 3.0
MIN_SHARE = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """Mean embeddings (voices, 256), and how far apart the two nearest are (`SECOND_VOICE`); infinite for one."""

    centroids: np.ndarray
    apart: float
    nearest: float  # cosine of the two nearest; -1 for one
    seconds: float  # how long the one heard least is heard
    stay: float  # seconds from one change of voice to the next, in the mean
    fit: float  # mean similarity of windows to their voice


def normalised(vectors: np.ndarray) -> np.ndarray:
    """Each row at length 1."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def tell_apart(vectors: np.ndarray, spans: np.ndarray, *, count: int | None, window_seconds: float) -> Voices:
    """The voices among window embeddings (windows, 256); ``spans`` numbers the stretch each window is from and
    ``window_seconds`` is what one stands for.

    ``count`` voices, fewer where nothing tells them apart; without it as many as are clearly different, at most six.
    """
    hear = _Hearing(vectors, spans, window_seconds)
    if count is not None:
        return _given(hear, count)
    found = hear.voices(1)
    for more in range(2, MAX_SPEAKERS + 1):
        following = hear.voices(more)
        if len(following.centroids) < more or not _clear(following, total=len(vectors) * window_seconds):
            break
        found = following
    return found


def _given(hear: _Hearing, count: int) -> Voices:
    for fewer in range(count, 1, -1):
        found = hear.voices(fewer)
        if len(found.centroids) == fewer and found.apart > INDISTINCT and found.nearest < INDISTINCT_NEAREST:
            return found
    return hear.voices(1)


def _clear(voices: Voices, *, total: float) -> bool:
    second = len(voices.centroids) == 2
    apart, nearest = (SECOND_VOICE, NEAREST_SECOND) if second else (FURTHER_VOICE, NEAREST_FURTHER)
    heard = voices.seconds >= max(MIN_SECONDS, MIN_SHARE * total)
    in_turns = voices.apart >= PLAINLY_TWO or voices.stay >= SHORTEST_STAY
    return heard and in_turns and voices.apart >= apart and voices.nearest <= nearest


class _Hearing:
    """One recording's windows, and the trees over them."""

    def __init__(self, vectors: np.ndarray, spans: np.ndarray, window_seconds: float) -> None:
        self.vectors, self.spans, self.window_seconds = vectors, spans, window_seconds
        self._units = [_units(vectors, spans, length=length) for length in UNIT_WINDOWS]
        self._trees = [_tree(units) for units in self._units]

    def voices(self, count: int) -> Voices:
        """The best fit of at most ``count`` voices."""
        if count == 1:
            return self._judged(normalised(self.vectors.mean(axis=0, keepdims=True)))
        fits = [
            self._judged(self._settled(_cut(units, tree, count)))
            for units, tree in zip(self._units, self._trees, strict=True)
            if len(units) >= count
        ]
        return max(fits, key=lambda one: (len(one.centroids), one.fit)) if fits else self.voices(1)

    def _settled(self, centroids: np.ndarray) -> np.ndarray:
        """Centroids after a few rounds of following each speaker through time and taking the mean of what is theirs."""
        for _ in range(_ROUNDS):
            path = best_path(self.vectors @ centroids.T, self.spans)
            moved = normalised(np.stack([self.vectors[path == k].mean(axis=0) for k in np.unique(path)]))
            if len(moved) == len(centroids) and np.allclose(moved, centroids, atol=1e-4):
                break
            centroids = moved
        return centroids

    def _judged(self, centroids: np.ndarray) -> Voices:
        near = self.vectors @ centroids.T
        path = best_path(near, self.spans)
        heard = np.bincount(path, minlength=len(centroids))
        fit = float(near[np.arange(len(path)), path].mean())
        apart, nearest = _nearest_two(self.vectors, centroids, path)
        changes = 1 + np.count_nonzero(np.diff(path))
        return Voices(
            centroids,
            apart,
            nearest,
            seconds=float(heard.min()) * self.window_seconds,
            stay=len(path) * self.window_seconds / changes,
            fit=fit,
        )


def _nearest_two(vectors: np.ndarray, centroids: np.ndarray, path: np.ndarray) -> tuple[float, float]:
    """(`Voices.apart`, `Voices.nearest`)."""
    if len(centroids) < 2:
        return float("inf"), -1.0
    alike = centroids @ centroids.T - 3 * np.eye(len(centroids))
    first, second = np.unravel_index(int(alike.argmax()), alike.shape)
    along = vectors @ (centroids[first] - centroids[second])
    one, other = along[path == first], along[path == second]
    if not len(one) or not len(other):
        return 0.0, float(alike.max())
    spread = float(np.sqrt((one.var() + other.var()) / 2))
    return float(one.mean() - other.mean()) / max(spread, 1e-6), float(alike.max())


def _units(vectors: np.ndarray, spans: np.ndarray, *, length: int) -> np.ndarray:
    """Means of up to ``length`` neighbouring windows of one stretch, normalised; evenly thinned beyond `MAX_UNITS`."""
    edges = [0, *(np.flatnonzero(np.diff(spans)) + 1), len(vectors)]
    cuts = [(a, min(a + length, last)) for first, last in pairwise(edges) for a in range(first, last, length)]
    chosen: Sequence[tuple[int, int]] = cuts[:: -(-len(cuts) // MAX_UNITS)]
    return normalised(np.stack([vectors[a:b].mean(axis=0) for a, b in chosen]))


def _tree(units: np.ndarray) -> np.ndarray:
    from scipy.cluster.hierarchy import linkage

    return linkage(units, method="ward") if len(units) > 1 else np.empty((0, 4))


def _cut(units: np.ndarray, tree: np.ndarray, count: int) -> np.ndarray:
    """Mean of each of ``count`` branches."""
    from scipy.cluster.hierarchy import fcluster

    labels = fcluster(tree, t=count, criterion="maxclust")
    return normalised(np.stack([units[labels == k].mean(axis=0) for k in np.unique(labels)]))
