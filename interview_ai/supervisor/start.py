"""`manage.py run`, step by step."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import Error, connections

from common.health import forget_workers
from interview_ai.supervisor import broker, plan, preflight, readiness
from interview_ai.supervisor.console import Console
from interview_ai.supervisor.errors import StartRefusedError
from interview_ai.supervisor.hooks import READY_FILE_VARIABLE
from interview_ai.supervisor.lock import DataFolderLock
from interview_ai.supervisor.supervisor import GaveUpError, Supervisor
from interview_ai.supervisor.tables import Tables

READY_SECONDS = 90.0


def run(*, options: plan.Options, console: Console, demo_data: bool = True) -> int:
    """Start the site, stay in the foreground until SIGTERM or Ctrl-C, end everything; returns the exit code.

    0 after a signal, 1 when it cannot start, does not get ready or a child keeps dying (one sentence says why).
    """
    data = Path(settings.DATA_DIR)
    lock = DataFolderLock(data / "run" / "lock")
    try:
        preflight.check_data_folder(data)
        lock.acquire()
        options = replace(options, port=preflight.check_port(host=options.host, port=options.port))
        lock.describe(options.address)
    except StartRefusedError as error:
        console.warn(f"Error: {error}")
        return 1
    supervisor = Supervisor(log_folder=data / "log", project=settings.PROJECT_DIR, console=console)
    supervisor.listen_to_signals()
    try:
        return _start_and_watch(supervisor, options=options, console=console, demo_data=demo_data)
    except (StartRefusedError, GaveUpError) as error:
        console.warn(f"Error: {error}")
        return 1
    finally:
        supervisor.stop()
        lock.release()


def _start_and_watch(supervisor: Supervisor, *, options: plan.Options, console: Console, demo_data: bool) -> int:
    console.say("Starting the interview evaluation system")
    console.step("data", str(settings.DATA_DIR))
    console.step("database", preflight.check_database())
    console.step("models", preflight.check_models())
    _prepare_broker(supervisor, console=console)
    ready_file = _announce_ready_file()
    clock, *others = [supervisor.add(spec) for spec in (plan.beat(), *plan.product(options))]
    _fill_database(console=console, demo_data=demo_data)
    for child in others:
        child.start()
    if supervisor.wait_until_ready(probe=_probe(options), seconds=READY_SECONDS):
        ready_file.touch()
        clock.start()  # nothing waits for it, and it would slow the others' start
        console.say(f"Ready: {options.address}")
        console.say(f"Logs are in {settings.DATA_DIR / 'log'}. Ctrl-C stops everything.")
        supervisor.watch()
    console.say("Stopping ...")
    return 0


def _announce_ready_file() -> Path:
    """Name the file whose appearance tells the children that the site is ready; it is not there yet."""
    path = Path(settings.DATA_DIR) / "run" / "ready"
    path.unlink(missing_ok=True)
    os.environ[READY_FILE_VARIABLE] = str(path)
    return path


def _fill_database(*, console: Console, demo_data: bool) -> None:
    try:
        applied = Tables().update()
        console.step("migrations", f"{applied} applied" if applied else "up to date")
        if demo_data:
            _make_demo_data(console)
    except Error as error:
        raise StartRefusedError(f"The database could not be brought up to date: {error}") from error
    _close_connections()


def _prepare_broker(supervisor: Supervisor, *, console: Console) -> None:
    if not settings.BROKER_IS_EMBEDDED:
        broker.check_external(settings.REDIS_URL)
    else:
        spec = broker.embedded_spec(
            socket=Path(settings.EMBEDDED_BROKER_SOCKET), folder=Path(settings.DATA_DIR) / "valkey"
        )
        broker.start_embedded(supervisor.add(spec), url=settings.REDIS_URL)
    forget_workers()  # heartbeats of an earlier run
    console.step("broker", "embedded Valkey" if settings.BROKER_IS_EMBEDDED else "named by REDIS_URL")


def _make_demo_data(console: Console) -> None:
    if apps.get_model("accounts", "Organization").objects.exists():
        return
    console.step("first run", "making the demo organization")
    call_command("seed_demo")


def _close_connections() -> None:
    """Leave no connection and no pool thread behind: from here on this process only watches."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)  # PostgreSQL's only
        if close_pool:
            close_pool()


def _probe(options: plan.Options) -> Callable[[], dict[str, Any] | None]:
    host = readiness.probe_host(options.host)
    header = readiness.acceptable_host(settings.ALLOWED_HOSTS, fallback=host)
    return partial(readiness.ask, host=host, port=options.port, host_header=header)
