"""The recording that is measured: the demo's strong answer, filled up with silence to a round length, and a face."""

from __future__ import annotations

import tempfile
import wave
from pathlib import Path

import av
import numpy as np

from analysis.engines.base import QuestionBrief
from demo.manifest import Recording, load_manifest
from demo.record import SAMPLE_RATE, encode
from demo.video import render_answer_video
from questionbank.seeds import load_seed

ANSWER = "strong.ogg"
SECONDS = 60
SIZE = (640, 360)
FRAMES_PER_SECOND = 25  # of the recording, as webcams give them


def spoken_recording() -> Recording:
    return next(recording for recording in load_manifest().recordings if recording.file == ANSWER)


def question_asked() -> QuestionBrief:
    """The question that the recording answers."""
    asked = load_seed(load_manifest().seed).question(spoken_recording().question or "")
    return QuestionBrief(
        content=asked.content,
        type=asked.type,
        difficulty=asked.difficulty,
        reference_answer=asked.reference_answer,
        scoring_points=asked.scoring_points,
    )


def render(target: Path, *, seconds: int = SECONDS) -> None:
    """Write an MP4 file of exactly so many seconds: the answer (cut, or silence after it) and the moving face."""
    samples = fitted(samples_of(spoken_recording().path), length=seconds * SAMPLE_RATE)
    with tempfile.TemporaryDirectory() as folder:
        sound, opus = Path(folder, "answer.wav"), Path(folder, "answer.ogg")
        _write_wave(sound, samples)
        encode(sound, opus)
        render_answer_video(opus, target, seconds=seconds, fps=FRAMES_PER_SECOND, size=SIZE)


def samples_of(path: Path, *, rate: int = SAMPLE_RATE) -> np.ndarray:
    """The sound of a file, mono, int16, at ``rate``."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
    with av.open(str(path)) as sound:
        frames = [piece for frame in (*sound.decode(audio=0), None) for piece in resampler.resample(frame)]
    return np.concatenate([frame.to_ndarray().ravel() for frame in frames])


def fitted(samples: np.ndarray, *, length: int) -> np.ndarray:
    """The first ``length`` samples, with silence after them where there are fewer."""
    return np.pad(samples[:length], (0, max(0, length - len(samples))))


def _write_wave(path: Path, samples: np.ndarray) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.astype("<i2").tobytes())
