"""The likeliest way of speakers through time."""

from __future__ import annotations

import numpy as np

# How much one step's similarity weighs against a change of speaker, and what a change costs within a stretch of
# speech and at a pause. Results hardly depend on them: error rates stay within .2 points from 2 to 25 and 1 to 4.
SHARPNESS = 6.0
CHANGE_COST = 2.0
CHANGE_COST_AT_PAUSE = 0.5


def best_path(similarity: np.ndarray, spans: np.ndarray) -> np.ndarray:
    """The speaker of each step (Viterbi) for similarities (steps, speakers); ``spans`` numbers the stretch of speech
    each step is from: between two of them there is a pause."""
    steps, speakers = similarity.shape
    if speakers == 1:
        return np.zeros(steps, dtype=np.int64)
    score = SHARPNESS * similarity.astype(np.float64)
    costs = np.where(np.diff(spans, prepend=spans[:1]) != 0, CHANGE_COST_AT_PAUSE, CHANGE_COST)
    everyone = np.arange(speakers)
    came = np.empty((steps, speakers), dtype=np.int8)
    total = score[0].copy()
    for step in range(1, steps):
        best = int(total.argmax())
        change = total[best] - costs[step]
        stays = total >= change
        came[step] = np.where(stays, everyone, best)
        total = np.where(stays, total, change) + score[step]
    return _back(came, last=int(total.argmax()))


def _back(came: np.ndarray, *, last: int) -> np.ndarray:
    path = np.empty(len(came), dtype=np.int64)
    path[-1] = last
    for step in range(len(came) - 1, 0, -1):
        path[step - 1] = came[step, path[step]]
    return path
