"""Delivery inside one process: what is published to a group reaches every listener here, read from the broker once.

A thousand sockets of one process cost one message, one decoding and no channel of their own. Hubs of several processes
know which of them listens to a group: what is only said in passing goes through the broker where another one does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from channels.layers import get_channel_layer

from common.realtime.publish import BROKER_ERRORS, publish_now

logger = structlog.get_logger(__name__)

Message = dict[str, Any]
Listener = Callable[[Message], None]
# Given to every listener when the broker is back: messages may have been missed.
RESTORED: Message = {"type": "restored"}
_PAUSE_SECONDS = 0.5
# So often a hub tells again what it listens to: what it told may have been lost on the way.
_TOLD_AGAIN_SECONDS = 30.0


class Hub:
    """One for each event loop; see `hub`."""

    def __init__(self) -> None:
        self._layer = get_channel_layer()
        self._listeners: dict[str, list[Listener]] = {}
        self._channel = ""
        self._reader: asyncio.Task[None] | None = None
        self._reminder: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()
        self._elsewhere: dict[str, set[str]] = {}  # other hubs that listen, by group
        self._replies: set[asyncio.Task[None]] = set()

    async def join(self, group: str, listener: Listener) -> None:
        """Hear what is published to ``group`` from now on. Raises one of `BROKER_ERRORS` when the broker is away."""
        async with self._lock:
            if not self._channel:
                self._channel = await self._layer.new_channel("hub")
            is_first = group not in self._listeners
            if is_first:
                await self._layer.group_add(group, self._channel)
            self._listeners.setdefault(group, []).append(listener)
            if self._reader is None:
                self._reader = asyncio.create_task(self._read())
                self._reminder = asyncio.create_task(self._tell_again())
            if is_first:
                await self._tell(group, asks=True)

    async def say(self, message: Message) -> None:
        """Give a message that nobody needs to catch up on to everyone who listens, here without the broker."""
        group = message["group"]
        self._deliver(message, self._listeners.get(group, ()))
        if self._elsewhere.get(group):
            await publish_now({**message, "by": self._channel})

    async def leave(self, group: str, listener: Listener) -> None:
        async with self._lock:
            listeners = self._listeners.get(group, [])
            if listener in listeners:
                listeners.remove(listener)
            if listeners or group not in self._listeners:
                return
            del self._listeners[group]
            self._elsewhere.pop(group, None)
            try:
                await self._layer.group_discard(group, self._channel)
            except BROKER_ERRORS:
                return  # the membership runs out by itself
            await self._tell(group, leaves=True)

    async def _read(self) -> None:
        while True:
            try:
                message = await self._layer.receive(self._channel)
            except BROKER_ERRORS as error:
                logger.warning("broker_lost", error=type(error).__name__)
                await self._reconnect()
            else:
                self._take(message)

    async def _reconnect(self) -> None:
        while True:
            await asyncio.sleep(_PAUSE_SECONDS)
            try:
                for group in list(self._listeners):
                    await self._layer.group_add(group, self._channel)
                    await self._tell(group, asks=True)
            except BROKER_ERRORS:
                continue
            for listeners in list(self._listeners.values()):
                self._deliver(RESTORED, listeners)
            return

    async def _tell_again(self) -> None:
        while True:
            await asyncio.sleep(_TOLD_AGAIN_SECONDS)
            for group in list(self._listeners):
                await self._tell(group)

    async def _tell(self, group: str, *, asks: bool = False, leaves: bool = False) -> None:
        """Tell the other hubs that this one listens, or no longer does; whoever is asked tells the same of itself."""
        told = {"type": "hub", "kind": "hub", "group": group, "by": self._channel, "asks": asks, "leaves": leaves}
        await publish_now(told)

    def _take(self, message: Message) -> None:
        """A message from the broker. What this hub said itself was delivered then."""
        group = message["group"]
        if message.get("by") == self._channel or group not in self._listeners:
            return
        if message["type"] == "hub":
            self._hear_of(message, group)
        else:
            self._deliver(message, self._listeners[group])

    def _hear_of(self, message: Message, group: str) -> None:
        others = self._elsewhere.setdefault(group, set())
        if message["leaves"]:
            others.discard(message["by"])
            return
        others.add(message["by"])
        if message["asks"]:
            task = asyncio.create_task(self._tell(group))
            self._replies.add(task)
            task.add_done_callback(self._replies.discard)

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
