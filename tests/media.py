"""Small recordings made on the spot: sound, pictures, files in any container, and broken files."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

SAMPLE_RATE = 16_000

# Container by file name ending: (sound codec, picture codec).
CODECS = {
    ".wav": ("pcm_s16le", None),
    ".mp3": ("libmp3lame", None),
    ".m4a": ("aac", None),
    ".ogg": ("libopus", None),
    ".flac": ("flac", None),
    ".mp4": ("aac", "libx264"),
    ".mkv": ("pcm_s16le", "libx264"),
    ".webm": ("libopus", "libvpx"),
    ".mpg": ("mp2", "mpeg1video"),
}


def silence(*, seconds: float, rate: int = SAMPLE_RATE) -> np.ndarray:
    """Digital silence, float32, shape (samples,)."""
    return np.zeros(round(seconds * rate), dtype=np.float32)


def tone(*, seconds: float, hz: float = 440.0, level: float = 0.3, rate: int = SAMPLE_RATE) -> np.ndarray:
    """A sine of amplitude ``level``."""
    times = np.arange(round(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * hz * times)).astype(np.float32)


def noise(
    *, seconds: float, level: float = 0.1, colour: str = "white", seed: int = 1, rate: int = SAMPLE_RATE
) -> np.ndarray:
    """White or pink noise with the given RMS ``level``, always the same for one seed."""
    samples = np.random.default_rng(seed).standard_normal(round(seconds * rate))
    if colour == "pink":
        spectrum = np.fft.rfft(samples)
        spectrum /= np.sqrt(np.maximum(1, np.arange(len(spectrum))))
        samples = np.fft.irfft(spectrum, len(samples))
    return (level * samples / np.sqrt(np.mean(samples**2))).astype(np.float32)


def melody(*, seconds: float, level: float = 0.3, rate: int = SAMPLE_RATE) -> np.ndarray:
    """Notes of half a second with overtones: music, not speech."""
    notes = (262, 330, 392, 523, 440, 349, 294, 262)
    parts = [
        sum(tone(seconds=0.5, hz=notes[i % 8] * k, level=level / k / 2, rate=rate) for k in (1, 2, 3))
        for i in range(round(seconds * 2))
    ]
    return np.concatenate(parts).astype(np.float32)


def syllables(
    *,
    count: int,
    per_second: float = 4.0,
    hz: float = 140.0,
    glide_semitones: float = 0.0,
    level: float = 0.3,
    rate: int = SAMPLE_RATE,
) -> np.ndarray:
    """A voice-like buzz that swells ``count`` times, ``per_second`` swells a second: known rate, known pitch.

    ``glide_semitones`` is how far the pitch swings, from end to end, once every two seconds.
    """
    times = np.arange(round(count / per_second * rate)) / rate
    pitch = hz * 2 ** (glide_semitones / 24 * np.sin(np.pi * times))
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    buzz = sum(np.sin(k * phase) / k for k in range(1, 12))
    swell = np.sin(np.pi * per_second * times) ** 2
    return (level * swell * buzz / np.max(np.abs(buzz))).astype(np.float32)


def plain_frames(*, count: int, width: int = 64, height: int = 48) -> list[np.ndarray]:
    """Grey pictures, RGB uint8 (height, width, 3), each a little brighter than the one before."""
    return [np.full((height, width, 3), 40 + i * 160 // max(1, count), dtype=np.uint8) for i in range(count)]


def write_media(
    path: Path,
    *,
    sound: np.ndarray | None = None,
    rate: int = SAMPLE_RATE,
    channels: int = 1,
    frames: Iterable[np.ndarray] | None = None,
    fps: int = 10,
    frame_ms: Iterable[int] | None = None,
    sound_delay_ms: int = 0,
    start_ms: int = 0,
    turned: int = 0,
    options: dict[str, str] | None = None,
) -> Path:
    """Write sound (float32, shape (samples,), copied to every channel) and pictures to ``path``; the ending says how.

    ``frame_ms`` gives each picture its own time; ``start_ms`` moves every time stamp; ``turned`` writes a
    rotation (degrees) into the header. Returns ``path``.
    """
    sound_codec, picture_codec = CODECS[path.suffix]
    with av.open(str(path), "w", options=options or {}) as container:
        pictures = list(frames) if frames is not None else []
        video = _picture_stream(container, picture_codec, pictures, fps, turned) if pictures else None
        audio = _sound_stream(container, sound_codec, rate, channels) if sound is not None else None
        if video is not None:
            _write_pictures(container, video, pictures, list(frame_ms or []), fps, start_ms)
        if audio is not None and sound is not None:
            _write_sound(container, audio, sound, rate, channels, start_ms + sound_delay_ms)
    return path


def cut_short(path: Path, *, keep: float, into: Path | None = None) -> Path:
    """A copy of ``path`` with only the first ``keep`` (0-1) of its bytes, as an upload that broke off leaves it."""
    target = into or path.with_name(f"cut-{path.name}")
    content = path.read_bytes()
    target.write_bytes(content[: int(len(content) * keep)])
    return target


def damaged(path: Path, *, at: float, length: int, into: Path | None = None) -> Path:
    """A copy of ``path`` with ``length`` bytes from position ``at`` (0-1) overwritten."""
    target = into or path.with_name(f"bad-{path.name}")
    content = bytearray(path.read_bytes())
    start = int(len(content) * at)
    content[start : start + length] = np.random.default_rng(3).bytes(len(content[start : start + length]))
    target.write_bytes(bytes(content))
    return target


def _picture_stream(container, codec, pictures, fps, turned):
    stream = container.add_stream(codec, rate=25 if codec == "mpeg1video" else fps)
    stream.height, stream.width = pictures[0].shape[:2]
    stream.pix_fmt = "yuv420p"
    if codec != "mpeg1video":
        stream.codec_context.time_base = Fraction(1, 1000)
    if turned:
        stream.set_display_rotation(turned)
    return stream


def _sound_stream(container, codec, rate, channels):
    return container.add_stream(codec, rate=rate, layout="stereo" if channels == 2 else "mono")


def _write_pictures(container, stream, pictures, times_ms, fps, start_ms):
    for index, rgb in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
        at_ms = start_ms + (times_ms[index] if times_ms else round(index * 1000 / fps))
        if stream.codec_context.name != "mpeg1video":
            frame.pts, frame.time_base = at_ms, Fraction(1, 1000)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _write_sound(container, stream, sound, rate, channels, start_ms):
    layout = "stereo" if channels == 2 else "mono"
    packed = np.clip(sound * 32767, -32768, 32767).astype(np.int16)
    interleaved = np.repeat(packed, channels)[None, :]
    fifo = av.AudioFifo()
    frame = av.AudioFrame.from_ndarray(interleaved, format="s16", layout=layout)
    frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
    resampler = av.AudioResampler(format=stream.format, layout=layout, rate=stream.rate, frame_size=0)
    for part in resampler.resample(frame) + resampler.resample(None):
        part.pts = None
        fifo.write(part)
    size = stream.codec_context.frame_size or 1024
    position = round(start_ms * stream.rate / 1000)
    while chunk := fifo.read(size, partial=True):
        chunk.pts, chunk.time_base = position, Fraction(1, stream.rate)
        position += chunk.samples
        container.mux(stream.encode(chunk))
    container.mux(stream.encode(None))
