"""Frames on their way to a client."""

from __future__ import annotations

import asyncio

import pytest

from common.realtime import outbox
from common.realtime.outbox import Outbox, TooSlow


async def test_frames_leave_in_order() -> None:
    written: list[str] = []

    async def write(text: str) -> None:
        written.append(text)

    box = Outbox(write)
    task = asyncio.create_task(box.run())
    for number in range(100):
        box.put(str(number))
    await asyncio.sleep(0.05)
    task.cancel()
    assert written == [str(number) for number in range(100)]


async def test_client_that_does_not_read_loses_passing_frames_then_its_place() -> None:
    async def stuck(text: str) -> None:
        await asyncio.Event().wait()

    box = Outbox(stuck)
    task = asyncio.create_task(box.run())
    await asyncio.sleep(0)
    for _ in range(2000):
        box.put("signal", passing=True)
    assert len(box._frames) <= 65
    for _ in range(2000):
        box.put("event")
    assert len(box._frames) <= 512
    task.cancel()


async def test_write_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_WRITE_SECONDS", 0.05)

    async def stuck(text: str) -> None:
        await asyncio.Event().wait()

    box = Outbox(stuck)
    box.put("event")
    with pytest.raises(TooSlow):
        await box.run()
