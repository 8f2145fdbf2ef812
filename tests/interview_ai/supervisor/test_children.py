"""Real processes: started, watched, restarted, ended, and never left behind."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from interview_ai.supervisor import supervisor as module
from interview_ai.supervisor.children import Child, ChildSpec, stop_in_parallel
from interview_ai.supervisor.console import Console
from interview_ai.supervisor.supervisor import GaveUpError, Supervisor
from tests.interview_ai.supervisor.processes import PROJECT, until

SLEEPER = (sys.executable, "-c", "import time; time.sleep(60)")
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
)
FORKING = "import os, time; os.fork(); print('up', flush=True); time.sleep(60)"


@pytest.fixture
def started(tmp_path: Path) -> Iterator[list[Child]]:
    """Children to be ended whatever happens."""
    children: list[Child] = []
    yield children
    for child in children:
        child.kill_group()


def start(children: list[Child], folder: Path, *command: str, name: str = "one", wait: float = 5.0) -> Child:
    spec = ChildSpec(name=name, command=command, stop_signals=((signal.SIGTERM, wait),))
    child = Child(spec, log=folder / f"{name}.log", cwd=folder)
    child.start()
    children.append(child)
    return child


def test_child_writes_to_its_log(started: list[Child], tmp_path: Path) -> None:
    child = start(started, tmp_path, sys.executable, "-c", "import sys; print('out'); print('err', file=sys.stderr)")
    assert child.wait(20)
    assert child.exit_code() == 0
    assert sorted(child.log.read_text().split()) == ["err", "out"]


def test_child_is_in_a_session_of_its_own(started: list[Child], tmp_path: Path) -> None:
    child = start(started, tmp_path, *SLEEPER)
    assert child.pid is not None
    assert os.getsid(child.pid) == child.pid


def test_stop_polite_child(started: list[Child], tmp_path: Path) -> None:
    child = start(started, tmp_path, *SLEEPER)
    assert stop_in_parallel([child]) == []
    assert child.exit_code() == -signal.SIGTERM


def test_stop_deaf_child_kills_it_and_says_so(started: list[Child], tmp_path: Path) -> None:
    child = start(started, tmp_path, sys.executable, "-c", STUBBORN, wait=0.2)
    until(lambda: child.log.read_text() == "deaf\n")
    assert stop_in_parallel([child]) == ["one"]
    assert child.exit_code() == -signal.SIGKILL


def test_stop_takes_what_the_child_forked(started: list[Child], tmp_path: Path) -> None:
    child = start(started, tmp_path, sys.executable, "-c", FORKING)
    until(lambda: child.log.read_text().count("up") == 2)
    assert child.pid is not None
    (forked,) = psutil.Process(child.pid).children()
    child.send(signal.SIGKILL)
    assert child.wait(5)
    child.kill_group()
    until(lambda: not forked.is_running() or forked.status() == psutil.STATUS_ZOMBIE)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_child_dies_with_a_killed_supervisor(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path\n"
        "from interview_ai.supervisor.children import Child, ChildSpec\n"
        f"spec, log = ChildSpec(name='one', command={SLEEPER!r}), Path({str(tmp_path / 'log')!r})\n"
        "child = Child(spec, log=log, cwd=Path('/'))\n"
        "child.start(); print(child.pid, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        assert child.is_running()
        parent.kill()
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


# -- the supervisor, with small children


@pytest.fixture
def err() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def supervisor(tmp_path: Path, err: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> Iterator[Supervisor]:
    monkeypatch.setattr(module, "_POLL_SECONDS", 0.01)
    monkeypatch.setattr(module, "_QUICK_POLL_SECONDS", 0.01)
    monkeypatch.setattr("interview_ai.supervisor.watch._FIRST_PAUSE_SECONDS", 0.01)
    console = Console(out=io.StringIO(), err=err)
    made = Supervisor(log_folder=tmp_path / "log", project=tmp_path, console=console)
    yield made
    made.stop()


def test_supervisor_starts_a_dead_child_again(supervisor: Supervisor, err: io.StringIO) -> None:
    child = supervisor.add(ChildSpec(name="one", command=SLEEPER))
    child.start()
    first = child.pid
    child.send(signal.SIGKILL)
    ready = supervisor.wait_until_ready(
        probe=lambda: {"status": "ok"} if child.is_running() and child.pid != first else None, seconds=20
    )
    assert ready
    assert "one ended unexpectedly (signal 9); starting it again" in err.getvalue()


def test_supervisor_gives_up_on_a_child_that_keeps_dying(supervisor: Supervisor, err: io.StringIO) -> None:
    child = supervisor.add(ChildSpec(name="one", command=(sys.executable, "-c", "raise SystemExit('no such thing')")))
    child.start()
    with pytest.raises(GaveUpError, match=r"one keeps ending \(exit code 1\)"):
        supervisor.watch()
    assert "one| no such thing" in err.getvalue()


def test_supervisor_gives_up_when_it_does_not_get_ready(supervisor: Supervisor) -> None:
    supervisor.add(ChildSpec(name="one", command=SLEEPER)).start()
    answer = {"status": "unavailable", "checks": {"broker": "no answer"}}
    with pytest.raises(GaveUpError, match=r"Not ready after 0 s: broker \(no answer\)"):
        supervisor.wait_until_ready(probe=lambda: answer, seconds=0)


def test_supervisor_stops_the_broker_last(supervisor: Supervisor, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    program = (
        "import signal, sys, time\n"
        f"def leave(*args): open({str(trace)!r}, 'a').write(sys.argv[1] + ' '); sys.exit()\n"
        "signal.signal(signal.SIGTERM, leave); print('up', flush=True); time.sleep(60)"
    )
    names = ("valkey", "web", "reports")
    for name in names:
        child = supervisor.add(ChildSpec(name=name, command=(sys.executable, "-c", program, name)))
        child.start()
        until(lambda log=child.log: "up" in log.read_text())
    supervisor.stop()
    assert trace.read_text().split() == ["web", "reports", "valkey"]


def test_supervisor_shows_errors_from_the_logs(supervisor: Supervisor, err: io.StringIO) -> None:
    program = """print('{"level": "error", "event": "burning"}', flush=True); import time; time.sleep(60)"""
    child = supervisor.add(ChildSpec(name="one", command=(sys.executable, "-c", program)))
    child.start()
    supervisor.wait_until_ready(probe=lambda: {"status": "ok"} if "burning" in err.getvalue() else None, seconds=20)
    assert err.getvalue() == "one: burning\n"


def test_second_request_to_stop_within_a_second_is_the_same_request(supervisor: Supervisor) -> None:
    child = supervisor.add(ChildSpec(name="one", command=SLEEPER))
    child.start()
    for _ in range(2):
        supervisor._on_signal(signal.SIGTERM, None)
    time.sleep(0.05)
    assert child.is_running()
    assert supervisor.stop_requested.is_set()
