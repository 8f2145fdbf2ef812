"""Sockets of the running product: real server, broker and workers; a server that is started again."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect

from common.realtime.frames import MediaFrame, MediaKind, write_media_frame
from interview_ai.supervisor.embedded import Site, running_site
from tests.media import syllables

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def site(data: Path) -> Iterator[Site]:
    with running_site(data, env={"LIVE_WORKERS": "1", "LOG_LEVEL": "WARNING"}, arguments=("--no-demo-data",)) as found:
        yield found


class Api:
    """A company and a candidate over HTTP."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.client = httpx.Client(base_url=f"{base_url}/v1", timeout=30)
        self.company, self.candidate = self._register("enterprise"), self._register("candidate")
        body = {"title": "t", "category": "ai", "description": "d", "requirements": ["r"], "question_count": 1}
        self.position = self.call("post", "/positions", self.company, **body)["position_id"]
        for number in range(2):
            question = {"content": f"问题{number}", "type": "technical", "difficulty": "easy", "time_limit": 60}
            given = {**question, "reference_answer": "答", "scoring_points": ["点"], "follow_up_enabled": False}
            self.call("post", "/questions", self.company, position_id=self.position, **given)

    def call(self, method: str, path: str, token: str | None = None, **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = self.client.request(method, path, headers=headers, json=body)
        assert answer.status_code < 300, answer.text
        return answer.json()["data"]

    def start(self, **fields: Any) -> dict[str, Any]:
        made = self.call("post", "/interviews", self.candidate, position_id=self.position, **fields)
        self.call("post", f"/interviews/{made['interview_id']}/start", self.candidate)
        return made

    def socket(self, interview: dict[str, Any], *, token: str | None = None, path: str = "") -> Any:
        address = self.base_url.replace("http", "ws", 1)
        proof = interview["room_token"] if token is None else token
        return connect(f"{address}/ws/interviews/{interview['interview_id']}{path}?token={proof}")

    def _register(self, role: str) -> str:
        person = {"email": f"{role}-{id(self)}@mail.example", "password": "password123"}
        self.call("post", "/users/register", username=role, role=role, organization_name="公司", **person)
        return self.call("post", "/users/login", **person)["access_token"]


@pytest.fixture(scope="module")
def api(site: Site) -> Api:
    return Api(site.base_url)


async def read(socket: ClientConnection, kind: str) -> dict[str, Any]:
    async with asyncio.timeout(30):
        while True:
            frame = json.loads(await socket.recv())
            if frame["type"] == kind:
                return frame


async def test_signals_come_back_from_real_workers(api: Api) -> None:
    interview = await asyncio.to_thread(api.start)
    async with (
        api.socket(interview) as candidate,
        api.socket(interview, token=api.company, path="/analysis") as observer,
    ):
        await read(candidate, "connected")
        await read(observer, "connected")
        speaking = asyncio.create_task(speak(candidate))
        frame = await read(observer, "realtime_analysis")
        while frame["data"]["speech"]["speech_rate"] is None:  # the first second is too short to be judged
            frame = await read(observer, "realtime_analysis")
        speaking.cancel()
    assert frame["data"]["speech"]["speech_rate"] == pytest.approx(240, rel=0.2)
    assert frame["data"]["missing"]["video.expression"] == "no_video"


async def speak(socket: ClientConnection) -> None:
    """Four syllables a second, in frames of a second, until cancelled."""
    sound = (syllables(count=4) * 32767).astype("<i2").tobytes()
    for second in itertools.count():
        await socket.send(write_media_frame(MediaFrame(MediaKind.SOUND, second * 1000, sound)))
        await asyncio.sleep(1)


async def test_events_written_by_many_processes_have_no_gaps(api: Api) -> None:
    """Answers, the end, the analysis and the report: the web process and three workers write on one SQLite file."""
    interview = await asyncio.to_thread(api.start, mode="text")
    question = interview["questions"][0]["question_id"]
    path = f"/interviews/{interview['interview_id']}"
    async with api.socket(interview) as socket:
        await read(socket, "connected")
        given = {"question_id": question, "duration": 3, "transcript": "我做过推荐系统，用了正则化。"}
        await asyncio.to_thread(api.call, "post", f"{path}/answers", api.candidate, **given)
        await asyncio.to_thread(api.call, "post", f"{path}/end", api.candidate)
        frame = await read(socket, "report_ready")
        assert frame["data"]["report_status"] == "ready"
        await socket.send(json.dumps({"type": "resume", "after": 0}))
        replayed = []
        while (event := json.loads(await socket.recv()))["type"] != "ack":
            replayed.append(event)
    assert [event["seq"] for event in replayed] == list(range(1, len(replayed) + 1))
    assert [event["type"] for event in replayed] == [
        "question_started",
        "answer_received",
        "interview_ended",
        "report_ready",
    ]
    async with api.socket(interview) as socket:
        assert json.loads(await socket.recv())["data"]["code"] == 40301
        await socket.wait_closed()
        assert socket.close_code == 4403


async def test_web_process_that_dies_comes_back_with_everything(api: Api, site: Site) -> None:
    interview = await asyncio.to_thread(api.start)
    async with api.socket(interview) as socket:
        before = (await read(socket, "connected"))["data"]
        await asyncio.to_thread(kill_web, site)
        await asyncio.wait_for(socket.wait_closed(), 30)
    await asyncio.to_thread(wait_until_up, site)
    async with api.socket(interview) as socket:
        after = (await read(socket, "connected"))["data"]
    assert after["current_question"]["deadline_at"] == before["current_question"]["deadline_at"]
    assert after["question_remaining_seconds"] < before["question_remaining_seconds"]
    assert after["last_seq"] == before["last_seq"]


def kill_web(site: Site) -> None:
    import os
    import signal

    children = Path(f"/proc/{site.pid}/task/{site.pid}/children").read_text().split()
    web = next(int(pid) for pid in children if b"uvicorn" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(web, signal.SIGKILL)


def wait_until_up(site: Site) -> None:
    waited = threading.Event()
    for _ in range(300):
        try:
            if httpx.get(f"{site.base_url}/healthz").status_code == 200:
                return
        except httpx.TransportError:
            waited.wait(0.1)
    raise AssertionError("the web process did not come back")
