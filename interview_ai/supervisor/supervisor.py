"""The life of one running site: start everything, watch it, end everything."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from interview_ai.supervisor import logs, readiness
from interview_ai.supervisor.children import Child, ChildSpec, stop_in_parallel
from interview_ai.supervisor.console import Console
from interview_ai.supervisor.watch import Deaths, how_it_ended

_POLL_SECONDS = 0.2
_QUICK_POLL_SECONDS = 0.1
# A signal to the whole process group arrives twice (ours, and the one that make passes on): that is one request.
_SECOND_SIGNAL_SECONDS = 1.0


class GaveUpError(Exception):
    """A child keeps dying, or the site did not get ready. The message says which and where to look."""


class Supervisor:
    """Holds the children of one site. All of it runs in the main thread.

    ``stop_requested`` is set by SIGTERM, SIGINT (Ctrl-C) and SIGHUP once `listen_to_signals` was called; a second
    signal ends the polite part at once.
    """

    def __init__(self, *, log_folder: Path, project: Path, console: Console) -> None:
        self.stop_requested = threading.Event()
        self._log_folder = log_folder
        self._project = project
        self._console = console
        self._children: list[Child] = []
        self._stop_asked_at: float | None = None
        self._deaths: dict[str, Deaths] = {}
        self._again_at: dict[str, float] = {}
        self._followers: dict[str, logs.Follower] = {}
        log_folder.mkdir(parents=True, exist_ok=True)

    def listen_to_signals(self) -> None:
        for sig in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sig, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._stop_asked_at is None:
            self._stop_asked_at = now
        elif now - self._stop_asked_at > _SECOND_SIGNAL_SECONDS:
            for child in self._children:
                child.send(signal.SIGKILL)
        self.stop_requested.set()

    def add(self, spec: ChildSpec) -> Child:
        """Name a child; start it with ``child.start()``. Children are stopped in the order given here."""
        log = self._log_folder / f"{spec.name}.log"
        logs.rotate(log)
        child = Child(spec, log=log, cwd=self._project)
        self._children.append(child)
        self._deaths[spec.name] = Deaths()
        self._followers[spec.name] = logs.Follower(log)
        return child

    def wait_until_ready(self, *, probe: Callable[[], dict | None], seconds: float) -> bool:
        """Watch the children until ``probe`` gives a ready answer; False when told to stop meanwhile.

        Raises `GaveUpError` when that takes longer than ``seconds`` or a child keeps dying.
        """
        end = time.monotonic() + seconds
        answer = None
        while not self.stop_requested.wait(_QUICK_POLL_SECONDS):
            self._look()
            answer = probe()
            if readiness.is_ready(answer):
                return True
            if time.monotonic() > end:
                missing = readiness.what_is_missing(answer)
                raise GaveUpError(f"Not ready after {seconds:.0f} s: {missing}. Logs: {self._log_folder}")
        return False

    def watch(self) -> None:
        """Until told to stop: show trouble, start again what died. Raises `GaveUpError` when one keeps dying."""
        while not self.stop_requested.wait(_POLL_SECONDS):
            self._look()

    def _look(self) -> None:
        for child in self._children:
            self._show_log(child)
            if child.spec.name in self._again_at:
                self._start_again_when_due(child)
            elif (code := child.exit_code()) is not None:
                self._note_death(child, code=code)

    def _show_log(self, child: Child) -> None:
        for line in self._followers[child.spec.name].new_lines():
            self._console.child_line(child=child.spec.name, line=line)
        logs.rotate(child.log)

    def _note_death(self, child: Child, *, code: int) -> None:
        name, deaths = child.spec.name, self._deaths[child.spec.name]
        child.kill_group()
        deaths.record(time.monotonic())
        if deaths.too_many():
            for line in logs.last_lines(child.log, 5):
                self._console.warn(f"{name}| {line}")
            raise GaveUpError(f"{name} keeps ending ({how_it_ended(code)}); stopping everything. Log: {child.log}")
        pause = deaths.pause_seconds()
        self._console.warn(f"{name} ended unexpectedly ({how_it_ended(code)}); starting it again in {pause:g} s.")
        self._again_at[name] = time.monotonic() + pause

    def _start_again_when_due(self, child: Child) -> None:
        if time.monotonic() >= self._again_at[child.spec.name]:
            del self._again_at[child.spec.name]
            child.start()

    def stop(self, *, broker: str = "valkey") -> None:
        """End every child: the web process first, then workers and beat together, the broker last."""
        by_name = {child.spec.name: child for child in self._children}
        door = [by_name[name] for name in ("web",) if name in by_name]
        last = [by_name[name] for name in (broker,) if name in by_name]
        middle = [child for child in self._children if child not in door and child not in last]
        for group in (door, middle, last):
            for name in stop_in_parallel([child for child in group if child.pid is not None]):
                self._console.warn(f"{name} did not end in time and was killed.")
