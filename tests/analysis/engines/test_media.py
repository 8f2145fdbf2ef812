"""Decoding: every container, damaged files, clocks, bounds."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from analysis.engines.base import VideoFrame
from analysis.engines.media import AudioTrack, MediaError, MediaLimits, decode, level_db, loud_spans, probe
from analysis.engines.results import Span
from tests.media import CODECS, cut_short, damaged, noise, plain_frames, silence, tone, write_media

SOUND_FILES = sorted(CODECS)
PICTURE_FILES = [ending for ending in SOUND_FILES if CODECS[ending][1]]


def dominant_hz(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * 16_000 / len(samples))


@pytest.mark.parametrize("ending", SOUND_FILES)
@pytest.mark.parametrize(("rate", "channels"), [(48_000, 2), (48_000, 1)])
def test_decode_sound_in_any_container_gives_16_khz_mono(tmp_path: Path, ending: str, rate: int, channels: int) -> None:
    path = write_media(
        tmp_path / f"answer{ending}", sound=tone(seconds=2, hz=1000, rate=rate), rate=rate, channels=channels
    )

    media = decode(path, workdir=tmp_path)

    assert media.audio is not None
    assert media.audio.duration_ms == pytest.approx(2000, abs=60)
    middle = media.audio.slice(500, 1500)
    assert dominant_hz(middle) == pytest.approx(1000, abs=3)
    assert np.abs(middle).max() == pytest.approx(0.3, abs=0.05)


@pytest.mark.parametrize("rate", [8_000, 44_100])
def test_decode_other_sample_rates_keeps_pitch_and_length(tmp_path: Path, rate: int) -> None:
    path = write_media(tmp_path / "answer.wav", sound=tone(seconds=1, hz=500, rate=rate), rate=rate)

    track = decode(path, workdir=tmp_path).audio

    assert track is not None
    assert track.duration_ms == pytest.approx(1000, abs=2)
    assert dominant_hz(track.array()) == pytest.approx(500, abs=2)


@pytest.mark.parametrize("ending", PICTURE_FILES)
def test_decode_pictures_samples_at_the_asked_rate(tmp_path: Path, ending: str) -> None:
    path = write_media(tmp_path / f"answer{ending}", frames=plain_frames(count=50), fps=25)
    seen: list[VideoFrame] = []

    media = decode(path, workdir=tmp_path, frames_per_second=5, on_frame=seen.append)

    assert media.audio is None
    assert media.frames == len(seen) == 10
    assert all(abs(frame.at_ms - 200 * i) < 170 for i, frame in enumerate(seen))
    brightness = [float(frame.rgb.mean()) for frame in seen]
    assert brightness == sorted(brightness)
    assert brightness[-1] - brightness[0] > 100


def test_decode_large_pictures_are_made_smaller(tmp_path: Path) -> None:
    path = write_media(tmp_path / "answer.mp4", frames=plain_frames(count=5, width=1280, height=720))
    seen: list[VideoFrame] = []

    decode(path, workdir=tmp_path, frames_per_second=1, on_frame=seen.append, max_width=320)

    assert seen[0].rgb.shape == (180, 320, 3)
    assert seen[0].rgb.dtype == np.uint8


def test_decode_turned_pictures_are_put_upright(tmp_path: Path) -> None:
    picture = np.zeros((48, 64, 3), dtype=np.uint8)
    picture[:, :16] = 255  # white on the left as stored
    path = write_media(tmp_path / "answer.mp4", frames=[picture] * 5, turned=90)
    seen: list[VideoFrame] = []

    decode(path, workdir=tmp_path, frames_per_second=1, on_frame=seen.append)

    upright = seen[0].rgb
    assert upright.shape == (64, 48, 3)
    assert upright[-8:].mean() > 200  # a quarter turn counter-clockwise takes left to the bottom
    assert upright[:8].mean() < 50


def test_decode_uneven_frame_times_keeps_true_times(tmp_path: Path) -> None:
    times = [0, 40, 80, 900, 940, 2500, 2540]
    path = write_media(tmp_path / "answer.webm", frames=plain_frames(count=7), frame_ms=times)
    seen: list[VideoFrame] = []

    decode(path, workdir=tmp_path, frames_per_second=2, on_frame=seen.append)

    assert [frame.at_ms for frame in seen] == [0, 900, 2500]


def test_decode_clock_not_starting_at_zero_is_set_to_zero(tmp_path: Path) -> None:
    path = write_media(tmp_path / "answer.mkv", sound=tone(seconds=1), frames=plain_frames(count=10), start_ms=5000)
    seen: list[VideoFrame] = []

    media = decode(path, workdir=tmp_path, frames_per_second=2, on_frame=seen.append)

    assert seen[0].at_ms == 0
    assert media.audio is not None
    assert media.audio.duration_ms == pytest.approx(1000, abs=30)


def test_decode_sound_that_begins_late_is_preceded_by_silence(tmp_path: Path) -> None:
    path = write_media(
        tmp_path / "answer.mkv", sound=tone(seconds=1), frames=plain_frames(count=20), sound_delay_ms=700
    )

    track = decode(path, workdir=tmp_path).audio

    assert track is not None
    assert np.abs(track.slice(0, 680)).max() == 0
    assert np.abs(track.slice(720, 1600)).max() > 0.25


@pytest.mark.parametrize("options", [{"live": "1"}], ids=["live"])
def test_decode_webm_without_length_measures_it(tmp_path: Path, options: dict[str, str]) -> None:
    path = write_media(tmp_path / "answer.webm", sound=tone(seconds=2, rate=48_000), rate=48_000, options=options)

    assert probe(path).duration_ms is None
    media = decode(path, workdir=tmp_path)

    assert media.duration_ms == pytest.approx(2000, abs=40)
    assert media.info.duration_ms == media.duration_ms
    assert not media.truncated


def test_decode_fragmented_mp4_reads_all(tmp_path: Path) -> None:
    path = write_media(
        tmp_path / "answer.mp4",
        sound=tone(seconds=2, rate=44_100),
        rate=44_100,
        frames=plain_frames(count=20),
        options={"movflags": "frag_keyframe+delay_moov"},
    )
    seen: list[VideoFrame] = []

    media = decode(path, workdir=tmp_path, frames_per_second=1, on_frame=seen.append)

    assert media.audio is not None
    assert media.audio.duration_ms == pytest.approx(2000, abs=60)
    assert len(seen) == 2


def test_decode_reports_the_hash_of_the_file(tmp_path: Path) -> None:
    path = write_media(tmp_path / "answer.wav", sound=tone(seconds=0.2))

    assert decode(path, workdir=tmp_path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_decode_without_sound_wanted_leaves_no_file(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    path = write_media(tmp_path / "answer.mp4", sound=tone(seconds=1, rate=44_100), rate=44_100)

    media = decode(path, workdir=work, want_audio=False)

    assert media.audio is None
    assert media.info.has_audio
    assert list(work.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty_file"), (b"Dear Sir or Madam", "not_media"), (b"\x1aE\xdf\xa3" + bytes(40), "truncated")],
)
def test_probe_file_that_cannot_be_played_says_why(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "answer.webm"
    path.write_bytes(content)

    with pytest.raises(MediaError) as caught:
        probe(path)

    assert caught.value.code == code
    assert str(caught.value) == MediaError.SENTENCES[code]


def test_probe_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(MediaError) as caught:
        probe(tmp_path / "nothing.webm")

    assert caught.value.code == "missing_file"


def test_probe_playlist_is_not_followed(tmp_path: Path) -> None:
    write_media(tmp_path / "secret.wav", sound=tone(seconds=1))
    playlist = tmp_path / "answer.mp4"
    playlist.write_text("#EXTM3U\n#EXTINF:1,\nsecret.wav\n#EXT-X-ENDLIST\n")

    with pytest.raises(MediaError) as caught:
        probe(playlist)

    assert caught.value.code == "not_media"


def test_decode_mp4_cut_before_its_index_raises_truncated(tmp_path: Path) -> None:
    path = write_media(tmp_path / "answer.mp4", sound=tone(seconds=2, rate=44_100), rate=44_100)

    with pytest.raises(MediaError) as caught:
        decode(cut_short(path, keep=0.7), workdir=tmp_path)

    assert caught.value.code == "truncated"


@pytest.mark.parametrize("ending", [".webm", ".mkv", ".wav", ".flac"])
def test_decode_file_cut_in_the_middle_gives_what_is_there(tmp_path: Path, ending: str) -> None:
    sound = noise(seconds=6, rate=48_000)
    path = write_media(tmp_path / f"answer{ending}", sound=sound, rate=48_000)

    media = decode(cut_short(path, keep=0.5), workdir=tmp_path)

    assert media.truncated
    assert media.audio is not None
    assert 1500 < media.audio.duration_ms < 4500


@pytest.mark.parametrize("ending", [".webm", ".mkv", ".wav", ".mp4", ".mp3", ".ogg", ".m4a", ".mpg"])
def test_decode_whole_file_is_not_called_truncated(tmp_path: Path, ending: str) -> None:
    path = write_media(tmp_path / f"answer{ending}", sound=tone(seconds=6, rate=48_000), rate=48_000)

    assert not decode(path, workdir=tmp_path).truncated


def test_decode_damage_in_the_middle_is_skipped_and_counted(tmp_path: Path) -> None:
    path = write_media(tmp_path / "answer.mp3", sound=noise(seconds=4, rate=44_100), rate=44_100)

    media = decode(damaged(path, at=0.5, length=900), workdir=tmp_path)

    assert media.broken_packets > 0
    assert media.audio is not None
    assert media.audio.duration_ms > 3000


def test_decode_longer_than_allowed_raises_even_when_the_header_is_silent(tmp_path: Path) -> None:
    path = write_media(tmp_path / "answer.webm", sound=tone(seconds=3, rate=48_000), rate=48_000, options={"live": "1"})

    with pytest.raises(MediaError) as caught:
        decode(path, workdir=tmp_path, limits=MediaLimits(max_duration_ms=2000))

    assert caught.value.code == "too_long"


def test_probe_pictures_larger_than_allowed_raise(tmp_path: Path) -> None:
    path = write_media(tmp_path / "answer.mp4", frames=plain_frames(count=2, width=320, height=240))

    with pytest.raises(MediaError) as caught:
        probe(path, limits=MediaLimits(max_pixels=320 * 239))

    assert caught.value.code == "too_large_picture"


def test_decode_error_of_the_frame_receiver_goes_through(tmp_path: Path) -> None:
    path = write_media(tmp_path / "answer.mp4", frames=plain_frames(count=3))

    def refuse(frame: VideoFrame) -> None:
        raise LookupError("the engine's own")

    with pytest.raises(LookupError):
        decode(path, workdir=tmp_path, frames_per_second=1, on_frame=refuse)


def test_track_slices_and_blocks_agree_with_the_whole(tmp_path: Path) -> None:
    samples = noise(seconds=2.5)
    track = AudioTrack.store(samples, path=tmp_path / "a.raw")

    assert track.duration_ms == 2500
    assert np.allclose(track.array(), samples, atol=1e-4)
    assert np.array_equal(track.slice(500, 700), track.array()[8000:11200])
    assert len(track.slice(2400, 9000)) == 1600
    starts, blocks = zip(*track.blocks(1000), strict=True)
    assert starts == (0, 1000, 2000)
    assert np.array_equal(np.concatenate(blocks), track.array())


def test_track_without_samples_is_empty(tmp_path: Path) -> None:
    track = AudioTrack.store(silence(seconds=0), path=tmp_path / "a.raw")

    assert track.array().shape == (0,)
    assert loud_spans(track) == ()
    assert level_db(track) is None


def test_loud_spans_finds_sound_between_silences(tmp_path: Path) -> None:
    sound = np.concatenate(
        [
            silence(seconds=1),
            tone(seconds=1),
            silence(seconds=0.1),
            tone(seconds=0.5),
            silence(seconds=1),
            tone(seconds=1),
        ]
    )
    track = AudioTrack.store(sound, path=tmp_path / "a.raw")

    assert loud_spans(track) == (Span(1000, 2600), Span(3600, 4600))


def test_loud_spans_of_silence_and_hiss_are_none(tmp_path: Path) -> None:
    track = AudioTrack.store(noise(seconds=2, level=0.0005), path=tmp_path / "a.raw")

    assert loud_spans(track) == ()
    assert level_db(track) == pytest.approx(-66, abs=1)
