"""How well the speakers of a recording are told apart, and how long an hour takes.

Run from the repository root: ``python -m benchmarks.diarization [--quick] [--runs N]``.

The error rate is the usual one: time missed, invented or given to the wrong speaker, by the time spoken, with a collar
of 0.25 s on both sides of every boundary left out (pyannote.metrics calls it 0.5); the same without a collar stands
beside it. Speech of two at once counts twice. Conversations are made of real voices; a meeting with its own annotation
is read from the recordings beside the repository. The number of speakers is estimated everywhere, and given as well
where it says so.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis.engines.diarization.base import Listening
from analysis.engines.diarization.resemblyzer import ResemblyzerDiarizer
from analysis.engines.media import SAMPLE_RATE, AudioTrack, decode
from analysis.engines.results import Diarization
from benchmarks._common import Goal, machine_line, parser_for, runs_of, table
from benchmarks._voices import SHARED, Manner, Said, chosen, conversation, read_rttm, speakers

COLLAR_SECONDS = 0.25
GOAL_MEETING, GOAL_CLEAN = 0.25, 0.08
GOAL_MINUTES, GOAL_MIB = 6.0, 1536
HOUR_SECONDS = 3600
TALK_SECONDS = 60

# Pairs of speakers by parts of their names: read Mandarin with itself, English with itself, one of each.
PAIRS = (("zh/0", "zh/2"), ("zh/2", "zh/3"), ("zh/1", "zh/4"), ("en/1089", "en/1221"))
MANNERS: Mapping[str, Manner] = {
    "clean, turns of 2-15 s": Manner(),
    "turns of 2-4 s": Manner(turn=(2.0, 4.0)),
    "no gaps between turns": Manner(gap=(0.0, 0.05)),
    "gaps of 1-4 s": Manner(gap=(1.0, 4.0)),
    "one 14 dB quieter": Manner(levels_db=(0.0, -14.0)),
    "pink noise at 20 dB": Manner(noise_db=20.0),
    "telephone band": Manner(telephone=True),
    "half of the turns begin over the last": Manner(at_once=0.5),
}
CLEAN = next(iter(MANNERS))
_PARTS = {"zh/": "aishell_las_audio_", "en/": "librispeech_"}


@dataclass(frozen=True, slots=True)
class Scored:
    """One recording judged. ``marked``, ``shared`` and ``hit`` are seconds: marked as two at once, really so, both."""

    error: float
    error_without_collar: float
    speakers: int
    found: int
    marked: float = 0.0
    shared: float = 0.0
    hit: float = 0.0


def error_rate(reference: Sequence[Said], found: Sequence[Said], *, seconds: float, collar: float) -> float:
    """Diarization error rate, ``collar`` seconds on each side of a boundary left out."""
    from pyannote.core import Annotation, Segment, Timeline
    from pyannote.metrics.diarization import DiarizationErrorRate

    def annotation(said: Sequence[Said]) -> Annotation:
        made = Annotation()
        for number, one in enumerate(said):
            made[Segment(one.start, one.end), number] = one.speaker
        return made

    metric = DiarizationErrorRate(collar=2 * collar)
    return float(metric(annotation(reference), annotation(found), uem=Timeline([Segment(0, seconds)])))


def judged(reference: Sequence[Said], result: Diarization, *, seconds: float) -> Scored:
    found = [Said(f"voice {one.speaker}", one.start_ms / 1000, one.end_ms / 1000) for one in result.segments]
    at = np.arange(0.05, seconds, 0.1)
    really = np.array([len({one.speaker for one in reference if one.start <= t < one.end}) > 1 for t in at])
    shared = [(one.start_ms / 1000, one.end_ms / 1000) for one in result.segments if one.overlap]
    marked = np.array([any(start <= t < end for start, end in shared) for t in at])
    return Scored(
        error_rate(reference, found, seconds=seconds, collar=COLLAR_SECONDS),
        error_rate(reference, found, seconds=seconds, collar=0.0),
        len({one.speaker for one in reference}),
        result.speaker_count,
        marked=float(marked.sum()) / 10,
        shared=float(really.sum()) / 10,
        hit=float((marked & really).sum()) / 10,
    )


def talk(
    engine: ResemblyzerDiarizer, voices: Mapping[str, np.ndarray], manner: Manner, *, seed: int, folder: Path
) -> Scored:
    samples, reference = conversation(voices, seconds=TALK_SECONDS, manner=manner, seed=seed)
    track = AudioTrack.store(samples, path=folder / "talk.s16le")
    return judged(reference, engine.run(Listening(track)), seconds=len(samples) / SAMPLE_RATE)


def meeting(engine: ResemblyzerDiarizer, *, count: int | None, folder: Path) -> Scored:
    """30 s of an AMI meeting, far from the microphone."""
    source = SHARED / "diarization"
    track = decode(source / "pyannote_ami_dev00.wav", workdir=folder).audio
    assert track is not None
    reference = read_rttm(source / "pyannote_debug.development.rttm", "dev00")
    return judged(reference, engine.run(Listening(track, speaker_count=count)), seconds=track.duration_ms / 1000)


def pair(voices: Mapping[str, np.ndarray], names: Sequence[str]) -> dict[str, np.ndarray]:
    return chosen(voices, [name.replace(name[:3], _PARTS[name[:3]], 1) for name in names])


def hour(voices: Mapping[str, np.ndarray], *, seconds: int, folder: Path) -> dict[str, float]:
    """Seconds and memory of decoding and diarizing a long recording in a process of its own, and its error rate."""
    samples, reference = conversation(pair(voices, PAIRS[0]), seconds=seconds, manner=Manner(), seed=1)
    path = folder / "hour.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    command = [sys.executable, "-m", "benchmarks._diarize", str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    answer = json.loads(done.stdout)
    found = [Said(str(speaker), start / 1000, end / 1000) for speaker, start, end in answer.pop("segments")]
    length = len(samples) / SAMPLE_RATE
    return {**answer, "length": length, "error": error_rate(reference, found, seconds=length, collar=COLLAR_SECONDS)}


def show(rows: Mapping[str, Sequence[Scored]]) -> None:
    heads = ("Recordings", "Number", "Error, mean", "worst", "without collar", "speakers right", "two at once")
    print(table(heads, [(name, len(found), *_cells(found)) for name, found in rows.items()]))


def _cells(found: Sequence[Scored]) -> tuple[str, ...]:
    marked, shared, hit = (sum(getattr(one, name) for one in found) for name in ("marked", "shared", "hit"))
    right = sum(one.found == one.speakers for one in found)
    return (
        f"{np.mean([one.error for one in found]):.1%}",
        f"{max(one.error for one in found):.1%}",
        f"{np.mean([one.error_without_collar for one in found]):.1%}",
        f"{right} of {len(found)}",
        f"{hit:.0f} s of {shared:.0f} found, {marked:.0f} marked" if shared or marked else "",
    )


def goals(rows: Mapping[str, Sequence[Scored]], long: Mapping[str, float]) -> list[Goal]:
    met = max(one.error for name, found in rows.items() if name.startswith("meeting") for one in found)
    clean = max(one.error for one in rows[CLEAN])
    minutes = long["seconds"] / 60 * HOUR_SECONDS / long["length"]
    return [
        Goal("error rate of the meeting at most 25 %", f"{met:.1%}", met <= GOAL_MEETING),
        Goal("error rate of two clean speakers at most 8 %", f"worst of all pairs {clean:.1%}", clean <= GOAL_CLEAN),
        Goal("an hour of two speakers under 6 minutes", f"{minutes:.1f} minutes", minutes < GOAL_MINUTES),
        Goal("in under 1.5 GiB", f"{long['peak_mib']:.0f} MiB", long["peak_mib"] < GOAL_MIB),
    ]


def measure(*, runs: int, is_quick: bool, folder: Path) -> tuple[dict[str, list[Scored]], dict[str, float]]:
    engine, voices = ResemblyzerDiarizer(), speakers()
    rows = {
        "meeting, number estimated": [meeting(engine, count=None, folder=folder)],
        "meeting, number given": [meeting(engine, count=2, folder=folder)],
    }
    pairs = PAIRS[:2] if is_quick else PAIRS
    for number, (name, manner) in enumerate(MANNERS.items()):
        rows[name] = [
            talk(engine, pair(voices, names), manner, seed=1000 * run + 10 * number + place, folder=folder)
            for run in range(runs)
            for place, names in enumerate(pairs)
        ]
    three, alone = pair(voices, ("zh/2", "zh/4", "en/1221")), pair(voices, ("zh/4",))
    rows["three speakers"] = [talk(engine, three, Manner(in_turn=False), seed=7, folder=folder)]
    rows["one speaker"] = [talk(engine, alone, Manner(), seed=8, folder=folder)]
    return rows, hour(voices, seconds=600 if is_quick else HOUR_SECONDS, folder=folder)


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser_for(__doc__, runs=1).parse_args(arguments)
    if not (SHARED / "diarization").is_dir():
        print("The recordings with known speakers are not at hand; nothing was measured.")
        return 0
    print(machine_line())
    with tempfile.TemporaryDirectory() as name:
        rows, long = measure(runs=runs_of(options), is_quick=options.quick, folder=Path(name))
    show(rows)
    print(
        f"{long['length'] / 60:.0f} minutes of two speakers: decoded and told apart in {long['seconds']:.0f} s "
        f"({long['cpu_seconds']:.0f} s of processor), at most {long['peak_mib']:.0f} MiB, "
        f"error rate {long['error']:.1%}.\n"
    )
    for goal in goals(rows, long):
        print(goal.line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
