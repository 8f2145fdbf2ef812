"""Uploads against a real socket: chunks, progress, headers, retries."""

from __future__ import annotations

import asyncio
import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from interview_ai import sdk
from interview_ai.sdk.retry import RetryPolicy
from interview_ai.sdk.uploads import CHUNK_BYTES, guess_content_type

CONTENT = bytes(range(256)) * (CHUNK_BYTES // 256) * 2 + b"tail"


class Store(ThreadingHTTPServer):
    """A presign endpoint and the store it points to, in one; ``refusals`` are statuses the store answers first."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), StoreHandler)
        self.refusals: list[int] = []
        self.presigned: list[dict[str, Any]] = []
        self.stored: list[tuple[dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class StoreHandler(BaseHTTPRequestHandler):
    server: Store

    def do_POST(self) -> None:
        self.server.presigned.append(json.loads(self._read()))
        place = {
            "upload_url": f"{self.server.url}/store/1?signature=s3cret",
            "file_key": "up/1.webm",
            "file_url": f"{self.server.url}/media/1",
            "method": "PUT",
            "headers": {"x-store-meta": "yes"},
            "expires_in": 3600,
        }
        self._answer(201, {"code": 0, "message": "success", "data": place})

    def do_PUT(self) -> None:
        body = self._read()
        status = self.server.refusals.pop(0) if self.server.refusals else 200
        if status == 200:
            self.server.stored.append((dict(self.headers), body))
        self._answer(status, {"code": status * 100 + 1, "message": "store says no", "data": None})

    def _read(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def store() -> Iterator[Store]:
    server = Store()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client(store: Store) -> Iterator[sdk.InterviewClient]:
    with sdk.InterviewClient(f"{store.url}/v1", "token", retry=RetryPolicy(base_seconds=0.001)) as client:
        yield client


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "answer.webm"
    path.write_bytes(CONTENT)
    return path


def test_file_arrives_with_progress(store: Store, client: sdk.InterviewClient, recording: Path):
    heard: list[tuple[int, int]] = []
    upload = client.uploads.upload(recording, interview_id="int_1", on_progress=lambda *at: heard.append(at))
    assert (upload.file_key, upload.file_url, upload.size) == ("up/1.webm", f"{store.url}/media/1", len(CONTENT))
    assert heard == [(at, len(CONTENT)) for at in (0, CHUNK_BYTES, 2 * CHUNK_BYTES, len(CONTENT))]
    assert store.presigned == [
        {"file_type": "video", "file_name": "answer.webm", "content_type": "video/webm", "interview_id": "int_1"}
    ]
    ((headers, body),) = store.stored
    assert body == CONTENT
    assert headers["x-store-meta"] == "yes"
    assert headers["Content-Type"] == "video/webm"


def test_token_is_not_shown_to_the_store(store: Store, client: sdk.InterviewClient, recording: Path):
    client.uploads.upload(recording)
    assert "Authorization" not in store.stored[0][0]


def test_failed_upload_is_sent_again_from_the_start(store: Store, client: sdk.InterviewClient, recording: Path):
    store.refusals = [503, 503]
    heard: list[int] = []
    client.uploads.upload(recording, on_progress=lambda sent, _: heard.append(sent))
    assert store.stored[0][1] == CONTENT
    assert heard.count(0) == 3
    assert heard[-1] == len(CONTENT)


def test_refused_upload_raises(store: Store, client: sdk.InterviewClient, recording: Path):
    store.refusals = [413]
    with pytest.raises(sdk.TooLarge, match="store says no"):
        client.uploads.upload(recording)


def test_open_file_is_sent_whole_and_stays_open(store: Store, client: sdk.InterviewClient):
    file = io.BytesIO(CONTENT)
    file.seek(100)
    client.uploads.upload(file, file_name="voice.wav", file_type="audio")
    assert store.stored[0][1] == CONTENT
    assert not file.closed


def test_file_without_a_name_is_refused(client: sdk.InterviewClient):
    with pytest.raises(ValueError, match="file_name"):
        client.uploads.upload(io.BytesIO(b"x"))


def test_missing_file_is_an_os_error(client: sdk.InterviewClient, tmp_path: Path, store: Store):
    with pytest.raises(FileNotFoundError):
        client.uploads.upload(tmp_path / "none.webm")
    assert not store.presigned


def test_async_upload_does_the_same(store: Store, recording: Path):
    heard: list[int] = []

    async def run() -> None:
        async with sdk.AsyncInterviewClient(f"{store.url}/v1", "token") as client:
            await client.uploads.upload(recording, on_progress=lambda sent, _: heard.append(sent))

    asyncio.run(run())
    assert store.stored[0][1] == CONTENT
    assert heard == [0, CHUNK_BYTES, 2 * CHUNK_BYTES, len(CONTENT)]


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("a.webm", "video/webm"), ("a.OGG", "audio/ogg"), ("a.mp4", "video/mp4"), ("a.wav", "audio/wav")],
)
def test_content_type_comes_from_the_name(name: str, content_type: str):
    assert guess_content_type(name) == content_type


@pytest.mark.parametrize("name", ["a", "a.txt", "a.zzz"])
def test_name_that_tells_no_media_type_is_refused(name: str):
    with pytest.raises(ValueError, match="content_type"):
        guess_content_type(name)


def test_server_that_is_gone_is_a_connection_failure(recording: Path):
    retry = RetryPolicy(max_retries=1, base_seconds=0.001)
    with sdk.InterviewClient("http://127.0.0.1:9/v1", retry=retry) as client, pytest.raises(sdk.ConnectionFailed):
        client.uploads.upload(recording)
