from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from demo.manifest import RECORDINGS
from demo.video import moving_face, render_answer_video

SOUND = RECORDINGS / "strong.ogg"


def pictures(**options: object) -> np.ndarray:
    given = {"count": 20, "fps": 10, "size": (160, 90), "seed": 1, "turn_degrees": 0.0, **options}
    return np.stack(list(moving_face(**given)))  # type: ignore[arg-type]


def test_video_has_the_asked_size_rate_and_length(tmp_path: Path):
    target = tmp_path / "answer.mp4"
    render_answer_video(SOUND, target, seconds=2.0, fps=5, size=(320, 180), seed=1)
    with av.open(str(target)) as file:
        frames = list(file.decode(video=0))
    assert len(frames) == 10
    assert (frames[0].width, frames[0].height) == (320, 180)
    assert frames[-1].time == pytest.approx(1.8, abs=0.01)


def test_video_keeps_the_recorded_sound(tmp_path: Path):
    target = tmp_path / "answer.mp4"
    render_answer_video(SOUND, target, seconds=2.0, seed=1)
    with av.open(str(target)) as video, av.open(str(SOUND)) as original:
        copied = [bytes(packet) for packet in video.demux(audio=0) if packet.size]
        spoken = [bytes(packet) for packet in original.demux(audio=0) if packet.size]
    assert copied == spoken[: len(copied)]
    assert len(copied) * 0.06 == pytest.approx(2.0, abs=0.12)


def test_whole_recording_becomes_a_video_of_its_length(tmp_path: Path):
    target = tmp_path / "answer.mp4"
    render_answer_video(SOUND, target, fps=2, size=(160, 90), seed=1)
    with av.open(str(target)) as video, av.open(str(SOUND)) as original:
        assert video.duration == pytest.approx(original.duration, abs=0.6 * av.time_base)


def test_sound_that_is_not_opus_is_refused(tmp_path: Path):
    wav = tmp_path / "a.wav"
    with av.open(str(wav), "w") as file:
        stream = file.add_stream("pcm_s16le", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 800), dtype=np.int16), layout="mono")
        frame.rate = 8000
        file.mux(stream.encode(frame))
    with pytest.raises(ValueError, match="Opus"):
        render_answer_video(wav, tmp_path / "answer.mp4")


def test_face_moves_a_little():
    shown = pictures().astype(int)
    change = np.abs(np.diff(shown, axis=0)).mean(axis=(1, 2, 3))
    assert change.min() > 0
    assert change.max() < 20


def test_same_seed_gives_the_same_movement_and_another_one_does_not():
    assert np.array_equal(pictures(seed=3), pictures(seed=3))
    assert not np.array_equal(pictures(seed=3), pictures(seed=4))


def test_face_turned_away_differs_only_around_the_head():
    straight, turned = pictures(count=130, seed=1), pictures(count=130, seed=1, turn_degrees=36.0)
    differs = np.abs(straight.astype(int) - turned).max(axis=(0, 3)) > 8
    assert differs[20:50, 60:100].mean() > 0.5
    assert not differs[:, :25].any()
    assert not differs[:, 135:].any()
