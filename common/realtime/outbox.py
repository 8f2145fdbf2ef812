"""Frames on their way to one client: in order, bounded, written by one task of their own."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

# A client that reads nothing for a while: first frames that are not kept are left out, then the client.
_MOST_PASSING = 64
_MOST = 512
_WRITE_SECONDS = 20.0


class TooSlow(Exception):
    """The client does not read what it is sent."""


class Outbox:
    """``put`` never waits; `run` writes until cancelled and raises `TooSlow` for a client that does not read."""

    def __init__(self, write: Callable[[str], Awaitable[None]]) -> None:
        self._write = write
        self._frames: deque[str] = deque()
        self._filled = asyncio.Event()
        self._overflown = False

    def put(self, text: str, *, passing: bool = False) -> None:
        """Add a frame. ``passing`` ones (live signals) are left out while many frames wait."""
        if passing and len(self._frames) >= _MOST_PASSING:
            return
        if len(self._frames) >= _MOST:
            self._overflown = True
        else:
            self._frames.append(text)
        self._filled.set()

    async def run(self) -> None:
        while True:
            await self._filled.wait()
            self._filled.clear()
            while self._frames and not self._overflown:
                try:
                    async with asyncio.timeout(_WRITE_SECONDS):
                        await self._write(self._frames.popleft())
                except TimeoutError:
                    raise TooSlow from None
            if self._overflown:
                raise TooSlow

    async def drain(self) -> None:
        """Write what is there, without `run`."""
        while self._frames:
            await self._write(self._frames.popleft())
