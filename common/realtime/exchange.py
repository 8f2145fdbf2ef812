"""Handing windows of sound and pictures from socket processes to workers, and results back.

What a candidate says and looks like never touches a disk: it stays in the memory of the socket process until a worker
asks, and travels as a published message, which the broker neither keeps nor writes to its log. The broker holds only
who waits, in order, each at most once: a queue cannot grow, and a worker always gets the newest window.

    socket process                    broker                        worker (a task on the live queue)
    offer: keep the newest  ──────▶   waiting: key by time
                            ──ring──▶ one task at most      ──────▶ take: the key that waits longest
    hand over               ◀──ask─────────────────────────────────
                            ──reply───────────────────────────────▶ look
    on_result               ◀─result───────────────────────────────
"""

from __future__ import annotations

import asyncio
import json
import struct
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

import structlog
from asgiref.sync import sync_to_async
from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from common.realtime.publish import BROKER_ERRORS

logger = structlog.get_logger(__name__)

_PREFIX = "interview-ai:live:"
WAITING, BELL = f"{_PREFIX}waiting", f"{_PREFIX}bell"
_LENGTH = struct.Struct(">I")
# A ring that was lost is repeated after this time; a task that nobody took in it is not worth taking.
_BELL_SECONDS = 3
_REPLY_SECONDS = 0.5
_PAUSE_SECONDS = 0.5


def pack(header: Mapping[str, Any], *parts: bytes) -> bytes:
    """A header of plain values and any number of byte strings as one message."""
    head = json.dumps({**header, "parts": [len(part) for part in parts]}).encode()
    return b"".join((_LENGTH.pack(len(head)), head, *parts))


def unpack(message: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What `pack` was given."""
    (length,) = _LENGTH.unpack_from(message)
    start = _LENGTH.size + length
    header = json.loads(message[_LENGTH.size : start])
    parts = []
    for size in header.pop("parts"):
        parts.append(message[start : start + size])
        start += size
    return header, parts


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a worker is given: a header and byte strings."""

    header: Mapping[str, Any]
    parts: tuple[bytes, ...] = ()


# -- the socket process


class Desk:
    """Keeps the newest parcel of each key until a worker asks. One for each event loop of a socket process."""

    def __init__(self, *, task_name: str, on_result: Callable[[str, dict[str, Any], list[bytes]], None]) -> None:
        self._name = uuid.uuid4().hex
        self._task_name, self._on_result = task_name, on_result
        self._parcels: dict[str, Parcel] = {}
        self._client: Any = None
        self._reader: asyncio.Task[None] | None = None
        self._rings: set[asyncio.Task[None]] = set()

    async def offer(self, key: str, parcel: Parcel) -> bool:
        """Put the parcel out; False when it took the place of one that nobody had asked for."""
        replaced = key in self._parcels
        self._parcels[key] = parcel
        self._listen()
        member = f"{self._name}/{key}"
        try:
            pipeline = self._client.pipeline(transaction=False)
            pipeline.zadd(WAITING, {member: time.time()}, nx=True)
            pipeline.set(BELL, 1, nx=True, ex=_BELL_SECONDS)
            _added, rung = await pipeline.execute()
        except BROKER_ERRORS as error:
            logger.warning("window_not_offered", error=type(error).__name__)
            return not replaced
        if rung:
            task = asyncio.create_task(sync_to_async(ring_worker, thread_sensitive=False)(self._task_name))
            self._rings.add(task)
            task.add_done_callback(self._rings.discard)
        return not replaced

    def withdraw(self, key: str) -> None:
        """Forget what nobody asked for."""
        self._parcels.pop(key, None)

    def _listen(self) -> None:
        if self._client is None:
            import redis.asyncio

            self._client = redis.asyncio.Redis.from_url(
                settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=None
            )
        if self._reader is None or self._reader.done():
            self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        while True:
            try:
                async with self._client.pubsub(ignore_subscribe_messages=True) as subscription:
                    await subscription.subscribe(_channel(self._name))
                    async for message in subscription.listen():
                        await self._answer(message["data"])
            except BROKER_ERRORS as error:
                logger.warning("broker_lost", error=type(error).__name__)
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _answer(self, message: bytes) -> None:
        header, parts = unpack(message)
        key = header.pop("key")
        if "reply" not in header:
            self._on_result(key, header, parts)
            return
        parcel = self._parcels.pop(key, Parcel({}))
        packed = pack({"ask": header["ask"], "content": dict(parcel.header)}, *parcel.parts)
        await self._client.publish(_channel(header["reply"]), packed)


def ring_worker(task_name: str) -> None:
    """Put one task on its queue; it is dropped when nobody takes it in time."""
    try:
        current_app.send_task(task_name, expires=_BELL_SECONDS)
    except (OperationalError, OSError) as error:
        logger.warning("queue_unreachable", task=task_name, error=type(error).__name__)


# -- the worker


@dataclass(slots=True)
class Taken:
    """A parcel that this worker has in hand, and where its result goes."""

    desk: str
    key: str
    header: dict[str, Any]
    parts: list[bytes] = field(default_factory=list)


class Counter:
    """The worker's side: one for each worker process."""

    def __init__(self) -> None:
        import redis

        self._name = uuid.uuid4().hex
        self._client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=5)
        self._replies = self._client.pubsub(ignore_subscribe_messages=True)
        self._replies.subscribe(_channel(self._name))
        self._asked = 0

    def parcels(self, *, task_name: str, seconds: float) -> Iterator[Taken]:
        """Who waits, longest first, until nobody does; after ``seconds`` the rest is left to another task.

        The next one is asked for before the one at hand is given out, so that it travels meanwhile.
        """
        self._client.delete(BELL)
        end = time.monotonic() + seconds
        ask = self._ask()
        while ask is not None:
            taken = self._receive(*ask)
            more = time.monotonic() < end
            ask = self._ask() if more else None
            if taken is not None:
                yield taken
            if not more:
                self._ring_for_the_rest(task_name)

    def give_back(self, taken: Taken, result: Mapping[str, Any], *parts: bytes) -> None:
        """Send the result to the desk it came from."""
        self._client.publish(_channel(taken.desk), pack({**result, "key": taken.key}, *parts))

    def _ask(self) -> tuple[int, str, str] | None:
        """Take the next one's turn and ask its desk; None when nobody waits. Desks that are gone are passed over."""
        while waiting := cast("list[tuple[bytes, float]]", self._client.zpopmin(WAITING)):
            desk, _, key = waiting[0][0].decode().partition("/")
            self._asked += 1
            asked = pack({"key": key, "ask": self._asked, "reply": self._name})
            if self._client.publish(_channel(desk), asked):
                return self._asked, desk, key
        return None

    def _receive(self, number: int, desk: str, key: str) -> Taken | None:
        end = time.monotonic() + _REPLY_SECONDS
        while (left := end - time.monotonic()) > 0:
            message = self._replies.get_message(timeout=left)
            if message is None:
                continue
            header, parts = unpack(message["data"])
            if header["ask"] == number:  # an earlier one came too late
                return Taken(desk, key, header["content"], parts) if header["content"] else None
        return None

    def _ring_for_the_rest(self, task_name: str) -> None:
        if self._client.zcard(WAITING) and self._client.set(BELL, 1, nx=True, ex=_BELL_SECONDS):
            ring_worker(task_name)


@lru_cache(maxsize=1)
def counter() -> Counter:
    """The counter of this worker process, connected on first use."""
    return Counter()


def _channel(name: str) -> str:
    return f"{_PREFIX}{name}"
