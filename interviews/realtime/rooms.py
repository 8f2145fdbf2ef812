"""What the sockets of one interview share in one process: the stream of its frames, its clock and its feed."""

from __future__ import annotations

import asyncio
from typing import Protocol
from weakref import WeakKeyDictionary

import structlog
from django.db import Error

from common.realtime.frames import server_frame
from common.realtime.hub import Message, hub
from common.realtime.threads import in_thread
from interviews.errors import TooManyPages
from interviews.models import Interview
from interviews.realtime.feeds import drop_feed, open_feed
from interviews.selectors.live import LiveContext, events_after, last_event, live_context
from interviews.services import step_clock
from interviews.services.events import group_of

logger = structlog.get_logger(__name__)

_LONGEST_SLEEP_SECONDS = 60.0
_RETRY_SECONDS = 1.0
# One candidate has some pages open, not dozens.
MOST_PAGES = 20


class Guest(Protocol):
    """A socket in the room."""

    is_candidate: bool

    def deliver(self, kind: str, text: str, seq: int | None) -> None: ...

    def hear_of_publisher(self, message: Message) -> None: ...


class Room:
    """Open while somebody is in it. Stored events reach the guests in order and without gaps: what the broker lost is
    read from the database."""

    def __init__(self, interview_pk: int) -> None:
        self.interview_pk = interview_pk
        self.guests: set[Guest] = set()
        self.feed = open_feed(interview_pk)
        self.opening = asyncio.Lock()
        self._is_open = False
        self._last_seq: int | None = None
        self._catching_up: asyncio.Task[None] | None = None
        self._is_behind = False
        self._clock: asyncio.Task[None] | None = None
        self._poked = asyncio.Event()

    @property
    def group(self) -> str:
        return group_of(self.interview_pk)

    async def enter(self, guest: Guest) -> None:
        """Let the guest hear everything from now on. Raises one of `BROKER_ERRORS`, `TooManyPages`."""
        if guest.is_candidate and sum(one.is_candidate for one in self.guests) >= MOST_PAGES:
            raise TooManyPages
        async with self.opening:
            was_open = self._is_open
            if not was_open:
                await self._open()
            self.guests.add(guest)
        if was_open:  # otherwise the clock has just begun to look
            self.poke()

    async def leave(self, guest: Guest) -> None:
        async with self.opening:
            self.guests.discard(guest)
            if self.guests or not self._is_open:
                return
            self._is_open = False
            _rooms_here().pop(self.interview_pk, None)
            if self._clock is not None:
                self._clock.cancel()
            await hub().leave(self.group, self._hear)
            drop_feed(self.interview_pk)
            await self.feed.close()

    def poke(self) -> None:
        """Something changed: look at the deadlines again."""
        self._poked.set()

    async def refresh(self) -> None:
        """Do what is due and learn what runs now."""
        here = any(guest.is_candidate for guest in self.guests)
        _delay, context = await in_thread(_step, self.interview_pk, candidate_is_here=here)
        self.feed.look_at(context)

    async def _open(self) -> None:
        await hub().join(self.group, self._hear)
        self._last_seq = await in_thread(last_event, self.interview_pk)
        self._is_open = True
        self._clock = asyncio.create_task(self._keep_time())
        if self._is_behind:
            self._catch_up()

    def _hear(self, message: Message) -> None:
        if message["type"] == "restored":
            self._catch_up()
            self.poke()
        elif message["type"] == "publisher":
            for guest in list(self.guests):
                guest.hear_of_publisher(message)
        elif message["seq"] is None:
            self._hand_out(message["kind"], message["text"], None)
        else:
            self._hear_stored(message)

    def _hear_stored(self, message: Message) -> None:
        self.poke()
        if self._last_seq is None or self._catching_up is not None or message["seq"] > self._last_seq + 1:
            self._catch_up()
        elif message["seq"] == self._last_seq + 1:
            self._last_seq = message["seq"]
            self._hand_out(message["kind"], message["text"], message["seq"])

    def _hand_out(self, kind: str, text: str, seq: int | None) -> None:
        for guest in list(self.guests):
            guest.deliver(kind, text, seq)

    def _catch_up(self) -> None:
        self._is_behind = True
        if self._catching_up is None and self._last_seq is not None:
            self._catching_up = asyncio.create_task(self._read_missed())

    async def _read_missed(self) -> None:
        try:
            while self._is_behind:
                self._is_behind = False
                for event in await in_thread(events_after, self.interview_pk, self._last_seq or 0):
                    self._last_seq = event.seq
                    text = server_frame(event.type, event.data, seq=event.seq, at=event.at)
                    self._hand_out(event.type, text, event.seq)
        except Error as error:
            logger.warning("events_not_read", error=type(error).__name__)
            self._is_behind = True
        finally:
            self._catching_up = None

    async def _keep_time(self) -> None:
        """Sleep until something is due or changed, do it, and again."""
        while True:
            self._poked.clear()
            here = any(guest.is_candidate for guest in self.guests)
            try:
                delay, context = await in_thread(_step, self.interview_pk, candidate_is_here=here)
            except Interview.DoesNotExist:
                return  # deleted
            except Error as error:
                logger.warning("clock_without_database", error=type(error).__name__)
                delay = _RETRY_SECONDS
            else:
                self.feed.look_at(context)
            try:
                async with asyncio.timeout(min(delay or _LONGEST_SLEEP_SECONDS, _LONGEST_SLEEP_SECONDS)):
                    await self._poked.wait()
            except TimeoutError:
                continue


def _step(interview_pk: int, *, candidate_is_here: bool) -> tuple[float | None, LiveContext]:
    delay = step_clock(interview_pk, candidate_is_here=candidate_is_here)
    return delay, live_context(interview_pk)


_rooms: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[int, Room]] = WeakKeyDictionary()


def room_of(interview_pk: int) -> Room:
    """The room of this interview in this process, made when nobody is in it."""
    rooms = _rooms_here()
    if interview_pk not in rooms:
        rooms[interview_pk] = Room(interview_pk)
    return rooms[interview_pk]


def _rooms_here() -> dict[int, Room]:
    return _rooms.setdefault(asyncio.get_running_loop(), {})
