"""Recordings sent in parts: in order, taken up again, handed in."""

from __future__ import annotations

import io
import json

import httpx
import pytest

from interview_ai import sdk
from tests.sdk.api import FakeApi, ok, refused

KEY = "0" * 31 + "a"
CONTENT = bytes(range(250))


class Place:
    """The server's side: takes parts in order, answers what it expects."""

    def __init__(self, api: FakeApi, *, has: int = 0) -> None:
        self.parts: dict[int, bytes] = dict.fromkeys(range(has), b"")
        self.lengths: list[int] = []
        api.on("POST", "/interviews/int_1/recordings", self.create)
        api.on("POST", "/interviews/int_1/recordings/finish", ok({"answer_id": "ans_1", "question_id": "q_1"}))
        for number in range(4):
            api.on("PUT", f"/interviews/int_1/recordings/{KEY}/{number}", self.take)

    def create(self, request: httpx.Request) -> httpx.Response:
        key = json.loads(request.content)["key"]
        return ok({"key": key, "segment": 0, "take": 1, "expected": len(self.parts)}, status=201)

    def take(self, request: httpx.Request) -> httpx.Response:
        number = int(request.url.path.rpartition("/")[2])
        self.parts[number] = request.content
        self.lengths.append(int(request.url.params["ms"]))
        assert request.headers["content-type"] == "application/octet-stream"
        return ok({"expected": number + 1})


def test_file_is_sent_in_parts_and_handed_in(api: FakeApi) -> None:
    place, heard = Place(api), []
    with api.client() as client:
        answer = client.recordings.send(
            "int_1",
            io.BytesIO(CONTENT),
            question_id="q_1",
            seconds=2.5,
            content_type="video/webm",
            key=KEY,
            part_bytes=100,
            on_progress=lambda sent, size: heard.append((sent, size)),
        )
    assert answer.answer_id == "ans_1"
    assert b"".join(place.parts[number] for number in range(3)) == CONTENT
    assert place.lengths == [1000, 1000, 500]
    assert heard == [(100, 250), (200, 250), (250, 250)]


async def test_sending_goes_on_where_it_broke_off(api: FakeApi) -> None:
    place = Place(api, has=2)
    async with api.async_client() as client:
        await client.recordings.send(
            "int_1",
            io.BytesIO(CONTENT),
            question_id="q_1",
            seconds=2.5,
            content_type="video/webm",
            key=KEY,
            part_bytes=100,
        )
    assert [request.method for request in api.requests] == ["POST", "PUT", "POST"]
    assert place.parts[2] == CONTENT[200:]


def test_parts_one_by_one(api: FakeApi) -> None:
    place = Place(api)
    with api.client() as client:
        made = client.recordings.create("int_1", question_id="q_1", content_type="audio/webm", key=KEY)
        assert (made.key, made.expected) == (KEY, 0)
        assert client.recordings.append("int_1", key=KEY, number=0, content=b"abc", length_ms=400) == 1
        assert client.recordings.finish("int_1", question_id="q_1").answer_id == "ans_1"
    assert place.parts == {0: b"abc"}


def test_part_out_of_order_is_a_conflict(api: FakeApi) -> None:
    Place(api)
    api.on("PUT", f"/interviews/int_1/recordings/{KEY}/3", refused(409, 40901))
    with api.client() as client, pytest.raises(sdk.Conflict):
        client.recordings.append("int_1", key=KEY, number=3, content=b"abc")


def test_part_is_tried_again_when_the_server_is_busy(api: FakeApi) -> None:
    place = Place(api)
    api.on("PUT", f"/interviews/int_1/recordings/{KEY}/0", refused(503, 50301), place.take)
    with api.client() as client:
        assert client.recordings.append("int_1", key=KEY, number=0, content=b"abc", length_ms=1) == 1
