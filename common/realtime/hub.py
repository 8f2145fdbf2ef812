"""Delivery inside one process: what is published to a group reaches every listener here, read from the broker once.

A thousand sockets of one process cost one message, one decoding and no channel of their own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from channels.layers import get_channel_layer

from common.realtime.publish import BROKER_ERRORS

logger = structlog.get_logger(__name__)

Message = dict[str, Any]
Listener = Callable[[Message], None]
# Given to every listener when the broker is back: messages may have been missed.
RESTORED: Message = {"type": "restored"}
_PAUSE_SECONDS = 0.5


class Hub:
    """One for each event loop; see `hub`."""

    def __init__(self) -> None:
        self._layer = get_channel_layer()
        self._listeners: dict[str, list[Listener]] = {}
        self._channel = ""
        self._reader: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()

    async def join(self, group: str, listener: Listener) -> None:
        """Hear what is published to ``group`` from now on. Raises one of `BROKER_ERRORS` when the broker is away."""
        async with self._lock:
            if not self._channel:
                self._channel = await self._layer.new_channel("hub")
            if group not in self._listeners:
                await self._layer.group_add(group, self._channel)
            self._listeners.setdefault(group, []).append(listener)
            if self._reader is None:
                self._reader = asyncio.create_task(self._read())

    async def leave(self, group: str, listener: Listener) -> None:
        async with self._lock:
            listeners = self._listeners.get(group, [])
            if listener in listeners:
                listeners.remove(listener)
            if listeners or group not in self._listeners:
                return
            del self._listeners[group]
            try:
                await self._layer.group_discard(group, self._channel)
            except BROKER_ERRORS:
                return  # the membership runs out by itself

    async def _read(self) -> None:
        while True:
            try:
                message = await self._layer.receive(self._channel)
            except BROKER_ERRORS as error:
                logger.warning("broker_lost", error=type(error).__name__)
                await self._reconnect()
            else:
                self._deliver(message, self._listeners.get(message["group"], ()))

    async def _reconnect(self) -> None:
        while True:
            await asyncio.sleep(_PAUSE_SECONDS)
            try:
                for group in list(self._listeners):
                    await self._layer.group_add(group, self._channel)
            except BROKER_ERRORS:
                continue
            for listeners in list(self._listeners.values()):
                self._deliver(RESTORED, listeners)
            return

    def _deliver(self, message: Message, listeners: Any) -> None:
        for listener in list(listeners):
            listener(message)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
