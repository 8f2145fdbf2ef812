"""What must hold before anything is started. Every check raises `StartRefusedError` with one clear sentence."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Any

from interview_ai.supervisor.errors import StartRefusedError

# Less than this and the first recordings would fail half-way.
MINIMUM_FREE_BYTES = 200 * 1024**2


def check_data_folder(path: Path) -> None:
    """Make the folder if need be; it must take files and have room."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise StartRefusedError(f"The data folder {path} cannot be written: {error.strerror}.") from None
    free = shutil.disk_usage(path).free
    if free < MINIMUM_FREE_BYTES:
        raise StartRefusedError(f"The disk of {path} is full: only {free // 1024**2} MB are free.")


def check_port(*, host: str, port: int) -> int:
    """The port to listen on, proved free; 0 picks one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            # Linux lets two sockets bind with SO_REUSEADDR; only one of them may listen.
            probe.listen(1)
        except OSError as error:
            raise StartRefusedError(_port_problem(host=host, port=port, error=error)) from None
        except OverflowError:
            raise StartRefusedError(f"{port} is not a port number (0 to 65535).") from None
        return int(probe.getsockname()[1])


def _port_problem(*, host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is already in use; choose another with --port (make run PORT=...)."
    return f"Cannot listen on {host}, port {port}: {error.strerror or error}."


def check_database() -> str:
    """One statement on the default database, without its pool; returns what it is, for the terminal."""
    from django.db import Error, connections

    connection = connections.create_connection("default")
    settings: dict[str, Any] = connection.settings_dict
    connection.settings_dict = {**settings, "OPTIONS": {k: v for k, v in settings["OPTIONS"].items() if k != "pool"}}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        reason = " ".join(str(error).split())
        raise StartRefusedError(f"The database cannot be reached (DATABASE_URL): {reason}") from None
    finally:
        connection.close()
    return describe_database(vendor=connection.display_name, settings=settings)


def describe_database(*, vendor: str, settings: dict[str, Any]) -> str:
    """``SQLite, var/db.sqlite3`` or ``PostgreSQL, name on host``; never a password."""
    name = str(settings.get("NAME") or "")
    host = str(settings.get("HOST") or "")
    return f"{vendor}, {name} on {host}" if host else f"{vendor}, {_short(name)}"


def _short(path: str) -> str:
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def check_models() -> str:
    """Every packaged model's files are there; nothing is loaded. Returns their names."""
    from common.health import missing_models, model_names

    problems = missing_models()
    if problems:
        raise StartRefusedError("A model is missing: " + "; ".join(problems.values()) + " Run `make setup`.")
    return ", ".join(model_names())
