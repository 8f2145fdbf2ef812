"""How long the analysis of one whole answer takes, against the pipeline one writes by hand with the same libraries.

Run from the repository root: ``python -m benchmarks.answer_analysis [--quick] [--runs N]``.

Both look at the same 60 seconds (640 x 360, 25 pictures a second, two of them looked at), each in a process of its own
that has loaded its models and done one short answer before, in turns. Where DeepFace's emotion weights are not on
this machine, both run a network of the same layers with random numbers. Content is scored by ours alone.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks._common import Goal, machine_line, parser_for, runs_of, seconds, table
from benchmarks._emotion_model import write_stand_in
from benchmarks._recording import SECONDS, render, spoken_recording

PROJECT = Path(__file__).resolve().parents[1]
GOAL_RATIO = 3.0
WARM_UP_SECONDS = 6
NAMES = {"ours": "ours", "by_hand": "by hand"}


class Pipeline:
    """A process of `benchmarks._pipelines` that waits for files to analyse."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.start = self._read()

    def analyse(self, video: Path) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{video}\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"The pipeline ended with exit code {self._process.wait()}.")
        return json.loads(line)


@contextmanager
def running(name: str, *, warm_up: Path, environment: Mapping[str, str]) -> Iterator[Pipeline]:
    """The pipeline's process, loaded and warmed up; it ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks._pipelines", name, str(warm_up)],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Pipeline(process)
    finally:
        process.kill()
        process.wait()


def deepface_home(folder: Path) -> tuple[Path, bool]:
    """Where DeepFace finds emotion weights, and whether they are the real ones."""
    from analysis.engines.expression.deepface import weights_path

    if weights_path().is_file():
        return weights_path().parents[2], True
    write_stand_in(weights_path(home=folder))
    return folder, False


def word_error_rate(said: str, heard: str) -> float:
    """Wrong, missing and added words by the number of words said, both texts in Whisper's English normal form."""
    from whisper.normalizers import EnglishTextNormalizer

    normal = EnglishTextNormalizer()
    wanted, found = normal(said).split(), normal(heard).split()
    return edits(wanted, found) / max(1, len(wanted))


def edits(wanted: Sequence[str], found: Sequence[str]) -> int:
    """Levenshtein distance between two sequences of words."""
    before = list(range(len(found) + 1))
    for row, word in enumerate(wanted, start=1):
        now = [row]
        for column, other in enumerate(found, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (word != other)))
        before = now
    return before[-1]


def measure(*, runs: int) -> tuple[dict[str, list[dict[str, Any]]], dict[str, dict[str, Any]], bool]:
    """What each pipeline said of each run and of its start, and whether the emotion weights were real."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        video, warm_up = folder / "answer.mp4", folder / "warm_up.mp4"
        render(video)
        render(warm_up, seconds=WARM_UP_SECONDS)
        home, is_real = deepface_home(folder)
        given = {"warm_up": warm_up, "environment": {"DEEPFACE_HOME": str(home)}}
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in NAMES}
        with running("ours", **given) as ours, running("by_hand", **given) as by_hand:
            for _ in range(runs):
                for name, pipeline in (("ours", ours), ("by_hand", by_hand)):
                    found[name].append(pipeline.analyse(video))
            return found, {"ours": ours.start, "by_hand": by_hand.start}, is_real


def goals(found: Mapping[str, Sequence[Mapping[str, Any]]], errors: Mapping[str, float]) -> list[Goal]:
    ratio = _median(found["by_hand"], "seconds") / _median(found["ours"], "seconds")
    return [
        Goal(f"at least {GOAL_RATIO:.0f} times faster than by hand", f"{ratio:.1f} times", ratio >= GOAL_RATIO),
        Goal(
            "the transcript is no worse",
            f"word error rate {errors['ours']:.1%}, by hand {errors['by_hand']:.1%}",
            errors["ours"] <= errors["by_hand"],
        ),
    ]


def _median(runs: Sequence[Mapping[str, Any]], key: str) -> float:
    return statistics.median(run[key] for run in runs)


def show(
    found: Mapping[str, Sequence[Mapping[str, Any]]],
    starts: Mapping[str, Mapping[str, Any]],
    errors: Mapping[str, float],
) -> None:
    rows = [
        (
            title,
            seconds([run["seconds"] for run in found[name]]),
            f"{_median(found[name], 'seconds') / SECONDS:.2f}",
            f"{_median(found[name], 'cpu_seconds'):.1f} s",
            f"{errors[name]:.1%}",
            found[name][0]["frames"],
            f"{starts[name]['load_seconds']:.1f} s",
            f"{_median(found[name], 'peak_mib'):.0f} MiB",
        )
        for name, title in NAMES.items()
    ]
    heads = ("Pipeline", "Time, median", "By real time", "CPU", "Word errors", "Pictures", "Loading", "Peak memory")
    print(table(heads, rows))
    for name, title in NAMES.items():
        parts = {part: statistics.median(run["parts"][part] for run in found[name]) for part in found[name][0]["parts"]}
        print(f"Where the time goes, {title}: " + ", ".join(f"{part} {value:.1f} s" for part, value in parts.items()))
    print()


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser_for(__doc__, runs=3).parse_args(arguments)
    runs = runs_of(options)
    print(machine_line())
    found, starts, is_real = measure(runs=runs)
    said = spoken_recording().spoken
    errors = {name: statistics.mean(word_error_rate(said, run["text"]) for run in found[name]) for name in NAMES}
    weights = "DeepFace's own" if is_real else "a stand-in of the same layers (DeepFace's are not on this machine)"
    print(f"{SECONDS} s of recording, {runs} run(s) each, in turns. Emotion weights: {weights}.\n")
    show(found, starts, errors)
    for goal in goals(found, errors):
        print(goal.line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
