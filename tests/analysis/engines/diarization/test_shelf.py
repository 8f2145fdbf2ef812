"""What was heard is kept, and another run goes on from there with the same result."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.engines.diarization import assignment, resemblyzer
from analysis.engines.diarization.base import Listening
from analysis.engines.diarization.shelf import (
    FoundVoices,
    NoShelf,
    keep_spans,
    keep_vectors,
    keep_voices,
    kept_spans,
    kept_vectors,
    kept_voices,
)
from analysis.engines.media import AudioTrack, loud_spans
from analysis.engines.results import Span
from tests.media import silence, tone


class Killed(BaseException):
    """Stands for SIGKILL."""


class Drawer(dict):
    """A shelf in memory. ``room``: how many more things are put on it before the run is killed."""

    room = 1000

    def put(self, name: str, content: bytes) -> None:
        self[name] = content
        self.room -= 1
        if not self.room:
            raise Killed


@pytest.fixture(scope="module")
def engine():
    made = resemblyzer.ResemblyzerDiarizer()
    made.load()
    return made


@pytest.fixture
def talk(tmp_path, monkeypatch):
    """45 s of two tones that stand for voices, in portions of 8 s."""
    monkeypatch.setattr(resemblyzer, "speech_spans", lambda track, **_: loud_spans(track))
    monkeypatch.setattr(resemblyzer, "surely_speaks", lambda track, **_: True)
    monkeypatch.setattr(resemblyzer, "PORTION_WINDOWS", 40)
    turns = [np.concatenate([tone(seconds=4, hz=hz), silence(seconds=0.5)]) for hz in (150, 900) * 5]
    return AudioTrack.store(np.concatenate(turns), path=tmp_path / "talk.raw")


@pytest.fixture
def embedded(monkeypatch):
    """How many windows of the first pass were worked out."""
    counted: list[int] = []
    first = resemblyzer.ResemblyzerDiarizer._embedded

    def count(self, track, windows, **options):
        if options:
            counted.append(len(windows))
        return first(self, track, windows, **options)

    monkeypatch.setattr(resemblyzer.ResemblyzerDiarizer, "_embedded", count)
    return counted


def test_run_that_was_killed_in_the_middle_is_gone_on_with(engine, talk, embedded):
    whole = engine.run(Listening(talk))
    total = sum(embedded)
    assert total > 160
    embedded.clear()
    shelf = Drawer()
    shelf.room = 3  # the stretches of speech and two portions
    with pytest.raises(Killed):
        engine.run(Listening(talk, shelf=shelf))
    assert sum(embedded) == 80
    embedded.clear()
    shelf.room = 1000
    told: list[float] = []
    assert engine.run(Listening(talk, shelf=shelf, on_progress=told.append)) == whole
    assert sum(embedded) == total - 80
    assert told == sorted(told)


def test_run_that_was_whole_is_not_worked_out_again(engine, talk, embedded, monkeypatch):
    shelf = Drawer()
    first = engine.run(Listening(talk, shelf=shelf))
    embedded.clear()
    monkeypatch.setattr(resemblyzer, "speech_spans", lambda track, **_: pytest.fail("listened again"))
    assert engine.run(Listening(talk, shelf=shelf)) == first
    assert embedded == []


def test_run_that_was_killed_while_it_looked_for_two_at_once_is_gone_on_with(engine, talk, embedded, monkeypatch):
    """Where voices take turns quickly the second pass is as long as the first."""
    monkeypatch.setattr(assignment, "DOUBTFUL", 2.0)  # every step is looked at again
    shelf = Drawer()
    whole = engine.run(Listening(talk, shelf=shelf))
    short = [name for name in shelf if "short" in name]
    assert len(short) > 3
    second = sum(len(shelf[name]) // (256 * 4) for name in short)
    embedded.clear()
    again = Drawer({name: content for name, content in shelf.items() if name not in short[2:]})
    monkeypatch.setattr(resemblyzer, "tell_apart", lambda *_args, **_options: pytest.fail("told apart again"))
    told: list[float] = []
    assert engine.run(Listening(talk, shelf=again, on_progress=told.append)) == whole
    assert sum(embedded) == second - 80
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_voices_come_back_exactly():
    shelf = Drawer()
    for voices in (FoundVoices(np.ones((1, 256), "f4"), float("inf")), FoundVoices(np.ones((3, 256), "f4"), 5.4321)):
        keep_voices(shelf, "v", voices)
        found = kept_voices(shelf, "v")
        assert found.apart == voices.apart
        assert np.array_equal(found.centroids, voices.centroids)
    for damaged in (b"", b"x" * 8, b"x" * 100):
        shelf["v"] = damaged
        assert kept_voices(shelf, "v") is None
    assert kept_voices(shelf, "other") is None


def test_what_another_version_kept_is_not_used(engine, talk, embedded, monkeypatch):
    shelf = Drawer()
    engine.run(Listening(talk, shelf=shelf))
    total = sum(embedded)
    embedded.clear()
    monkeypatch.setattr(resemblyzer, "HOP_MS", 250)
    engine.run(Listening(talk, shelf=shelf))
    assert 0 < sum(embedded) < total


def test_silence_is_kept_as_well(engine, talk, monkeypatch):
    shelf = Drawer()
    monkeypatch.setattr(resemblyzer, "surely_speaks", lambda track, **_: False)
    assert engine.run(Listening(talk, shelf=shelf)).segments == ()
    monkeypatch.setattr(resemblyzer, "surely_speaks", lambda track, **_: pytest.fail("listened again"))
    assert engine.run(Listening(talk, shelf=shelf)).segments == ()


def test_spans_and_embeddings_come_back_exactly():
    shelf, vectors = Drawer(), np.random.default_rng(1).random((7, 256), dtype=np.float32)
    keep_spans(shelf, "speech", [Span(0, 10), Span(20, 35)])
    keep_vectors(shelf, "windows", vectors)
    assert kept_spans(shelf, "speech") == (Span(0, 10), Span(20, 35))
    assert np.array_equal(kept_vectors(shelf, "windows", count=7), vectors)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'"x"', b"[[1]]", b"\xff\xfe"])
def test_what_is_damaged_counts_as_missing(content):
    shelf = Drawer(speech=content, windows=content)
    assert kept_spans(shelf, "speech") is None
    assert kept_vectors(shelf, "windows", count=7) is None


def test_no_shelf_keeps_nothing():
    shelf = NoShelf()
    keep_spans(shelf, "speech", [Span(0, 10)])
    assert kept_spans(shelf, "speech") is None
