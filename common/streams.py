"""Answers that are made while they are sent, piece by piece."""

from __future__ import annotations

import io
import mimetypes
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import IO, Any

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

_END = object()
_PIECE = 64 * 1024


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


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in fewer pieces: lines of a table cost a turn of the thread each."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= _PIECE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def streamed_file(file: IO[bytes], *, name: str) -> Streamed:
    """An open file, from its beginning, to be saved under ``name``; it is closed with the answer."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = Streamed(iter(lambda: file.read(_PIECE), b""), content_type=kind)
    response["Content-Length"] = str(size)
    response._resource_closers.append(file.close)  # type: ignore[attr-defined]  # as Django does for a file it is given
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
