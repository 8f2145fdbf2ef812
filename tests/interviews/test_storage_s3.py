"""Uploads to a bucket, against moto's server."""

from __future__ import annotations

import boto3
import httpx
import pytest
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from common import storage
from tests.factories import make_interview

BUCKET = "recordings"
ASK = {"file_type": "audio", "file_name": "answer.wav", "content_type": "audio/wav"}


@pytest.fixture
def bucket(settings, monkeypatch):
    """The product stores in a bucket of a local S3 server."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    options = {
        "bucket_name": BUCKET,
        "endpoint_url": f"http://{host}:{port}",
        "region_name": "us-east-1",
        "access_key": "test",
        "secret_key": "test",
        "signature_version": "s3v4",
        "addressing_style": "path",
        "file_overwrite": False,
    }
    client = boto3.client(
        "s3",
        endpoint_url=options["endpoint_url"],
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_bucket(Bucket=BUCKET)
    settings.S3_BUCKET = BUCKET
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options},
    }
    yield client
    server.stop()


@pytest.mark.usefixtures("bucket")
def test_a_recording_goes_straight_to_the_bucket_and_comes_back(api, people, position, recording):
    assert storages["default"].bucket_name == BUCKET
    interview = make_interview(people.candidate, position, mode="audio")
    client, path = api(people.candidate), f"/interviews/{interview.public_id}"
    client.post(f"{path}/start")
    made = client.post("/uploads/presign", {**ASK, "interview_id": interview.public_id}).data
    assert "X-Amz-Signature" in made["upload_url"]
    sent = httpx.put(made["upload_url"], content=recording, headers=made["headers"])
    assert sent.status_code == 200
    body = {"question_id": interview.questions.first().question_id, "audio_url": made["file_url"], "duration": 2}
    assert client.post(f"{path}/answers", body).status == 201
    shown = client.get(f"/uploads/{made['upload_id']}").data
    assert httpx.get(shown["read_url"]).content == recording
    with storage.media().local_path(made["file_key"]) as copy:
        assert copy.read_bytes() == recording


@pytest.mark.usefixtures("bucket")
def test_what_the_bucket_cannot_enforce_is_enforced_when_the_file_is_attached(api, people, position, settings):
    interview = make_interview(people.candidate, position, mode="audio")
    client, path = api(people.candidate), f"/interviews/{interview.public_id}"
    client.post(f"{path}/start")
    body = {"question_id": interview.questions.first().question_id, "duration": 2}
    for content, limit in ((b"%PDF-1.7 not a recording", 10**6), (b"RIFF0000WAVE" + b"x" * 5000, 1000)):
        made = client.post("/uploads/presign", ASK).data
        httpx.put(made["upload_url"], content=content, headers=made["headers"])
        settings.UPLOAD_MAX_BYTES = limit
        assert client.post(f"{path}/answers", {**body, "audio_url": made["file_url"]}).code == 40001
