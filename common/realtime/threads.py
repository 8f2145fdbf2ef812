"""Database work of sockets: in a few threads of their own, never on the event loop."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, TypeVar

from channels.db import database_sync_to_async
from django.conf import settings

Result = TypeVar("Result")


async def in_thread(work: Callable[..., Result], *args: Any, **options: Any) -> Result:
    """``work`` with a database connection of its own; the caller waits without blocking the loop."""
    call = database_sync_to_async(work, thread_sensitive=False, executor=pool())
    return await call(*args, **options)


@lru_cache
def pool() -> ThreadPoolExecutor:
    """The threads of this process. What one began it ends, though the task that asked was cancelled."""
    return ThreadPoolExecutor(max_workers=settings.SOCKET_THREADS, thread_name_prefix="sockets")
