"""Events over a real socket: in order, once, across broken connections."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from interview_ai import sdk
from interview_ai.sdk import AsyncInterviewClient, InterviewClient
from interview_ai.sdk.events import Follower


def frame(kind: str, seq: int | None = None, **data: Any) -> str:
    return json.dumps({"type": kind, "seq": seq, "timestamp": "2026-11-22T08:00:00+08:00", "data": data})


def seqs(follower: Follower, *frames: str) -> list[int | None]:
    return [event.seq for text in frames for event in follower.read(text)[0]]


def test_events_come_once_and_in_order_whatever_comes_first() -> None:
    follower = Follower(after=2)
    _events, answer = follower.read(frame("connected", last_seq=4))
    assert json.loads(answer or "") == {"type": "resume", "after": 2}
    assert seqs(follower, frame("b", 5), frame("b", 3), frame("b", 4), frame("b", 5), frame("b", 3)) == [3, 4, 5]


def test_first_connection_without_a_number_begins_now() -> None:
    follower = Follower()
    assert follower.read(frame("connected", last_seq=7))[1] is None
    assert seqs(follower, frame("b", 7), frame("b", 8), frame("realtime_analysis")) == [8, None]


def test_gap_is_asked_for_once() -> None:
    follower = Follower(after=0)
    follower.read(frame("connected", last_seq=0))
    answers = [follower.read(frame("b", number))[1] for number in (2, 3)]
    assert [json.loads(answer) if answer else None for answer in answers] == [{"type": "resume", "after": 0}, None]


class Server:
    """An interview's socket. Each connection gets a script: frames to send, then it is cut; the last one stays."""

    def __init__(self, *scripts: list[str]) -> None:
        self.scripts, self.heard, self.paths = list(scripts), list[Any](), list[str]()

    async def serve(self, socket: ServerConnection) -> None:
        self.paths.append(socket.request.path if socket.request else "")
        script = self.scripts.pop(0)
        for text in script:
            if text == "wait":
                self.heard.append(json.loads(await socket.recv()))
            else:
                await socket.send(text)
        if self.scripts:
            socket.transport.abort()


@asynccontextmanager
async def site(*scripts: list[str]) -> AsyncIterator[tuple[Server, str]]:
    server = Server(*scripts)
    async with serve(server.serve, "127.0.0.1", 0) as running:
        yield server, f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}/v1"


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interview_ai.sdk.events._FIRST_PAUSE_SECONDS", 0.01)


BROKEN = (
    [frame("connected", last_seq=0), frame("question_started", 1)],
    [frame("connected", last_seq=3), "wait", frame("answer_received", 2), frame("report_ready", 3)],
)


@pytest.mark.usefixtures("hasty")
async def test_broken_connection_is_made_again_and_nothing_is_missed() -> None:
    async with site(*BROKEN) as (server, url), AsyncInterviewClient(url, "token") as client:
        found = [event async for event in client.events.follow("int_1", after=0)]
    assert [event.seq for event in found if event.seq] == [1, 2, 3]
    assert server.heard == [{"type": "resume", "after": 1}]
    assert server.paths == ["/ws/interviews/int_1?token=token"] * 2


@pytest.mark.usefixtures("hasty")
async def test_blocking_client_follows_as_well() -> None:
    def follow(url: str) -> list[sdk.Event]:
        with InterviewClient(url, "token") as client:
            return list(client.events.follow("int_1", after=0))

    async with site(*BROKEN) as (_server, url):
        found = await asyncio.to_thread(follow, url)
    assert [event.type for event in found if event.seq] == ["question_started", "answer_received", "report_ready"]


@pytest.mark.parametrize(("code", "kind"), [(40101, sdk.Unauthorized), (40401, sdk.NotFound), (40901, sdk.Conflict)])
async def test_refusal_is_raised(code: int, kind: type[Exception]) -> None:
    async with (
        site([frame("error", code=code, message="no")]) as (_server, url),
        AsyncInterviewClient(url, "token") as client,
    ):
        with pytest.raises(kind):
            await anext(client.events.follow("int_1"))


async def test_room_token_goes_before_the_client_s_own() -> None:
    async with site([frame("connected", last_seq=0)]) as (server, url), AsyncInterviewClient(url, "token") as client:
        stream = client.events.follow("int_1", token="room")
        assert (await anext(stream)).type == "connected"
        await stream.aclose()
    assert server.paths == ["/ws/interviews/int_1?token=room"]
