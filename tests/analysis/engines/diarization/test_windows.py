"""Windows of speech, and their spectra."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.engines.diarization.windows import (
    BANDS,
    WINDOW_FRAMES,
    WINDOW_MS,
    mel_spectrum,
    spectra,
    windows_of,
)
from analysis.engines.media import AudioTrack
from analysis.engines.results import Span
from tests.media import noise, tone


def test_windows_stay_within_their_span_and_cover_it():
    speech = [Span(1000, 5000), Span(9000, 9400)]
    windows = windows_of(speech, hop_ms=200)
    assert [window.span for window in windows] == [0] * 20 + [1] * 2
    for window in windows:
        span = speech[window.span]
        assert span.start_ms <= window.start_ms < window.end_ms <= span.end_ms
    assert (windows[0].start_ms, windows[19].end_ms) == (1000, 5000)
    assert max(window.end_ms - window.start_ms for window in windows) == WINDOW_MS


def test_a_span_shorter_than_a_hop_has_one_window():
    assert len(windows_of([Span(0, 90)], hop_ms=200)) == 1


@pytest.mark.parametrize("hz", [300, 1000, 4000])
def test_a_tone_is_loudest_in_the_band_of_its_pitch(hz):
    mel = mel_spectrum(tone(seconds=1.0, hz=hz))
    edges = np.array([300, 1000, 4000])
    assert mel.shape == (101, BANDS)
    loudest = int(mel[50].argmax())
    # Slaney's scale: 3 bands of 66.7 Hz steps reach 200 Hz; above 1 kHz each step multiplies.
    mels = np.where(edges < 1000, edges / (200 / 3), 15 + np.log(edges / 1000) / (np.log(6.4) / 27))
    top = 15 + np.log(8) / (np.log(6.4) / 27)
    expected = mels[list(edges).index(hz)] / top * (BANDS + 1) - 1
    assert loudest == pytest.approx(expected, abs=1)


def test_a_quiet_voice_has_the_same_spectrum_as_a_loud_one(tmp_path: Path):
    sound = noise(seconds=4.0, level=0.1)
    windows = windows_of([Span(0, 4000)], hop_ms=500)
    loud, quiet = (
        np.concatenate(list(spectra(AudioTrack.store(sound * gain, path=tmp_path / f"{gain}.raw"), windows, batch=3)))
        for gain in (1.0, 0.05)
    )
    assert loud.shape == (8, WINDOW_FRAMES, BANDS)
    assert np.median(np.abs(loud - quiet) / loud) < 0.05


def test_pieces_do_not_change_a_spectrum(tmp_path: Path):
    track = AudioTrack.store(noise(seconds=130.0), path=tmp_path / "long.raw")
    windows = windows_of([Span(0, 130_000)], hop_ms=1000)
    together = np.concatenate(list(spectra(track, windows, batch=16)))
    alone = np.concatenate(list(spectra(track, windows[100:101], batch=16)))
    assert np.allclose(together[100][2:-2], alone[0][2:-2], rtol=0.01)
