"""Two ways to analyse one answer, each in a process of its own: ``python -m benchmarks._pipelines NAME WARM_UP``.

``ours`` is `analysis.director.analyse` with the default engines. ``by_hand`` is what one writes with the libraries'
own examples: openai-whisper on the sound, ``DeepFace.analyze`` on each sampled picture, Praat on the whole file.

The process loads its models, goes once through the short WARM_UP file (so that nothing is compiled or opened later),
prints one line of JSON about that, and then analyses each file whose path it reads from its standard input, a line of
JSON for each.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._recording import question_asked, samples_of

SAMPLED_PER_SECOND = 2.0
VOICE_RATE = 16_000


class Ours:
    """The product's own analysis, as a worker runs it, without database and queue."""

    def __init__(self) -> None:
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as the settings do for a worker
        from analysis.engines.registry import EngineChoice, build_set

        names = {
            "asr": "faster-whisper",
            "prosody": "praat",
            "content": "embedded",
            "face": "mediapipe",
            "gaze": "iris",
            "posture": "mediapipe",
            "expression": "auto",
        }
        self.engines = build_set({kind: EngineChoice(name) for kind, name in names.items()})
        self.engines.preload()
        self.question = question_asked()

    def analyse(self, video: Path) -> dict[str, Any]:
        from analysis.director import Task, analyse

        task = Task(question=self.question, audio_path=video, video_path=video)
        with tempfile.TemporaryDirectory() as folder:
            found = analyse(task, engines=self.engines, workdir=Path(folder), frames_per_second=SAMPLED_PER_SECOND)
        if found.missing or found.failed_kinds:
            raise RuntimeError(f"Not everything was measured: {dict(found.missing)}")
        return {
            "text": found.results["asr"].text,
            "frames": found.results["expression"].frames,
            "expression": found.results["expression"].method,
            "parts": {use.kind: use.elapsed_ms / 1000 for use in found.engines},
        }


class ByHand:
    """One library after the other, with the options their documentation begins with."""

    def __init__(self) -> None:
        os.environ.setdefault("DEEPFACE_BACKEND_ENGINE", "onnx")
        from deepface import DeepFace

        from analysis.engines.asr.openai_whisper import OpenAIWhisper

        self.deepface = DeepFace
        recogniser = OpenAIWhisper()  # the same weights as ours, in fp32
        recogniser.load()
        self.whisper = recogniser._loaded()

    def analyse(self, video: Path) -> dict[str, Any]:
        parts: dict[str, float] = {}
        sound = _timed(parts, "sound", lambda: samples_of(video, rate=VOICE_RATE))
        text = _timed(parts, "asr", lambda: self._transcribe(sound))
        _timed(parts, "prosody", lambda: self._measure_voice(sound))
        emotions = _timed(parts, "video", lambda: [self._emotion(frame) for frame in sampled_frames(video)])
        return {"text": text, "frames": len(emotions), "expression": "deepface", "parts": parts}

    def _transcribe(self, sound: np.ndarray) -> str:
        samples = sound.astype(np.float32) / 32768
        return str(self.whisper.transcribe(samples, word_timestamps=True, fp16=False)["text"])

    def _emotion(self, frame: np.ndarray) -> str:
        found = self.deepface.analyze(frame, actions=["emotion"], enforce_detection=False, silent=True)
        return str(found[0]["dominant_emotion"])

    def _measure_voice(self, sound: np.ndarray) -> dict[str, float]:
        import parselmouth
        from parselmouth.praat import call

        voice = parselmouth.Sound(sound / 32768, sampling_frequency=VOICE_RATE)
        pitch, intensity, harmonicity = voice.to_pitch(), voice.to_intensity(), voice.to_harmonicity()
        pulses = call(voice, "To PointProcess (periodic, cc)", 75, 600)
        return {
            "pitch": call(pitch, "Get mean", 0, 0, "Hertz"),
            "intensity": call(intensity, "Get mean", 0, 0, "energy"),
            "hnr": call(harmonicity, "Get mean", 0, 0),
            "jitter": call(pulses, "Get jitter (local)", 0, 0, 0.0001, 0.02, 1.3),
            "shimmer": call([voice, pulses], "Get shimmer (local)", 0, 0, 0.0001, 0.02, 1.3, 1.6),
        }


PIPELINES: dict[str, Callable[[], Ours | ByHand]] = {"ours": Ours, "by_hand": ByHand}


def sampled_frames(video: Path) -> Iterator[np.ndarray]:
    """`SAMPLED_PER_SECOND` pictures (BGR) of each second, spread evenly."""
    import cv2

    capture = cv2.VideoCapture(str(video))
    step = max(1.0, capture.get(cv2.CAP_PROP_FPS) / SAMPLED_PER_SECOND)
    number = taken = 0
    while True:
        there, frame = capture.read()
        if not there:
            break
        if number >= taken * step:
            taken += 1
            yield frame
        number += 1
    capture.release()


def _timed(parts: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    found = work()
    parts[name] = time.perf_counter() - started
    return found


def main(name: str, warm_up: Path) -> int:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print goes to standard error
    started = time.perf_counter()
    pipeline = PIPELINES[name]()
    loaded = time.perf_counter()
    pipeline.analyse(warm_up)
    _say(answers, {"load_seconds": loaded - started, "warm_up_seconds": time.perf_counter() - loaded})
    for line in sys.stdin:
        clock, cpu = time.perf_counter(), time.process_time()
        found = pipeline.analyse(Path(line.strip()))
        spent = {"seconds": time.perf_counter() - clock, "cpu_seconds": time.process_time() - cpu}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _say(answers, {**found, **spent, "peak_mib": peak})
    return 0


def _say(answers: Any, found: dict[str, Any]) -> None:
    answers.write(json.dumps(found) + "\n")
    answers.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], Path(sys.argv[2])))
