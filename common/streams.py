"""Answers that are made while they are sent, piece by piece."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

_END = object()


class Streamed(StreamingHttpResponse):
    """Takes a plain iterator of bytes, and holds one piece of it at a time.

    Django's own puts all pieces of a plain iterator into a list before it sends the first one under ASGI: a recording
    of half an hour would lie in memory as a whole.
    """

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces: Iterator[Any] = iter(self)
        while (piece := await sync_to_async(_next, thread_sensitive=True)(pieces)) is not _END:
            yield piece


def _next(pieces: Iterator[Any]) -> Any:
    """The next piece, or `_END`: no `StopIteration` passes through a future."""
    return next(pieces, _END)
