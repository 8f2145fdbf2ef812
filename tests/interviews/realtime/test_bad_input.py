"""What a client may get wrong: an error frame, and the socket stays."""

from __future__ import annotations

import asyncio
import struct

import pytest
from asgiref.sync import sync_to_async

from interviews.models import IntegritySignal, Interview
from tests.common.realtime.test_jpeg import claiming, jpeg
from tests.people import People
from tests.sockets import SocketClient, analysis_path, connected, events_path, room_token_for, token_for

SECOND_OF_SILENCE = bytes(32_000)


async def error_of(socket: SocketClient) -> int:
    frame = await socket.read()
    assert frame["type"] == "error", frame
    return frame["data"]["code"]


async def is_alive(socket: SocketClient) -> bool:
    await socket.send({"type": "ping"})
    return (await socket.read())["type"] == "pong"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", 40001),
        ("hello", 40001),
        ("[1,2]", 40001),
        ('{"type":"shout"}', 40001),
        ('{"type":"error"}', 40001),
        ('{"type":"ping","more":1}', 40001),
        ('{"type":"resume"}', 40001),
        ('{"type":"resume","after":"1"}', 40001),
        ('{"type":"resume","after":-1}', 40001),
        ('{"type":"resume","after":2}', 40001),
        ('{"type":"resume","after":99999999999999999999999}', 40001),
        ('{"type":"integrity","kind":"bored"}', 40001),
        ('{"type":"ping","x":"' + "y" * 5000 + '"}', 41301),
    ],
)
async def test_bad_text_frame(running: Interview, text: str, code: int) -> None:
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        await socket.send(text)
        assert await error_of(socket) == code
        assert await is_alive(socket)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", 40001),
        (b"\x01\x00", 40001),
        (struct.pack(">BQ", 1, 0), 40001),
        (struct.pack(">BQ", 9, 0) + bytes(100), 40001),
        (struct.pack(">BQ", 1, 0) + bytes(101), 40001),
        (struct.pack(">BQ", 2, 0) + b"this is no JPEG", 40001),
        (struct.pack(">BQ", 2, 0) + jpeg()[:-100], 40001),
        (struct.pack(">BQ", 2, 0) + claiming(65535, 65535), 40001),
        (struct.pack(">BQ", 1, 0) + bytes(256 * 1024), 41301),
    ],
    ids=["empty", "header cut", "no payload", "kind", "odd", "no JPEG", "JPEG cut", "JPEG bomb", "too large"],
)
async def test_bad_binary_frame(running: Interview, desk: object, content: bytes, code: int) -> None:
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        await socket.send_bytes(content)
        assert await error_of(socket) == code
        assert await is_alive(socket)
        assert desk.windows == []


async def test_hundred_frames_a_second_are_held_back(running: Interview, settings: object) -> None:
    settings.SOCKET_FRAMES_PER_SECOND = 5
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        for _ in range(100):
            await socket.send({"type": "ping"})
        found = []
        while not await socket.is_silent():
            found.append((await socket.read())["type"])
        assert found.count("pong") <= 15
        assert found.count("error") in (1, 2)
        await asyncio.sleep(0.5)
        assert await is_alive(socket)


async def test_hundred_pieces_of_sound_a_second_are_held_back(
    running: Interview, desk: object, settings: object
) -> None:
    settings.SOCKET_FRAMES_PER_SECOND = 5
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        for _ in range(100):
            await socket.send_media(1, SECOND_OF_SILENCE)
        assert (await socket.read("error"))["data"]["code"] == 42901
        await asyncio.sleep(0.5)
        await socket.send({"type": "ping"})
        await socket.read("pong")
    assert len(desk.windows) <= 15


@pytest.mark.parametrize("at_ms", [2**64 - 1, 10**12])
async def test_client_s_clock_is_not_believed_when_it_is_far_off(running: Interview, desk: object, at_ms: int) -> None:
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        await socket.send_media(1, SECOND_OF_SILENCE, at_ms=at_ms)
        await socket.read("realtime_analysis")
        assert await is_alive(socket)
    assert desk.windows[0].header["at_ms"] < 60_000


async def test_candidate_who_poses_as_observer_stays_the_candidate(running: Interview) -> None:
    token = f"{room_token_for(running)}&role=observer"
    async with connected(events_path(running), token=token) as socket:
        assert (await socket.read("connected"))["data"]["role"] == "candidate"
        await socket.send({"type": "ping", "role": "observer"})
        assert await error_of(socket) == 40001


async def test_flood_that_goes_on_is_shown_out(running: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("common.realtime.limits.Gate.is_abused", lambda gate: True)
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        for _ in range(60):
            await socket.send({"type": "resume", "after": 99})
        while True:
            message = await socket._socket.receive_output(5)
            if message["type"] == "websocket.close":
                break
        assert message["code"] == 1008


async def test_observer_sends_nothing_of_the_candidate_s(running: Interview, people: People) -> None:
    token = await sync_to_async(token_for)(people.owner)
    async with connected(events_path(running), token=token) as socket:
        await socket.read("connected")
        await socket.send_media(1, SECOND_OF_SILENCE)
        assert await error_of(socket) == 40301
        for frame in ({"type": "thinking"}, {"type": "integrity", "kind": "paste"}):
            await socket.send(frame)
            assert await error_of(socket) == 40301
        assert await is_alive(socket)
    assert not await IntegritySignal.objects.aexists()


async def test_analysis_socket_takes_pings_alone(running: Interview, people: People) -> None:
    for token in (room_token_for(running), await sync_to_async(token_for)(people.owner)):
        async with connected(analysis_path(running), token=token) as socket:
            await socket.read("connected")
            await socket.send_media(1, SECOND_OF_SILENCE)
            assert await error_of(socket) == 40301
            await socket.send({"type": "resume", "after": 0})
            assert await error_of(socket) == 40001
            assert await is_alive(socket)


async def test_interview_that_has_not_started_takes_no_media(interview: Interview, desk: object) -> None:
    async with connected(events_path(interview), token=room_token_for(interview)) as socket:
        assert (await socket.read("connected"))["data"]["current_question"] is None
        await socket.send_media(1, SECOND_OF_SILENCE)
        assert await error_of(socket) == 40901
    assert desk.windows == []


@pytest.mark.parametrize(("mode", "kind", "code"), [("audio", 2, 40901), ("text", 1, 40901), ("text", 2, 40901)])
async def test_interview_of_another_mode_takes_no_such_media(
    running: Interview, desk: object, mode: str, kind: int, code: int
) -> None:
    await Interview.objects.filter(pk=running.pk).aupdate(mode=mode)
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        await socket.send_media(kind, jpeg() if kind == 2 else SECOND_OF_SILENCE)
        assert await error_of(socket) == code
    assert desk.windows == []


async def test_silent_socket_is_closed(running: Interview, settings: object) -> None:
    settings.SOCKET_IDLE_SECONDS = 0.3
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        assert await socket.read_close() == 4408
