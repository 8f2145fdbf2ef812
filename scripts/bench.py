"""Run the measurements in benchmarks/ and write what they print to benchmarks/results/DATE.md.

Every program in ``benchmarks/`` is run by itself; ``bench.py NAME...`` runs only those whose names contain one of the
words. A module whose name begins with an underscore is a helper. The exit code is the number of programs that failed.
"""

from __future__ import annotations

import datetime
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / "benchmarks"
_NAMED_VERSIONS = ("Django", "celery", "faster-whisper", "mediapipe", "torch", "praat-parselmouth")


def main(words: list[str]) -> int:
    programs = [path for path in sorted(FOLDER.glob("[!_]*.py")) if not words or any(w in path.name for w in words)]
    if not programs:
        print("No measurement has that name.", file=sys.stderr)
        return 1
    target = _target()
    failed = 0
    with target.open("w") as report:
        report.write(heading())
        for path in programs:
            print(f"== {path.stem}", flush=True)
            code, output = measure(path)
            failed += code != 0
            report.write(
                f"\n## {path.stem}\n\n{output.strip()}\n" + (f"\n**Failed: exit code {code}**\n" if code else "")
            )
            report.flush()
    print(f"Written to {target.relative_to(PROJECT)}")
    return failed


def measure(path: Path) -> tuple[int, str]:
    """Run one program; its standard output is the report, everything else goes to the terminal."""
    command = [sys.executable, "-m", f"benchmarks.{path.stem}"]
    done = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout, flush=True)
    return done.returncode, done.stdout


def heading() -> str:
    now = datetime.datetime.now(datetime.UTC)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    versions = ", ".join(f"{name} {version(name)}" for name in _NAMED_VERSIONS)
    return (
        f"# Measured on {now:%Y-%m-%d %H:%M} UTC\n\n"
        f"{len(os.sched_getaffinity(0))} cores ({platform.machine()}), {memory:.0f} GiB, no GPU used; "
        f"Python {platform.python_version()}, {versions}.\n"
    )


def _target() -> Path:
    results = FOLDER / "results"
    results.mkdir(parents=True, exist_ok=True)
    return results / f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}.md"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
