"""One child process that cannot outlive the supervisor."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True, kw_only=True)
class ChildSpec:
    """How to start one child and how to end it.

    ``stop_signals`` are sent in turn to the process, each followed by its wait in seconds; what is still alive then
    is killed with its whole process group. ``orphan_signal`` is what the kernel sends when the supervisor dies.
    """

    name: str
    command: tuple[str, ...]
    stop_signals: tuple[tuple[signal.Signals, float], ...] = ((signal.SIGTERM, 10.0),)
    orphan_signal: signal.Signals = signal.SIGTERM
    environment: Mapping[str, str] = field(default_factory=dict)


class Child:
    """A started child: its own session, its output in its own log file."""

    def __init__(self, spec: ChildSpec, *, log: Path, cwd: Path) -> None:
        self.spec = spec
        self.log = log
        self._cwd = cwd
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process. Call it from the main thread: the kernel watches the thread that forked."""
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self.spec.command,
                cwd=self._cwd,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **self.spec.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(self.spec.orphan_signal),
            )

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def exit_code(self) -> int | None:
        """None while it runs or was never started; negative for a signal, as in `subprocess`."""
        return self._process.poll() if self._process else None

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def send(self, sig: signal.Signals) -> None:
        if self._process is not None and self.is_running():
            self._process.send_signal(sig)

    def wait(self, seconds: float) -> bool:
        """Whether it has ended, after waiting at most so long."""
        end = time.monotonic() + seconds
        while self.is_running() and time.monotonic() < end:
            time.sleep(0.02)
        return not self.is_running()

    def kill_group(self) -> None:
        """End the process and everything it forked, at once."""
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        finally:
            self._process.wait()


def die_with_parent(sig: signal.Signals, *, parent: int | None = None) -> Callable[[], None]:
    """What a forked process runs so that the kernel sends it ``sig`` when its parent dies (Linux).

    ``parent`` is the process that forks: this one, when the function is made before the fork (``preexec_fn``).
    """
    parent = parent or os.getpid()

    def ask_kernel() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(sig), 0, 0, 0)
        if os.getppid() != parent:  # it died before the request
            os._exit(1)

    return ask_kernel


def stop_in_parallel(children: list[Child]) -> list[str]:
    """End these children together, gently first; returns the names of those that had to be killed."""
    rounds = max((len(child.spec.stop_signals) for child in children), default=0)
    for number in range(rounds):
        asked = [child for child in children if child.is_running() and number < len(child.spec.stop_signals)]
        for child in asked:
            child.send(child.spec.stop_signals[number][0])
        end = time.monotonic() + max((child.spec.stop_signals[number][1] for child in asked), default=0.0)
        for child in asked:
            child.wait(end - time.monotonic())
    killed = [child.spec.name for child in children if child.is_running()]
    for child in children:
        child.kill_group()
    return killed
