"""Imports and accounts elsewhere, through the client library."""

from __future__ import annotations

import asyncio
import json

import pytest

from interview_ai import sdk
from tests.sdk.api import FakeApi, ok

ROW = {"import_id": "imp_1", "status": "queued", "progress": 0.0}


def test_create_by_id_sends_json(api: FakeApi):
    api.on("POST", "/interviews/import", ok(ROW, status=202))
    with api.client() as client:
        made = client.imports.create(position_id="pos_1", source="feishu", id="7", account_id="racc_1")
    assert (made.id, made.status) == ("imp_1", "queued")
    assert api.body() == {"position_id": "pos_1", "source": "feishu", "id": "7", "account_id": "racc_1"}


@pytest.mark.parametrize("content", ["1\n00:00", b"1\n00:00", {"minutes": {}}], ids=["text", "bytes", "json"])
def test_a_transcript_goes_as_a_file(api: FakeApi, content):
    api.on("POST", "/interviews/import", ok(ROW, status=202))
    with api.client() as client:
        client.interviews.import_(position_id="pos_1", source="transcript", content=content, language="zh")
    request = api.requests[-1]
    assert request.headers["content-type"].startswith("multipart/form-data")
    sent = request.content
    expected = json.dumps(content).encode() if isinstance(content, dict) else b"1\n00:00"
    assert expected in sent
    assert b'name="position_id"\r\n\r\npos_1' in sent
    assert b'name="language"\r\n\r\nzh' in sent


def test_a_file_is_read_from_its_path(api: FakeApi, tmp_path):
    api.on("POST", "/interviews/import", ok(ROW, status=202))
    path = tmp_path / "talk.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\n你好\n")

    async def create():
        async with api.async_client() as client:
            return await client.imports.create(position_id="pos_1", source="transcript", path=path)

    assert asyncio.run(create()).id == "imp_1"
    assert b'filename="talk.srt"' in api.requests[-1].content
    assert path.read_bytes() in api.requests[-1].content


def test_wait_asks_until_it_is_done(api: FakeApi):
    done = {**ROW, "status": "done", "progress": 1.0, "interview_id": "int_1", "notes": [{"code": "a", "text": "b"}]}
    api.on("GET", "/imports/imp_1", ok(ROW), ok({**ROW, "status": "running", "progress": 0.4}), ok(done))
    heard: list[float] = []
    with api.client() as client:
        found = client.imports.wait("imp_1", poll_interval=0.001, on_progress=heard.append)
    assert (found.interview_id, found.notes[0].text, heard) == ("int_1", "b", [0.0, 0.4, 1.0])


def test_wait_raises_when_it_fails(api: FakeApi):
    error = {"code": "not_json", "message": "The JSON cannot be read."}
    api.on("GET", "/imports/imp_1", ok({**ROW, "status": "failed", "error": error}))
    with api.client() as client, pytest.raises(sdk.ImportFailed, match="cannot be read") as caught:
        client.imports.wait("imp_1")
    assert caught.value.result.error.code == "not_json"


def test_wait_gives_up_in_time(api: FakeApi):
    api.on("GET", "/imports/imp_1", ok(ROW))
    with api.client() as client, pytest.raises(sdk.TimeoutExceeded):
        client.imports.wait("imp_1", timeout=0.01, poll_interval=0.001)


def test_imports_are_listed(api: FakeApi):
    api.on("GET", "/imports", ok({"total": 1, "page": 1, "page_size": 20, "items": [ROW]}))
    with api.client() as client:
        assert [found.id for found in client.imports.iter(status="queued")] == ["imp_1"]
        assert client.imports.list().total == 1
    assert api.requests[0].url.params["status"] == "queued"


def test_speakers_are_assigned(api: FakeApi):
    api.on("POST", "/interviews/int_1/speakers", ok(ROW, status=202))
    with api.client() as client:
        client.interviews.assign_speakers("int_1")
        assert api.body() == {}
        client.interviews.assign_speakers("int_1", {"speaker-1": "candidate"})
    assert api.body() == {"roles": {"speaker-1": "candidate"}}


def test_accounts_are_kept_and_removed(api: FakeApi):
    row = {"account_id": "racc_1", "provider": "feishu", "name": "n", "base_url": ""}
    api.on("POST", "/remote-accounts", ok(row, status=201))
    api.on("GET", "/remote-accounts", ok({"total": 1, "page": 1, "page_size": 20, "items": [row]}))
    api.on("DELETE", "/remote-accounts/racc_1", ok(row))
    with api.client() as client:
        made = client.remote_accounts.create(
            provider="feishu", name="n", credentials={"app_id": "a", "app_secret": "b"}
        )
        assert client.remote_accounts.list().items[0].id == made.id == "racc_1"
        client.remote_accounts.delete(made.id)
    assert "app_secret" not in repr(made)
