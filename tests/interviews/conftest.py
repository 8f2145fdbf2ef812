"""A position with three questions, an interview, and a recording to upload."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from interviews.models import Interview
from positions.models import Position
from tests.client import ApiClient
from tests.factories import make_interview, make_position
from tests.media import tone, write_media


@pytest.fixture
def position(people: Any) -> Position:
    return make_position(people.owner, questions=3)


@pytest.fixture
def interview(people: Any, position: Position) -> Interview:
    return make_interview(people.candidate, position, mode="text")


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two seconds of a tone in a WAV."""
    path = tmp_path_factory.mktemp("recording") / "answer.wav"
    write_media(path, sound=tone(seconds=2.0))
    return path.read_bytes()


@pytest.fixture
def upload(recording: bytes) -> Callable[..., dict[str, Any]]:
    """``upload(client)`` presigns and puts a recording; what presign answered."""

    def put(client: ApiClient, *, content: bytes = recording, **asked: Any) -> dict[str, Any]:
        body = {"file_type": "audio", "file_name": "answer.wav", "content_type": "audio/wav", **asked}
        made = client.post("/uploads/presign", body).data
        path = made["upload_url"].removeprefix("http://testserver")
        kind = made["headers"]["Content-Type"]
        response = client.client.put(path, content, content_type=kind, CONTENT_TYPE=kind)
        assert response.status_code == 200, response.content
        return made

    return put
