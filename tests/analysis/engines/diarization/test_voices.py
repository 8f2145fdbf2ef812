"""How many voices there are among vectors of known speakers, and who has which moment."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.engines.diarization.assignment import (
    BOTH_MS,
    both_speak,
    doubtful_windows,
    lead_of,
    segments_of,
    similarity_of,
    steps_of,
)
from analysis.engines.diarization.clustering import MAX_UNITS, _units, normalised, tell_apart
from analysis.engines.diarization.paths import best_path
from analysis.engines.diarization.windows import windows_of
from analysis.engines.results import Span


def vectors_of(turns: list[int], *, length: int = 20, spread: float = 0.5, seed: int = 1) -> np.ndarray:
    """Windows of people who speak in turn; each person is a random direction, each window near it."""
    random = np.random.default_rng(seed)
    people = normalised(random.random((max(turns) + 1, 256)) * (random.random((max(turns) + 1, 256)) < 0.4))
    clean = np.repeat(people[turns], length, axis=0)
    return normalised(np.abs(clean + random.standard_normal(clean.shape) * spread / 16)).astype(np.float32)


def spans_of(turns: list[int], *, length: int = 20) -> np.ndarray:
    return np.repeat(np.arange(len(turns)), length)


@pytest.mark.parametrize(
    "turns", [[0] * 8, [0, 1] * 5, [0, 1, 0, 2, 1, 2] * 2, [0, 1, 2, 3] * 3], ids=["one", "two", "three", "four"]
)
def test_the_number_of_voices_is_found(turns):
    voices = tell_apart(vectors_of(turns), spans_of(turns), count=None, window_seconds=0.2)
    assert len(voices.centroids) == len(set(turns))


def test_a_given_number_is_kept_where_it_can_be():
    turns = [0, 1, 0, 2, 1, 2] * 2
    assert len(tell_apart(vectors_of(turns), spans_of(turns), count=2, window_seconds=0.2).centroids) == 2


def test_one_voice_is_not_cut_in_two_because_two_were_announced():
    turns = [0] * 10
    assert len(tell_apart(vectors_of(turns), spans_of(turns), count=2, window_seconds=0.2).centroids) == 1


def test_a_cough_is_no_speaker():
    turns = [0, 1, 0, 1, 0, 1]
    vectors, spans = vectors_of(turns), spans_of(turns)
    vectors[30:32] = normalised(np.eye(256, dtype=np.float32)[:2])
    assert len(tell_apart(vectors, spans, count=None, window_seconds=0.2).centroids) == 2


def test_a_single_window_is_one_voice():
    voices = tell_apart(vectors_of([0], length=1), np.zeros(1, dtype=int), count=None, window_seconds=0.2)
    assert len(voices.centroids) == 1


def test_units_are_thinned_beyond_what_a_tree_can_hold():
    spans = np.repeat(np.arange(3 * MAX_UNITS), 2)
    units = _units(vectors_of([0], length=len(spans)), spans, length=4)
    assert len(units) <= MAX_UNITS


def test_the_path_ignores_a_blip_and_takes_a_pause_as_a_chance_to_change():
    similarity = np.tile(np.array([0.8, 0.7], dtype=np.float32), (20, 1))
    similarity[5] = [0.7, 0.8]
    assert best_path(similarity, np.zeros(20, dtype=int)).tolist() == [0] * 20
    similarity[10:12] = [0.7, 0.9]
    spans = np.array([0] * 10 + [1] * 2 + [2] * 8)
    assert best_path(similarity, spans).tolist() == [0] * 10 + [1] * 2 + [0] * 8
    assert best_path(similarity, np.zeros(20, dtype=int)).tolist() == [0] * 20


def two_people(first_ms: int, both_ms: int) -> tuple:
    """One stretch of speech: one person, then both as far as short windows tell, then the other."""
    speech = [Span(500, 500 + 2 * first_ms + both_ms)]
    steps = steps_of(speech)
    centroids = normalised(np.array([[1.0, 0.4], [0.4, 1.0]]))
    change = 500 + first_ms + both_ms / 2
    windows = windows_of(speech, hop_ms=200)
    near = np.array([centroids[int(window.centre_ms > change)] @ centroids.T for window in windows])
    similarity = similarity_of(steps, windows, near)
    short = np.where(np.abs(steps.centre_ms - change) < both_ms / 2, 0.0, 1.0).astype(np.float32)
    return speech, steps, centroids, similarity, short


def test_segments_are_numbered_by_first_words_and_cover_speech():
    speech, steps, centroids, similarity, _ = two_people(3000, 0)
    lead = lead_of(similarity[:, ::-1], centroids[::-1])
    segments = segments_of(steps, similarity[:, ::-1], lead, np.zeros(len(lead), dtype=bool))
    assert [one.speaker for one in segments] == [0, 1]
    assert (segments[0].start_ms, segments[-1].end_ms) == (500, speech[0].end_ms)
    assert segments[0].end_ms == segments[1].start_ms == pytest.approx(3500, abs=150)
    assert all(one.confidence is not None and one.confidence > 0.9 for one in segments)


@pytest.mark.parametrize(("both_ms", "is_marked"), [(1500, True), (BOTH_MS - 300, False)])
def test_two_at_once_are_marked_only_where_it_lasts(both_ms, is_marked):
    _, steps, _, _, short = two_people(3000, both_ms)
    both = both_speak(steps, np.arange(len(short)), short)
    assert bool(both.any()) == is_marked
    if is_marked:
        assert both.sum() * 100 == pytest.approx(both_ms, abs=300)


def test_short_windows_look_where_it_is_doubtful_only():
    speech, steps, centroids, similarity, _ = two_people(5000, 0)
    windows, chosen = doubtful_windows(steps, lead_of(similarity, centroids), speech)
    assert 0 < len(windows) == len(chosen) < 12
    assert all(abs(window.centre_ms - 5500) < 800 for window in windows)


def test_one_voice_has_no_confidence_and_is_never_doubtful():
    speech = [Span(0, 3000)]
    steps = steps_of(speech)
    similarity = np.full((len(steps.span), 1), 0.8, dtype=np.float32)
    lead = lead_of(similarity, np.ones((1, 2)))
    assert doubtful_windows(steps, lead, speech)[0] == []
    [segment] = segments_of(steps, similarity, lead, np.zeros(len(lead), dtype=bool))
    assert (segment.start_ms, segment.end_ms, segment.confidence) == (0, 3000, None)
