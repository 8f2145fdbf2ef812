"""Nobody, or somebody else, in the picture: noted after a while, once, for those who watch."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from asgiref.sync import sync_to_async

from interviews.models import Interview
from interviews.realtime.faces import FaceWatch
from tests.interviews.realtime.test_live_windows import pcm, picture
from tests.people import People
from tests.sockets import SocketClient, connected, events_path, room_token_for, token_for


def told(*faces: int) -> list[tuple[str, int]]:
    """What a watch says of these windows, a second apart."""
    watch = FaceWatch()
    found = [watch.look(count, at_ms=1000 * number) for number, count in enumerate(faces)]
    return [(seen.kind.value, seen.since_ms) for seen in found if seen is not None]


@pytest.mark.parametrize(
    ("faces", "expected"),
    [
        ((1, 1, 1, 1), []),
        ((0, 0, 1, 0, 0), []),
        ((1, 0, 0, 0), [("no_face", 1000)]),
        ((0, 0, 0, 0, 0, 0, 0), [("no_face", 0)]),
        ((2, 2, 3), [("second_face", 0)]),
        ((2, 2, 2, 1, 2, 2, 2), [("second_face", 0)]),
        ((2, 2, 2, 1, 1, 1, 2, 2, 2), [("second_face", 0), ("second_face", 6000)]),
        ((0, 0, 0, 2, 2, 2), [("no_face", 0), ("second_face", 3000)]),
    ],
)
def test_what_lasts_three_windows_is_told_once(faces, expected):
    assert told(*faces) == expected


def two_faces() -> bytes:
    """A picture in which the test engine sees two."""
    return cv2.imencode(".jpg", np.full((48, 64, 3), (200, 90, 90), dtype=np.uint8))[1].tobytes()


async def show(socket: SocketClient, content: bytes, *, times: int) -> None:
    for _ in range(times):
        await socket.send_media(2, content)
        await socket.send_media(1, pcm(1.0))
        await socket.read("realtime_analysis")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interviews.realtime.windows._SHORTEST_PAUSE_SECONDS", 0.0)


@pytest.mark.usefixtures("quick")
async def test_second_face_is_kept_and_shown_to_who_watches_alone(
    running: Interview, people: People, desk: Any
) -> None:
    token = await sync_to_async(token_for)(people.owner)
    async with (
        connected(events_path(running), token=room_token_for(running)) as candidate,
        connected(events_path(running), token=token) as observer,
    ):
        question = (await candidate.read("connected"))["data"]["current_question"]["question_id"]
        await observer.read("connected")
        await show(candidate, picture(), times=1)
        await show(candidate, two_faces(), times=4)
        noted = (await observer.read("integrity_signal"))["data"]
        assert (noted["kind"], noted["question_id"], noted["context"]["windows"]) == ("second_face", question, 3)
        assert await candidate.is_silent()
    signal = await running.integrity_signals.aget()
    assert (signal.kind, signal.context) == ("second_face", {"windows": 3, "by": "live_analysis"})


@pytest.mark.usefixtures("quick")
async def test_nobody_in_the_picture_is_kept_once(running: Interview, desk: Any) -> None:
    async with connected(events_path(running), token=room_token_for(running)) as candidate:
        await candidate.read("connected")
        await show(candidate, picture(level=5), times=6)
    assert [signal.kind async for signal in running.integrity_signals.all()] == ["no_face"]


async def test_signal_of_the_page_is_shown_to_who_watches(running: Interview, people: People) -> None:
    token = await sync_to_async(token_for)(people.owner)
    async with (
        connected(events_path(running), token=room_token_for(running)) as candidate,
        connected(events_path(running), token=token) as observer,
    ):
        await candidate.read("connected")
        await candidate.send({"type": "integrity", "kind": "tab_hidden"})
        assert (await observer.read("integrity_signal"))["data"]["kind"] == "tab_hidden"
        assert (await candidate.read("ack"))["data"]["kept"] is True
