"""Packing speech into clips and finding the way back."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from analysis.engines.asr.clips import Clip, clips_of
from analysis.engines.media import AudioTrack
from analysis.engines.results import Span


def test_clips_of_short_speech_is_one_padded_clip() -> None:
    assert clips_of([Span(1000, 2000)], duration_ms=5000) == [Clip((Span(800, 2200),))]


def test_clips_of_speech_at_the_edges_stays_inside_the_recording() -> None:
    assert clips_of([Span(0, 900)], duration_ms=1000) == [Clip((Span(0, 1000),))]


def test_clips_of_short_pause_keeps_it_and_long_pause_is_shortened() -> None:
    (clip,) = clips_of([Span(1000, 2000), Span(2600, 3000), Span(9000, 9500)], duration_ms=20_000)

    assert clip.pieces == (Span(800, 3200), Span(8800, 9700))


def test_clips_of_long_speech_is_cut_in_pauses_and_none_is_too_long() -> None:
    speech = [Span(i * 10_000, i * 10_000 + 9_000) for i in range(9)]

    clips = clips_of(speech, duration_ms=90_000)

    assert all(clip.length_ms <= 28_000 for clip in clips)
    assert [len(clip.pieces) for clip in clips] == [1, 1, 1] or len(clips) <= 5
    covered = [piece for clip in clips for piece in clip.pieces]
    assert all(any(p.start_ms <= s.start_ms and s.end_ms <= p.end_ms for p in covered) for s in speech)


def test_clips_of_speech_without_a_pause_is_cut_anyway() -> None:
    clips = clips_of([Span(0, 60_000)], duration_ms=60_000)

    assert len(clips) == 3
    assert sum(clip.length_ms for clip in clips) == 60_000


def test_to_recording_maps_times_across_pieces() -> None:
    clip = Clip((Span(1000, 2000), Span(5000, 6000)))

    assert clip.to_recording(100, 300) == Span(1100, 1300)
    assert clip.to_recording(1000, 1200) == Span(5000, 5200)
    assert clip.to_recording(800, 1000) == Span(1800, 2000)
    assert clip.to_recording(900, 1600) == Span(5000, 5600)
    assert clip.to_recording(1900, 2500) == Span(5900, 6000)


def test_samples_of_a_clip_are_its_pieces_in_order(tmp_path: Path) -> None:
    ramp = np.linspace(0, 0.9, 16_000, dtype=np.float32)
    track = AudioTrack.store(ramp, path=tmp_path / "ramp.raw")

    samples = Clip((Span(100, 200), Span(500, 600))).samples(track)

    assert len(samples) == 3200
    assert np.allclose(samples[1600:], ramp[8000:9600], atol=1e-4)
