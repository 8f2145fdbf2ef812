"""What the browser's pretended camera and microphone give: our own face, our own voice."""

from __future__ import annotations

import wave
from pathlib import Path

import av

from demo.video import moving_face

RECORDINGS = Path(__file__).resolve().parents[2] / "demo" / "recordings"
_RATE = 48_000


def write_face(path: Path, *, seconds: int = 4, fps: int = 10) -> Path:
    """A moving face as Motion JPEG, which the browser plays again and again."""
    import cv2

    pictures = moving_face(count=seconds * fps, fps=fps, size=(640, 480), seed=3, turn_degrees=0.0)
    with path.open("wb") as file:
        for picture in pictures:
            file.write(cv2.imencode(".jpg", picture[:, :, ::-1])[1].tobytes())
    return path


def write_voice(path: Path, *, recording: str = "strong.ogg", seconds: float | None = None) -> Path:
    """A recorded answer as WAV."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=_RATE)
    with av.open(str(RECORDINGS / recording)) as sound, wave.open(str(path), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(_RATE)
        for frame in sound.decode(audio=0):
            if seconds is not None and frame.time > seconds:
                break
            for fresh in resampler.resample(frame):
                target.writeframes(fresh.to_ndarray().tobytes())
    return path
