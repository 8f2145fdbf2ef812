"""Who hears what, in one process and in several."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from channels.layers import get_channel_layer

from common.realtime.hub import Hub, Message

GROUP = "interview.1"


def frame(text: str) -> Message:
    return {"type": "frame", "group": GROUP, "kind": "realtime_analysis", "seq": None, "text": text}


@asynccontextmanager
async def listening(hub: Hub) -> AsyncIterator[list[str]]:
    """The texts that a listener of this hub hears."""
    heard: list[str] = []

    def note(message: Message) -> None:
        heard.append(message["text"])

    await hub.join(GROUP, note)
    try:
        yield heard
    finally:
        await hub.leave(GROUP, note)


async def until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    """What went through the broker."""
    messages: list[Message] = []
    layer = get_channel_layer()
    group_send = layer.group_send

    async def noted(group: str, message: Message) -> None:
        messages.append(message)
        await group_send(group, message)

    monkeypatch.setattr(layer, "group_send", noted)
    return messages


async def test_what_is_said_is_heard_here_at_once_and_spares_the_broker(sent: list[Message]) -> None:
    hub = Hub()
    async with listening(hub) as heard, listening(hub) as heard_too:
        await hub.say(frame("one"))
        assert heard == heard_too == ["one"]
        assert [message["type"] for message in sent] == ["hub"]


async def test_what_is_said_is_heard_once_in_every_process(sent: list[Message]) -> None:
    here, there = Hub(), Hub()
    async with listening(here) as heard:
        async with listening(there) as heard_there:
            await until(lambda: len(sent) == 3)  # both came, the first told the second
            await until(lambda: here._elsewhere.get(GROUP) and there._elsewhere.get(GROUP))
            await here.say(frame("one"))
            await there.say(frame("two"))
            await until(lambda: len(heard) == len(heard_there) == 2)
        await until(lambda: not here._elsewhere[GROUP])
        await here.say(frame("three"))
        assert (heard, heard_there) == (["one", "two", "three"], ["one", "two"])
        assert sum(message["type"] == "frame" for message in sent) == 2


async def test_what_was_published_is_heard_by_all(sent: list[Message]) -> None:
    here, there = Hub(), Hub()
    async with listening(here) as heard, listening(there) as heard_there:
        await get_channel_layer().group_send(GROUP, frame("stored"))
        await until(lambda: heard and heard_there)
        assert heard == heard_there == ["stored"]


async def test_listener_of_another_process_is_heard_of_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("common.realtime.hub._TOLD_AGAIN_SECONDS", 0.01)
    here, there = Hub(), Hub()
    async with listening(here), listening(there) as heard_there:
        await until(lambda: here._elsewhere.get(GROUP))
        here._elsewhere.clear()  # as if what was told had been lost
        await until(lambda: here._elsewhere.get(GROUP))
        await here.say(frame("one"))
        await until(lambda: heard_there == ["one"])
