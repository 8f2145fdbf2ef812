"""Live interviews: how soon signals come back with one and with forty at once, where it saturates, bare sockets.

Run from the repository root: ``python -m benchmarks.live [--quick] [--seconds N] [--interviews N] [--sockets N]``.

The whole product runs as `manage.py run` starts it; the candidates are one more process on the same machine, sending
the demo's speech in quarters of a second and a picture of its face each second. Posture is looked at in every fourth.
It is done in under eight minutes: steps towards saturation are left out when their time is over.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx

from benchmarks import _interviews
from benchmarks._common import Goal, machine_line, parser_for, percentile, table
from benchmarks._live_load import Load, LoadFailed, running_load
from interview_ai.sdk import InterviewAIError

PROJECT = Path(__file__).resolve().parents[1]
CROWD, SECONDS = 40, 20
# Towards saturation: so many interviews more, and so long each.
STEP, STEP_SECONDS, MOST_STEPS = 20, 12, 3
# No further step begins after this.
STEPS_END_SECONDS = 330.0
CROWD_GOAL_MS, ONE_GOAL_MS, LAG_GOAL_MS = 700.0, 250.0, 50.0
# Saturated: signals come later than the goal, or more than one window in ten is left out.
MOST_DROPPED = 0.1
SOCKETS, BROADCASTS, BROADCAST_GOAL_MS = 1000, 10, 250.0
# As many candidates at once ask for their interviews and hand in their answers.
_AT_ONCE = 4
_CONNECT_SECONDS = 120.0
_LOG_LINES = 30
_OPEN = {
    "CALLS_PER_MINUTE": "10000000",
    "REGISTRATIONS_PER_HOUR": "100000",
    "METRICS_PUBLIC": "1",
    "LOG_LEVEL": "WARNING",
}
_LAG = re.compile(r'^interview_ai_event_loop_lag_seconds_bucket\{le="([^"]+)"\} ([\d.]+)', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Held:
    """What a number of simultaneous interviews met with. Latencies and lag in milliseconds."""

    interviews: int
    workers: int
    windows: int
    results: int
    dropped: int
    nulls: int
    silent: int  # interviews that got no signal, or not the event of their question
    latencies: list[float]
    lag_ms: float
    answers_lost: int | None = None  # None: no answers were given
    failures: list[str] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """Of the signals that came; endless where none did."""
        return percentile(self.latencies, 0.95) if self.latencies else float("inf")

    @property
    def is_saturated(self) -> bool:
        return self.p95 >= CROWD_GOAL_MS or self.dropped > MOST_DROPPED * self.windows


@dataclass(frozen=True, slots=True)
class Bare:
    """Bare sockets: milliseconds of each frame after the first socket had it, and what a connection takes."""

    sockets: int
    values: list[float]
    kib: float
    missed: int
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A running site, the people on it and the load."""

    site: Any
    people: _interviews.People
    load: Load
    workers: int


@contextmanager
def stage(load: Load, *, workers: int) -> Iterator[Stage]:
    """The product with that many live workers. What its web process had to say is shown when something fails."""
    from interview_ai.supervisor.embedded import running_site

    with tempfile.TemporaryDirectory() as folder:
        env = {**_OPEN, "LIVE_WORKERS": str(workers)}
        with running_site(Path(folder), env=env, arguments=("--no-demo-data",)) as found:
            try:
                yield Stage(found, _interviews.register(found.base_url), load, workers)
            except (InterviewAIError, httpx.HTTPError):
                lines = (found.data_dir / "log" / "web.log").read_text().splitlines()
                print("\n".join(lines[-_LOG_LINES:]), file=sys.stderr)
                raise


def rooms_of(on: Stage, *, count: int) -> list[dict[str, str]]:
    """Interviews in progress and the addresses of their sockets."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda _: _room(on), range(count)))


def _room(on: Stage) -> dict[str, str]:
    interviews = on.people.candidate.interviews
    made = interviews.create(position_id=on.people.position.id)
    interviews.start(made.id)
    address = f"{on.site.base_url.replace('http', 'ws', 1)}/ws/interviews/{made.id}?token={made.room_token}"
    return {"id": made.id, "url": address, "question": made.questions[0].id}


def lag_counts(base_url: str) -> dict[float, float]:
    """The histogram of the event loop's lag so far: observations up to each bound, in seconds."""
    text = httpx.get(f"{base_url}/metrics", timeout=30).text
    return {float(bound): float(count) for bound, count in _LAG.findall(text)}


def lag_p95(before: Mapping[float, float], after: Mapping[float, float]) -> float:
    """The bound in ms that 95 % of the observations between the two stay under, interpolated in its bucket."""
    counts = {bound: count - before.get(bound, 0.0) for bound, count in sorted(after.items())}
    wanted = 0.95 * max(counts.values(), default=0.0)
    lower, passed = 0.0, 0.0
    for bound, count in counts.items():
        if count >= wanted > 0:
            top = bound if bound != float("inf") else lower
            return 1000 * (lower + (top - lower) * (wanted - passed) / max(1.0, count - passed))
        lower, passed = bound, count
    return 0.0


def hold(on: Stage, *, interviews: int, seconds: int, with_answers: bool = False) -> Held:
    """That many at once. ``with_answers``: then every candidate hands one in and ends, and each must be there."""
    rooms = rooms_of(on, count=interviews)
    before = lag_counts(on.site.base_url)
    on.load.send(kind="crowd", rooms=rooms, seconds=seconds)
    found = on.load.receive(seconds=seconds + _CONNECT_SECONDS)
    lag = lag_p95(before, lag_counts(on.site.base_url))
    lost = _answers_lost(on, rooms) if with_answers else None
    return Held(
        interviews=interviews,
        workers=on.workers,
        windows=sum(one["windows"] for one in found),
        results=sum(one["frames"].get("realtime_analysis", 0) for one in found),
        dropped=sum(one["dropped"] for one in found),
        nulls=sum(one["nulls"] for one in found),
        silent=sum(_is_silent(one["frames"]) for one in found),
        latencies=[value for one in found for value in one["latencies"]],
        lag_ms=lag,
        answers_lost=lost,
        failures=[one["failure"] for one in found if one["failure"]],
    )


def _is_silent(frames: Mapping[str, int]) -> bool:
    return not frames.get("connected") or not frames.get("realtime_analysis")


def _answers_lost(on: Stage, rooms: Sequence[Mapping[str, str]]) -> int:
    recording = _silent_second(on.site.data_dir)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return sum(not kept for kept in pool.map(lambda room: _answer(on.people, room, recording), rooms))


def _answer(people: _interviews.People, room: Mapping[str, str], recording: Path) -> bool:
    """Hand in an answer and end the interview; whether the answer is there."""
    interviews = people.candidate.interviews
    upload = people.candidate.uploads.upload(recording, interview_id=room["id"])
    interviews.submit_answer(
        room["id"], question_id=room["question"], audio_url=upload.file_url, video_url=upload.file_url, duration=1
    )
    interviews.end(room["id"])
    return len(interviews.answers(room["id"])) == 1


def _silent_second(folder: Path) -> Path:
    path = folder / "silence.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(32_000))
    return path


def broadcast(on: Stage, *, sockets: int) -> Bare:
    """Bare sockets in one room: spread of each broadcast but the first, and memory for each connection."""
    (room,) = rooms_of(on, count=1)
    # Observers: of a candidate's own pages only some may be open.
    room["url"] = f"{room['url'].partition('=')[0]}={on.people.company.access_token}"
    web = _web_process(on.site)
    empty = _resident_kib(web)
    try:
        on.load.send(kind="listen", room=room, sockets=sockets, events=BROADCASTS)
        on.load.receive(seconds=_CONNECT_SECONDS)
        full = _resident_kib(web)
        _announce(on.site, room["id"])
        found = on.load.receive(seconds=_CONNECT_SECONDS)
    except LoadFailed as error:
        return Bare(sockets, [], 0.0, 0, failure=str(error))
    values = [value for spread in found["spreads"][1:] for value in spread]
    return Bare(sockets, values, kib=(full - empty) / sockets, missed=found["missed"])


def _announce(found_site: Any, interview_id: str) -> None:
    """Publish from another process, as a worker does."""
    program = (
        "import django; django.setup(); import time\n"
        "from interviews.contracts import AnalysisProgress\n"
        "from interviews.models import Interview\n"
        "from interviews.services import announce\n"
        f"pk = Interview.objects.get(public_id={interview_id!r}).pk\n"
        f"for number in range({BROADCASTS}):\n"
        "    told = AnalysisProgress(answer_id='ans', status='analyzing', progress=number / 100)\n"
        "    announce(pk, told)\n"
        "    time.sleep(0.7)\n"
    )
    surroundings = {
        "INTERVIEW_AI_DATA_DIR": str(found_site.data_dir),
        "DJANGO_SETTINGS_MODULE": "interview_ai.settings.local",
    }
    subprocess.run([sys.executable, "-c", program], cwd=PROJECT, env={**os.environ, **surroundings}, check=True)


def _web_process(found_site: Any) -> int:
    """The pid of uvicorn among the supervisor's children."""
    children = Path(f"/proc/{found_site.pid}/task/{found_site.pid}/children").read_text().split()
    return next(int(pid) for pid in children if b"uvicorn" in Path(f"/proc/{pid}/cmdline").read_bytes())


def _resident_kib(pid: int) -> int:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) if found else 0


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    interviews: int
    seconds: int
    sockets: int
    workers: tuple[int, ...] = (1, 2)
    steps: int = MOST_STEPS


def measure(plan: Plan) -> tuple[list[Held], Bare]:
    """One interview; steps until it saturates; the crowd, which also answers; all of it with one and with two live
    workers. Then bare sockets."""
    held: list[Held] = []
    end = time.monotonic() + STEPS_END_SECONDS
    with running_load() as load:
        for workers in plan.workers:
            with stage(load, workers=workers) as on:
                if workers == plan.workers[-1]:
                    bare = broadcast(on, sockets=plan.sockets)
                if workers == plan.workers[0]:
                    held.append(hold(on, interviews=1, seconds=plan.seconds))
                # Its answers keep the workers busy for a while: nothing is measured after it.
                held += _climb(on, plan, end=end)
                held.append(hold(on, interviews=plan.interviews, seconds=plan.seconds, with_answers=True))
    return held, bare


def _climb(on: Stage, plan: Plan, *, end: float) -> list[Held]:
    """More and more than the crowd, until it is too much or too late."""
    held: list[Held] = []
    for number in range(1, plan.steps + 1):
        if time.monotonic() > end or (held and held[-1].is_saturated):
            break
        held.append(hold(on, interviews=plan.interviews + number * STEP, seconds=STEP_SECONDS))
    return held


def goals(held: Sequence[Held], bare: Bare, *, interviews: int) -> list[Goal]:
    crowds = [one for one in held if one.interviews == interviews]
    best = min(crowds, key=lambda one: one.p95)
    alone = min((one for one in held if one.interviews == 1), key=lambda one: one.p95)
    silent, lost = (
        sum(values) for values in zip(*((one.silent, one.answers_lost or 0) for one in crowds), strict=True)
    )
    name = f"{interviews} live interviews"
    return [
        Goal(
            f"{name}: p95 from the last byte of a window to its signals under {CROWD_GOAL_MS:.0f} ms",
            f"{best.p95:.0f} ms with {best.workers} worker(s), {best.dropped} of {best.windows} windows dropped",
            best.p95 < CROWD_GOAL_MS,
        ),
        Goal(f"{name}: every interview gets its events", f"{silent} without", silent == 0),
        Goal(f"{name}: no answer lost", f"{lost} lost", lost == 0),
        Goal(
            f"{name}: p95 of the event loop's lag under {LAG_GOAL_MS:.0f} ms",
            f"{best.lag_ms:.1f} ms",
            best.lag_ms < LAG_GOAL_MS,
        ),
        Goal(f"one live interview: p95 under {ONE_GOAL_MS:.0f} ms", f"{alone.p95:.0f} ms", alone.p95 < ONE_GOAL_MS),
        _goal_of(bare),
    ]


def _goal_of(bare: Bare) -> Goal:
    text = f"{bare.sockets} bare sockets: broadcast p95 under {BROADCAST_GOAL_MS:.0f} ms after the first"
    if not bare.values:
        return Goal(text, bare.failure or "nothing was heard", False)
    last = percentile(bare.values, 0.95)
    measured = f"{last:.0f} ms, {bare.missed} missed, {bare.kib:.0f} KiB a connection"
    return Goal(text, measured, last < BROADCAST_GOAL_MS and not bare.missed)


def saturation(held: Sequence[Held], *, workers: int) -> str:
    """Between which numbers of interviews signals come too late or windows are left out."""
    ours = sorted((one for one in held if one.workers == workers), key=lambda one: one.interviews)
    over = next((one.interviews for one in ours if one.is_saturated), None)
    under = max((one.interviews for one in ours if over is None or one.interviews < over), default=0)
    if over is None:
        return f"With {workers} live worker(s): {under} interviews are not too many; more were not tried."
    return f"With {workers} live worker(s): saturated between {under} and {over} interviews."


def show(held: Sequence[Held]) -> None:
    heads = ("Interviews", "Workers", "Windows", "Signals", "Dropped", "p50 ms", "p95 ms", "Lag p95 ms", "No face")
    rows = [
        (
            one.interviews,
            one.workers,
            one.windows,
            one.results,
            f"{one.dropped} ({one.dropped / max(1, one.windows):.0%})",
            f"{percentile(one.latencies, 0.5):.0f}" if one.latencies else "-",
            f"{one.p95:.0f}",
            f"{one.lag_ms:.1f}",
            one.nulls,
        )
        for one in sorted(held, key=lambda one: (one.workers, one.interviews))
    ]
    print(table(heads, rows))
    for one in held:
        for failure in sorted(set(one.failures)):
            print(f"{one.failures.count(failure)} of {one.interviews} sockets failed: {failure}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = parser_for(__doc__, runs=1)
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long each interview sends")
    parser.add_argument("--interviews", type=int, default=CROWD, help="how many at once")
    parser.add_argument("--sockets", type=int, default=SOCKETS, help="bare sockets")
    options = parser.parse_args(arguments)
    plan = Plan(interviews=options.interviews, seconds=options.seconds, sockets=options.sockets)
    if options.quick:
        plan = replace(
            plan, seconds=min(8, plan.seconds), sockets=min(200, plan.sockets), workers=plan.workers[:1], steps=0
        )
    print(machine_line())
    held, bare = measure(plan)
    print(f"Each interview sends {plan.seconds} s, towards saturation {STEP_SECONDS} s; a window a second, its posture")
    print("every fourth. The load itself runs on the same cores.\n")
    show(held)
    for workers in plan.workers:
        print(saturation(held, workers=workers))
    for goal in goals(held, bare, interviews=plan.interviews):
        print(goal.line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
