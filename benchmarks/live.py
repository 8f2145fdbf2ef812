"""Live interviews: how soon signals come back with one and with forty at once, where it saturates, bare sockets.

Run from the repository root: ``python -m benchmarks.live [--quick] [--seconds N] [--interviews N]``.

The whole product runs as `manage.py run` starts it; the candidates are one more process on the same machine, sending
the demo's speech in quarters of a second and a picture of its face each second. Posture is looked at in every fourth.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks import _interviews
from benchmarks._common import Goal, machine_line, parser_for, percentile, table

PROJECT = Path(__file__).resolve().parents[1]
CROWD, SECONDS = 40, 30
CROWD_GOAL_MS, ONE_GOAL_MS, LAG_GOAL_MS = 700.0, 250.0, 50.0
SOCKETS, BROADCASTS, BROADCAST_GOAL_MS = 1000, 10, 250.0
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
    answers_lost: int
    latencies: list[float]
    lag_ms: float


@contextmanager
def site(*, workers: int) -> Iterator[Any]:
    """The product with that many live workers. The others wait: nothing is analysed meanwhile."""
    from interview_ai.supervisor.embedded import running_site

    with tempfile.TemporaryDirectory() as folder:
        env = {**_OPEN, "LIVE_WORKERS": str(workers)}
        with running_site(Path(folder), env=env, arguments=("--no-demo-data",)) as found:
            yield found


def rooms_of(people: _interviews.People, *, base_url: str, count: int) -> list[dict[str, str]]:
    """Interviews in progress and the addresses of their sockets."""
    found = []
    for _ in range(count):
        interview = people.candidate.interviews.create(position_id=people.position.id)
        people.candidate.interviews.start(interview.id)
        address = f"{base_url.replace('http', 'ws', 1)}/ws/interviews/{interview.id}?token={interview.room_token}"
        found.append({"id": interview.id, "url": address, "question": interview.questions[0].id})
    return found


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


def hold(found_site: Any, people: _interviews.People, *, interviews: int, seconds: int, workers: int) -> Held:
    """That many at once; afterwards each candidate submits an answer, and each must be there."""
    rooms = rooms_of(people, base_url=found_site.base_url, count=interviews)
    before = lag_counts(found_site.base_url)
    load = subprocess.run(
        [sys.executable, "-m", "benchmarks._live_load"],
        input=json.dumps({"kind": "crowd", "rooms": rooms, "seconds": seconds}) + "\n",
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    lag = lag_p95(before, lag_counts(found_site.base_url))
    found = json.loads(load.stdout)
    recording = _silent_second(found_site.data_dir)
    answered = sum(_answer(people, room, recording) for room in rooms)
    _wait_for_analysis(people, rooms)
    return Held(
        interviews=interviews,
        workers=workers,
        windows=sum(one["windows"] for one in found),
        results=sum(one["frames"].get("realtime_analysis", 0) for one in found),
        dropped=sum(one["dropped"] for one in found),
        nulls=sum(one["nulls"] for one in found),
        silent=sum(_is_silent(one["frames"]) for one in found),
        answers_lost=interviews - answered,
        latencies=[value for one in found for value in one["latencies"]],
        lag_ms=lag,
    )


def _is_silent(frames: Mapping[str, int]) -> bool:
    return not frames.get("connected") or not frames.get("realtime_analysis")


def _answer(people: _interviews.People, room: Mapping[str, str], recording: Path) -> bool:
    """Submit an answer and end the interview; whether the answer is there."""
    interviews = people.candidate.interviews
    upload = people.candidate.uploads.upload(recording, interview_id=room["id"])
    interviews.submit_answer(
        room["id"], question_id=room["question"], audio_url=upload.file_url, video_url=upload.file_url, duration=1
    )
    interviews.end(room["id"])
    return len(interviews.answers(room["id"])) == 1


def _wait_for_analysis(people: _interviews.People, rooms: Sequence[Mapping[str, str]]) -> None:
    """Until the workers have nothing more to do, so that the next measurement starts on a quiet machine."""
    end = time.monotonic() + _interviews.PATIENCE_SECONDS
    for room in rooms:
        while people.candidate.interviews.answers(room["id"])[0].status in ("submitted", "analyzing"):
            if time.monotonic() > end:
                raise TimeoutError("The answers were not analysed in time.")
            time.sleep(_interviews.POLL_SECONDS)


def _silent_second(folder: Path) -> Path:
    path = folder / "silence.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(32_000))
    return path


def broadcast(found_site: Any, people: _interviews.People, *, sockets: int) -> dict[str, Any]:
    """Bare sockets in one room: spread of each broadcast but the first, and memory for each connection."""
    (room,) = rooms_of(people, base_url=found_site.base_url, count=1)
    room["url"] = f"{room['url'].partition('=')[0]}={people.company.access_token}"  # observers: a candidate is one
    web = _web_process(found_site)
    empty = _resident_kib(web)
    load = subprocess.Popen(
        [sys.executable, "-m", "benchmarks._live_load"],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    plan = {"kind": "listen", "room": room, "sockets": sockets, "events": BROADCASTS}
    assert load.stdin is not None
    assert load.stdout is not None
    load.stdin.write(json.dumps(plan) + "\n")
    load.stdin.flush()
    json.loads(load.stdout.readline())
    full = _resident_kib(web)
    _announce(found_site, room["id"])
    output, _ = load.communicate(timeout=120)
    found = json.loads(output)
    values = [value for spread in found["spreads"][1:] for value in spread]
    return {"sockets": sockets, "values": values, "kib": (full - empty) / sockets, "missed": found["missed"]}


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


def measure(*, interviews: int, seconds: int, sockets: int, quick: bool) -> tuple[list[Held], dict[str, Any]]:
    """One interview, the crowd, more than the crowd, with one and with two live workers; then bare sockets."""
    held: list[Held] = []
    for workers in (1, 2):
        with site(workers=workers) as found_site:
            people = _interviews.register(found_site.base_url)
            numbers = (1, interviews) if quick else (1, interviews // 2, interviews, interviews * 3 // 2)
            for number in numbers:
                held.append(hold(found_site, people, interviews=number, seconds=seconds, workers=workers))
            if workers == 2:
                bare = broadcast(found_site, people, sockets=sockets)
    return held, bare


def goals(held: Sequence[Held], bare: Mapping[str, Any], *, interviews: int) -> list[Goal]:
    best = min((one for one in held if one.interviews == interviews), key=lambda one: percentile(one.latencies, 0.95))
    alone = min((one for one in held if one.interviews == 1), key=lambda one: percentile(one.latencies, 0.95))
    late, soon = percentile(best.latencies, 0.95), percentile(alone.latencies, 0.95)
    last = percentile(bare["values"], 0.95)
    name = f"{interviews} live interviews"
    return [
        Goal(
            f"{name}: p95 from the last byte of a window to its signals under {CROWD_GOAL_MS:.0f} ms",
            f"{late:.0f} ms with {best.workers} worker(s), {best.dropped} of {best.windows} windows dropped",
            late < CROWD_GOAL_MS,
        ),
        Goal(f"{name}: every interview gets its events", f"{best.silent} without", best.silent == 0),
        Goal(f"{name}: no answer lost", f"{best.answers_lost} lost", best.answers_lost == 0),
        Goal(
            f"{name}: p95 of the event loop's lag under {LAG_GOAL_MS:.0f} ms",
            f"{best.lag_ms:.1f} ms",
            best.lag_ms < LAG_GOAL_MS,
        ),
        Goal(f"one live interview: p95 under {ONE_GOAL_MS:.0f} ms", f"{soon:.0f} ms", soon < ONE_GOAL_MS),
        Goal(
            f"{bare['sockets']} bare sockets: broadcast p95 under {BROADCAST_GOAL_MS:.0f} ms after the first",
            f"{last:.0f} ms, {bare['missed']} missed, {bare['kib']:.0f} KiB a connection",
            last < BROADCAST_GOAL_MS and not bare["missed"],
        ),
    ]


def show(held: Sequence[Held]) -> None:
    heads = ("Interviews", "Workers", "Windows", "Signals", "Dropped", "p50 ms", "p95 ms", "Lag p95 ms", "No face")
    rows = [
        (
            one.interviews,
            one.workers,
            one.windows,
            one.results,
            f"{one.dropped} ({one.dropped / max(1, one.windows):.0%})",
            *(f"{percentile(one.latencies, share):.0f}" for share in (0.5, 0.95)),
            f"{one.lag_ms:.1f}",
            one.nulls,
        )
        for one in held
    ]
    print(table(heads, rows))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = parser_for(__doc__, runs=1)
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long each interview sends")
    parser.add_argument("--interviews", type=int, default=CROWD, help="how many at once")
    parser.add_argument("--sockets", type=int, default=SOCKETS, help="bare sockets")
    options = parser.parse_args(arguments)
    seconds = min(10, options.seconds) if options.quick else options.seconds
    print(machine_line())
    held, bare = measure(interviews=options.interviews, seconds=seconds, sockets=options.sockets, quick=options.quick)
    print(f"Each interview sends {seconds} s; a window a second, its posture every fourth.\n")
    show(held)
    for goal in goals(held, bare, interviews=options.interviews):
        print(goal.line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
