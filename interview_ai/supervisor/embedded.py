"""A running site for a program: the demo, a benchmark or a test starts `manage.py run` and talks to it.

with running_site(Path("var/somewhere")) as site:
    httpx.get(f"{site.base_url}/v1/positions")
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from interview_ai.supervisor.children import die_with_parent

PROJECT = Path(__file__).resolve().parents[2]
_READY = "Ready: "
_STOP_SECONDS = 60.0


class SiteNotReadyError(Exception):
    """The site ended, or said nothing of being ready in time; the message holds what it printed."""


@dataclass(kw_only=True)
class Site:
    """A site that is up. ``output`` grows with every line that it prints."""

    base_url: str
    pid: int
    data_dir: Path
    process: subprocess.Popen[str]
    output: list[str] = field(default_factory=list)

    def stop(self) -> int:
        """SIGTERM, wait for every child to end, and the exit code (negative for a signal)."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


@contextmanager
def running_site(
    data_dir: Path,
    *,
    port: int = 0,
    env: Mapping[str, str] | None = None,
    arguments: tuple[str, ...] = (),
    ready_seconds: float = 120.0,
    on_line: Callable[[str], None] | None = None,
) -> Iterator[Site]:
    """Start a site on ``data_dir`` and give it once it is ready; it is stopped on the way out.

    Port 0 picks a free one. ``env`` is laid over this process's environment, ``arguments`` follow ``manage.py run``,
    ``on_line`` sees every printed line. Raises `SiteNotReadyError`.
    """
    process = _start(data_dir, port=port, env=env or {}, arguments=arguments)
    site = Site(base_url="", pid=process.pid, data_dir=data_dir, process=process)
    ready = threading.Event()
    reader = threading.Thread(target=_read, args=(site, ready, on_line), daemon=True)
    reader.start()
    try:
        _wait(site, ready, seconds=ready_seconds)
        yield site
    finally:
        if process.poll() is None:
            site.stop()
        reader.join(5)
        if process.stdout:
            process.stdout.close()


def _start(data_dir: Path, *, port: int, env: Mapping[str, str], arguments: tuple[str, ...]) -> subprocess.Popen[str]:
    """A session of its own, so that Ctrl-C reaches only the caller, who then stops the site."""
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "interview_ai.settings.local", "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, str(PROJECT / "manage.py"), "run", "--port", str(port), *arguments],
        cwd=PROJECT,
        env={**surroundings, **env, "INTERVIEW_AI_DATA_DIR": str(data_dir.resolve())},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )


def _read(site: Site, ready: threading.Event, on_line: Callable[[str], None] | None) -> None:
    assert site.process.stdout is not None
    for line in site.process.stdout:
        site.output.append(line.rstrip("\n"))
        if on_line:
            on_line(site.output[-1])
        if line.startswith(_READY):
            site.base_url = line.removeprefix(_READY).strip()
            ready.set()


def _wait(site: Site, ready: threading.Event, *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not ready.wait(0.05):
        if site.process.poll() is not None or time.monotonic() > end:
            time.sleep(0.2)  # let the reader take the last lines
            raise SiteNotReadyError("The site did not get ready:\n" + "\n".join(site.output))
