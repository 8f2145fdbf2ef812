"""The children's log files: kept within bounds, and read along for the terminal."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# One older file is kept beside each log.
LARGEST_LOG_BYTES = 50 * 1024**2
_LARGEST_READ = 256 * 1024


def rotate(path: Path) -> bool:
    """Copy a log that has grown too large to ``<name>.1`` and empty it; its writer appends and notices nothing."""
    if not path.exists() or path.stat().st_size < LARGEST_LOG_BYTES:
        return False
    shutil.copyfile(path, path.with_name(path.name + ".1"))
    os.truncate(path, 0)
    return True


class Follower:
    """Gives the complete lines that were added to a file since the last call."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._at = path.stat().st_size if path.exists() else 0
        self._rest = b""

    def new_lines(self) -> list[str]:
        if not self.path.exists():
            return []
        size = self.path.stat().st_size
        if size < self._at:  # emptied by `rotate`
            self._at, self._rest = 0, b""
        if size == self._at:
            return []
        with self.path.open("rb") as file:
            file.seek(self._at)
            chunk = file.read(_LARGEST_READ)
        self._at += len(chunk)
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        return [line.decode(errors="replace").rstrip("\r") for line in lines if line.strip()]


def last_lines(path: Path, count: int) -> list[str]:
    """The end of a log, for the message about a child that keeps dying."""
    if not path.exists():
        return []
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 16 * 1024))
        lines = file.read().decode(errors="replace").splitlines()
    return [line for line in lines if line.strip()][-count:]
