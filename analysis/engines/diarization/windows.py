"""Speech cut into windows for the voice encoder: mel spectra of 1.6 s, at one level, never across a pause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from analysis.engines.media import SAMPLE_RATE, AudioTrack
from analysis.engines.results import Span

# What the encoder was trained on (Wan et al. 2018, "Generalized end-to-end loss for speaker verification"): 40 mel
# bands of 25 ms frames, 10 ms apart, 160 frames a window.
FRAME_MS = 10
WINDOW_FRAMES = 160
WINDOW_MS = WINDOW_FRAMES * FRAME_MS
BANDS = 40
_FFT = 400
_STEP = SAMPLE_RATE * FRAME_MS // 1000
# The encoder hears power, not its logarithm: the same voice at another level is another voice to it. Every window is
# brought to this level (dB below full scale); between -30 and -20 it makes no difference.
LEVEL_DB = -27.0
_SILENCE = 1e-10
# Speech is read in pieces of at most this length.
_PIECE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of one speech span; ``centre_ms`` is what it speaks for."""

    span: int  # number of the speech span
    start_ms: int
    end_ms: int

    @property
    def centre_ms(self) -> float:
        return (self.start_ms + self.end_ms) / 2


def windows_of(speech: Sequence[Span], *, hop_ms: int) -> list[Window]:
    """Windows every ``hop_ms`` over each span, cut where the span ends: at least half a window, or all of the span."""
    return [window for number, span in enumerate(speech) for window in _over(span, number=number, hop_ms=hop_ms)]


def spectra(track: AudioTrack, windows: Sequence[Window], *, batch: int) -> Iterator[np.ndarray]:
    """Spectra of the windows in order, float32 (at most ``batch``, 160, 40); a short window is repeated to fill it."""
    held: list[np.ndarray] = []
    for start_ms, end_ms, inside in _pieces(windows):
        samples = track.slice(start_ms, end_ms)
        mel = mel_spectrum(samples)
        for window in inside:
            first, last = (window.start_ms - start_ms) // FRAME_MS, (window.end_ms - start_ms) // FRAME_MS
            held.append(_filled(_levelled(mel[first : max(last, first + 1)], samples[first * _STEP : last * _STEP])))
            if len(held) == batch:
                yield np.stack(held)
                held = []
    if held:
        yield np.stack(held)


def mel_spectrum(samples: np.ndarray) -> np.ndarray:
    """Power in 40 mel bands, float32 (frames, 40), a frame every 10 ms; the same as librosa's ``melspectrogram``."""
    padded = np.pad(samples, _FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::_STEP] * _hann()
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    return power.astype(np.float32) @ _mel_bands().T


def _over(span: Span, *, number: int, hop_ms: int) -> Iterator[Window]:
    half = WINDOW_MS // 2
    steps = max(1, round(span.length_ms / hop_ms))
    for step in range(steps):
        centre = span.start_ms + round((step + 0.5) * span.length_ms / steps)
        yield Window(number, max(span.start_ms, centre - half), min(span.end_ms, centre + half))


def _pieces(windows: Sequence[Window]) -> Iterator[tuple[int, int, list[Window]]]:
    """Neighbouring windows together, as (start_ms, end_ms, windows) of about a minute of sound."""
    held: list[Window] = []
    for window in windows:
        if held and window.end_ms - held[0].start_ms > _PIECE_MS:
            yield held[0].start_ms, max(one.end_ms for one in held), held
            held = []
        held.append(window)
    if held:
        yield held[0].start_ms, max(one.end_ms for one in held), held


def _levelled(mel: np.ndarray, samples: np.ndarray) -> np.ndarray:
    power = float(np.mean(np.square(samples))) if len(samples) else 0.0
    return mel * np.float32(10 ** (LEVEL_DB / 10) / max(power, _SILENCE))


def _filled(mel: np.ndarray) -> np.ndarray:
    return np.tile(mel, (-(-WINDOW_FRAMES // len(mel)), 1))[:WINDOW_FRAMES]


@cache
def _hann() -> np.ndarray:
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FFT) / _FFT)).astype(np.float32)


@cache
def _mel_bands() -> np.ndarray:
    """Slaney's triangular filters of equal area, (40, 201): linear to 1 kHz, then logarithmic."""
    edges = _hz(np.linspace(_mel(0.0), _mel(SAMPLE_RATE / 2), BANDS + 2))
    ramps = edges[:, None] - np.linspace(0, SAMPLE_RATE / 2, _FFT // 2 + 1)[None]
    widths = np.diff(edges)[:, None]
    triangles = np.maximum(0, np.minimum(-ramps[:-2] / widths[:-1], ramps[2:] / widths[1:]))
    return (triangles * (2 / (edges[2:] - edges[:-2]))[:, None]).astype(np.float32)


_LINEAR_HZ = 200 / 3
_BREAK_HZ, _BREAK_MEL, _LOG_STEP = 1000.0, 15.0, np.log(6.4) / 27


def _mel(hz: float) -> float:
    return hz / _LINEAR_HZ if hz < _BREAK_HZ else _BREAK_MEL + np.log(hz / _BREAK_HZ) / _LOG_STEP


def _hz(mel: np.ndarray) -> np.ndarray:
    return np.where(mel < _BREAK_MEL, _LINEAR_HZ * mel, _BREAK_HZ * np.exp(_LOG_STEP * (mel - _BREAK_MEL)))
