"""Which processes make up the product, and with which options they run."""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from interview_ai.supervisor.children import ChildSpec

QUEUES = ("live", "analysis", "reports")

# A socket frame may hold 256 KiB; a larger one is refused by the consumer with an error frame, a far larger one here.
_LARGEST_SOCKET_MESSAGE = 1024**2
_WEB_GRACE_SECONDS = 10
_CHECKED = ("--skip-checks",)  # the supervisor has made them; each process would read every page's code again
# Requests have threads of their own, and glibc would keep freed memory in an arena for each. Its thresholds grow
# with the blocks it sees unless they are set: one login (19 MiB for Argon2) would stay for good.
_GIVES_MEMORY_BACK = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(128 * 1024),
    "MALLOC_TRIM_THRESHOLD_": str(128 * 1024),
}


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a start may choose. ``workers`` is the number of tasks that each queue works on at once."""

    host: str
    port: int
    workers: dict[str, int]
    stop_seconds: int = 20

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the site."""
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104
        return f"http://{f'[{shown}]' if ':' in shown and not shown.startswith('[') else shown}:{self.port}"


def web(options: Options) -> ChildSpec:
    """The ASGI server: HTTP and sockets."""
    return ChildSpec(
        name="web",
        command=(
            *(sys.executable, "-m", "uvicorn", "interview_ai.asgi:application"),
            *("--host", options.host, "--port", str(options.port)),
            *("--no-access-log", "--lifespan", "off", "--log-level", "warning"),
            # httptools would write header names in small letters, which Feishu's client does not find.
            *("--http", "h11"),
            *("--ws-max-size", str(_LARGEST_SOCKET_MESSAGE)),
            # Pictures do not get smaller by compression, and each connection would hold its tables.
            *("--ws", "websockets-sansio", "--ws-per-message-deflate", "false"),
            *("--timeout-graceful-shutdown", str(_WEB_GRACE_SECONDS)),
        ),
        stop_signals=((signal.SIGTERM, _WEB_GRACE_SECONDS + 2.0),),
        environment=_GIVES_MEMORY_BACK,
    )


def worker(queue: str, *, options: Options) -> ChildSpec:
    """One Celery worker for one queue.

    SIGTERM lets it finish what it has in hand, SIGQUIT gives that back to the queue. An orphaned worker is killed at
    once: the job's lease runs out and another worker takes it.
    """
    return ChildSpec(
        name=queue,
        command=(
            *(sys.executable, "-m", "celery", "-A", "interview_ai.celery", "--quiet", *_CHECKED, "worker"),
            *("-Q", queue, "-n", f"{queue}@%h", "-c", str(options.workers[queue]), "-P", "prefork"),
            *("-O", "fair", "-l", "INFO", "--without-gossip", "--without-mingle"),
        ),
        stop_signals=((signal.SIGTERM, float(options.stop_seconds)), (signal.SIGQUIT, 5.0)),
        orphan_signal=signal.SIGKILL,
    )


def beat() -> ChildSpec:
    """The clock of the periodic tasks."""
    return ChildSpec(
        name="beat",
        command=(
            *(sys.executable, "-m", "celery", "-A", "interview_ai.celery", "--quiet", *_CHECKED),
            *("beat", "--pidfile=", "-l", "WARNING"),
        ),
        stop_signals=((signal.SIGTERM, 5.0),),
    )


def valkey(*, binary: Path, folder: Path, socket: Path) -> ChildSpec:
    """The embedded broker: a socket and no port, every write appended to a file that is synced each second."""
    return ChildSpec(
        name="valkey",
        command=(
            *(str(binary), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"),
            *("--dir", str(folder), "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            *("--maxmemory-policy", "noeviction", "--loglevel", "notice", "--daemonize", "no"),
        ),
        stop_signals=((signal.SIGTERM, 10.0),),
    )


def product(options: Options) -> list[ChildSpec]:
    """The web process and a worker for each queue."""
    return [web(options), *(worker(queue, options=options) for queue in QUEUES)]
