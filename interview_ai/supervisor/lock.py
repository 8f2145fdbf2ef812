"""One running product for a data folder."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from interview_ai.supervisor.errors import StartRefusedError


class DataFolderLock:
    """Held from `acquire` until the process ends or `release`; the kernel drops it even after ``kill -9``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None

    def acquire(self) -> None:
        """Take the lock; raises `StartRefusedError`, naming the holder, when another process has it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(fd, 200).decode(errors="replace").strip()
            os.close(fd)
            raise StartRefusedError(
                f"Already running on this data folder{f' ({owner})' if owner else ''}: {self._path.parent.parent}"
            ) from None
        self._fd = fd

    def describe(self, address: str) -> None:
        """Leave the process id and the address in the file for whoever comes second."""
        if self._fd is not None:
            os.ftruncate(self._fd, 0)
            os.pwrite(self._fd, f"process {os.getpid()}, {address}\n".encode(), 0)

    def release(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
