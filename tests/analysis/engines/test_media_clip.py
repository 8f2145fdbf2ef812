"""A part of a long recording, decoded as if it were all there is."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from analysis.engines.base import VideoFrame
from analysis.engines.media import SAMPLE_RATE, Clip, MediaError, MediaLimits, decode
from tests.media import plain_frames, silence, tone, write_media

# A tone a second, each 100 Hz above the one before it: what is heard tells where it is from.
SECONDS = 12
FORMATS = (".wav", ".mp3", ".m4a", ".ogg", ".flac", ".mp4", ".mkv", ".webm", ".mpg")


@pytest.fixture(scope="module")
def ladder() -> np.ndarray:
    return np.concatenate([tone(seconds=1, hz=300 + 100 * second) for second in range(SECONDS)])


@pytest.fixture(scope="module")
def recordings(ladder: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("long")
    videos = (".mp4", ".mkv", ".webm", ".mpg")
    return {
        suffix: write_media(
            folder / f"long{suffix}",
            sound=ladder,
            frames=plain_frames(count=SECONDS * 10) if suffix in videos else None,
            fps=10,
        )
        for suffix in FORMATS
    }


def heard(samples: np.ndarray) -> int:
    """The strongest frequency, to 100 Hz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return round(np.argmax(spectrum) * SAMPLE_RATE / len(samples) / 100) * 100


@pytest.mark.parametrize("suffix", FORMATS)
def test_clip_holds_the_sound_of_its_span(recordings: dict[str, Path], tmp_path: Path, suffix: str) -> None:
    media = decode(recordings[suffix], workdir=tmp_path, clip=Clip(4_000, 7_000))

    assert media.audio is not None
    assert media.audio.duration_ms == pytest.approx(3_000, abs=60)
    assert media.duration_ms == pytest.approx(3_000, abs=60)
    assert [heard(media.audio.slice(at, at + 800)) for at in (100, 1_100, 2_100)] == [700, 800, 900]
    assert not media.truncated


@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".m4a", ".ogg", ".mp4", ".mpg"])
def test_clip_begins_to_the_hundredth_of_a_second(recordings: dict[str, Path], tmp_path: Path, suffix: str) -> None:
    whole = decode(recordings[suffix], workdir=tmp_path).audio
    (tmp_path / "clip").mkdir()
    clip = decode(recordings[suffix], workdir=tmp_path / "clip", clip=Clip(5_500, 6_500)).audio
    assert whole is not None
    assert clip is not None

    expected, found = whole.slice(5_500, 6_500), clip.slice(0, 1_000)
    shifts = range(-400, 401, 4)
    middle = expected[2_000:14_000]
    errors = [float(np.mean((found[2_000 + shift : 14_000 + shift] - middle) ** 2)) for shift in shifts]
    assert abs(shifts[int(np.argmin(errors))]) <= SAMPLE_RATE / 100


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm"])
def test_clip_shows_the_pictures_of_its_span(recordings: dict[str, Path], tmp_path: Path, suffix: str) -> None:
    whole: list[VideoFrame] = []
    decode(recordings[suffix], workdir=tmp_path, frames_per_second=2, on_frame=whole.append)
    frames: list[VideoFrame] = []
    media = decode(
        recordings[suffix], workdir=tmp_path, frames_per_second=2, on_frame=frames.append, clip=Clip(4_000, 7_000)
    )

    assert media.frames == len(frames) == 6
    assert [frame.at_ms for frame in frames] == pytest.approx([0, 500, 1_000, 1_500, 2_000, 2_500], abs=110)
    shown = [float(frame.rgb.mean()) for frame in frames]
    expected = [float(frame.rgb.mean()) for frame in whole if 4_000 <= frame.at_ms < 7_000]
    assert shown == pytest.approx(expected[:6], abs=4)


def test_clip_at_the_start_and_at_the_end(recordings: dict[str, Path], tmp_path: Path) -> None:
    first = decode(recordings[".wav"], workdir=tmp_path, clip=Clip(0, 1_000))
    assert first.audio is not None
    assert (first.audio.duration_ms, heard(first.audio.array())) == (1_000, 300)
    last = decode(recordings[".wav"], workdir=tmp_path, clip=Clip(11_000, 12_000))
    assert last.audio is not None
    assert (last.audio.duration_ms, heard(last.audio.array())) == (1_000, 1_400)


def test_clip_that_reaches_beyond_the_end_is_truncated(recordings: dict[str, Path], tmp_path: Path) -> None:
    media = decode(recordings[".wav"], workdir=tmp_path, clip=Clip(10_000, 20_000))
    assert media.duration_ms == pytest.approx(2_000, abs=60)
    assert media.truncated


def test_clip_behind_the_end_has_nothing(recordings: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(MediaError) as caught:
        decode(recordings[".mp4"], workdir=tmp_path, clip=Clip(60_000, 70_000))
    assert caught.value.code == "truncated"


def test_clip_of_a_recording_over_the_limit_is_allowed_and_cut_to_it(
    recordings: dict[str, Path], tmp_path: Path
) -> None:
    limits = MediaLimits(max_duration_ms=2_000)
    media = decode(recordings[".mp3"], workdir=tmp_path, clip=Clip(3_000, 8_000), limits=limits)
    assert media.audio is not None
    assert media.audio.duration_ms == pytest.approx(2_000, abs=60)
    assert heard(media.audio.slice(100, 900)) == 600
    assert media.truncated
    with pytest.raises(MediaError):
        decode(recordings[".mp3"], workdir=tmp_path, limits=limits)


def test_clip_keeps_a_hole_in_the_sound(tmp_path: Path) -> None:
    """Sound that begins late begins late in the clip, too."""
    path = write_media(
        tmp_path / "late.mkv",
        sound=np.concatenate([tone(seconds=2), silence(seconds=0.01)]),
        frames=plain_frames(count=60),
        fps=10,
        sound_delay_ms=4_000,
    )
    media = decode(path, workdir=tmp_path, clip=Clip(3_000, 5_000))
    assert media.audio is not None
    levels = [float(np.abs(media.audio.slice(at, at + 200)).mean()) for at in (100, 700, 1_300)]
    assert levels[0] == levels[1] == 0
    assert levels[2] > 0.1


def test_one_recording_is_hashed_once(recordings: dict[str, Path], tmp_path: Path, monkeypatch) -> None:
    module = sys.modules["analysis.engines.media.decode"]
    module._sha256_of.cache_clear()
    hashed: list[Path] = []
    original = module.file_sha256
    monkeypatch.setattr(module, "file_sha256", lambda path: hashed.append(path) or original(path))
    found = {decode(recordings[".wav"], workdir=tmp_path, clip=Clip(at, at + 500)).sha256 for at in (0, 1_000, 2_000)}
    assert len(hashed) == len(found) == 1
