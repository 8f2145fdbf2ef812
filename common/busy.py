"""A database that is busy: nothing was done, and the same request may come again."""

from __future__ import annotations

import sqlite3

from django.db import OperationalError

from common.errors import Unavailable

_BUSY_IN_SQLITE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
# PostgreSQL: not serialisable, deadlock, lock not available, too many connections, cannot connect now.
_BUSY_IN_POSTGRES = frozenset({"40001", "40P01", "55P03", "53300", "57P03"})
_PRIMARY = 0xFF  # SQLite's extended codes keep the primary one in the lowest byte


class Busy(Unavailable):
    """The database was busy for longer than anybody waits."""

    retry_after_seconds = 2


def is_busy(error: BaseException | None) -> bool:
    """Whether the database could not take the work just now, and rolled it back."""
    cause = error.__cause__ if isinstance(error, OperationalError) else None
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & _PRIMARY in _BUSY_IN_SQLITE
    return getattr(cause, "sqlstate", None) in _BUSY_IN_POSTGRES
