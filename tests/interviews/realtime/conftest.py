"""An interview that is being held, and windows that go nowhere unless a test says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from analysis.live.looking import look_at
from analysis.services.live import eyes, result_of, window_of
from common.realtime import threads
from common.realtime.exchange import Parcel, Taken
from interviews.models import Interview
from interviews.realtime import feeds
from interviews.services import start_interview
from tests.factories import make_interview, make_position
from tests.people import People, make_people


@pytest.fixture(autouse=True)
def database_first(request: pytest.FixtureRequest) -> Iterator[None]:
    """The tables are emptied last, when no socket's thread holds a row any more: one whose task was cancelled goes on
    to its end all the same."""
    if "transactional_db" in request.fixturenames:
        request.getfixturevalue("transactional_db")
    yield
    threads.pool().shutdown(wait=True)
    threads.pool.cache_clear()


@pytest.fixture(autouse=True)
async def no_connection_left(database_first: None) -> AsyncIterator[None]:
    """A test's event loop has a thread of its own for the database, which ends with the loop."""
    yield
    await sync_to_async(connections.close_all)()


@pytest.fixture
def people(transactional_db: None) -> People:
    """The four, where sockets' threads see them."""
    return make_people()


@pytest.fixture
def interview(people: People) -> Interview:
    """Created, not started."""
    return make_interview(people.candidate, make_position(people.owner))


@pytest.fixture
def running(interview: Interview) -> Interview:
    return start_interview(interview)[0]


class LocalDesk:
    """In the place of the desk: looks at each window at once, with the test engines. ``busy`` lets windows lie."""

    def __init__(self) -> None:
        self.windows: list[Taken] = []
        self.busy = False
        self._waiting: dict[str, Parcel] = {}

    async def offer(self, key: str, parcel: Parcel) -> bool:
        replaced = key in self._waiting
        self._waiting[key] = parcel
        if not self.busy:
            await self.work()
        return not replaced

    async def work(self) -> None:
        for key, parcel in list(self._waiting.items()):
            del self._waiting[key]
            taken = Taken("desk", key, dict(parcel.header), list(parcel.parts))
            self.windows.append(taken)
            look = await asyncio.to_thread(look_at, window_of(taken), eyes=eyes())
            feeds._hand_out(key, result_of(taken, look), [look.memory])

    def withdraw(self, key: str) -> None:
        self._waiting.pop(key, None)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> LocalDesk:
    found = LocalDesk()
    monkeypatch.setattr(feeds, "desk", lambda: found)
    return found
