"""Recordings sent in parts through the API."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.storage import default_storage

from interviews.models import Answer, RecordingPart
from tests.factories import make_interview, make_position
from tests.interviews.pages.test_room import webm  # noqa: F401  (a fixture)
from tests.interviews.test_storage_s3 import bucket  # noqa: F401  (a fixture)


@pytest.fixture
def running(api, people):
    """A video interview its candidate has started: (client, path, id of the first question)."""
    interview = make_interview(people.candidate, make_position(people.owner, questions=2))
    client, path = api(people.candidate), f"/interviews/{interview.public_id}"
    started = client.post(f"{path}/start").data
    return client, path, started["current_question"]["question_id"]


def begin(client, path, question_id, **fields):
    body = {"question_id": question_id, "key": uuid.uuid4().hex, "content_type": "video/webm", **fields}
    return client.post(f"{path}/recordings", body)


def put(client, path, key, number, content):
    address = f"/v1{path}/recordings/{key}/{number}?ms=1000"
    return client.raw("put", address, data=content, content_type="application/octet-stream")


def send(client, path, question_id, content, *, parts=3):
    key = begin(client, path, question_id).data["key"]
    size = -(-len(content) // parts)
    for number in range(parts):
        response = put(client, path, key, number, content[number * size : (number + 1) * size])
        assert response.json()["data"] == {"expected": number + 1}
    return key


def test_recording_in_parts_becomes_the_answer(running, webm, after_commit):  # noqa: F811
    client, path, question_id = running
    send(client, path, question_id, webm)
    with after_commit():
        done = client.post(f"{path}/recordings/finish", {"question_id": question_id})
    assert (done.status, done.data["question_id"]) == (201, question_id)
    assert done.data["next_question"]["order"] == 2
    again = client.post(f"{path}/recordings/finish", {"question_id": question_id})
    assert (again.status, again.data["answer_id"]) == (200, done.data["answer_id"])
    answer = Answer.objects.get()
    assert (answer.audio.state, answer.status) == ("stored", "analyzed")


@pytest.mark.usefixtures("bucket")
def test_parts_are_objects_of_the_bucket_until_they_are_joined(running, webm, after_commit):  # noqa: F811
    client, path, question_id = running
    send(client, path, question_id, webm)
    keys = list(RecordingPart.objects.values_list("key", flat=True))
    assert all(default_storage.exists(key) for key in keys)
    with after_commit():
        client.post(f"{path}/recordings/finish", {"question_id": question_id})
    assert not any(default_storage.exists(key) for key in keys)
    assert default_storage.exists(Answer.objects.get().audio.key)


def test_others_send_nothing(running, api, people, webm):  # noqa: F811
    client, path, question_id = running
    key = begin(client, path, question_id).data["key"]
    for person, status in ((people.owner, 403), (people.stranger, 404), (people.other_candidate, 404)):
        other = api(person)
        assert begin(other, path, question_id).status == status
        assert put(other, path, key, 0, webm).status_code == status
        assert other.post(f"{path}/recordings/finish", {"question_id": question_id}).status == status


def test_part_out_of_order_is_told_which_one_comes_next(running, webm):  # noqa: F811
    client, path, question_id = running
    key = begin(client, path, question_id).data["key"]
    response = put(client, path, key, 4, webm)
    assert (response.status_code, response.json()["code"]) == (409, 40901)
    assert "0" in response.json()["message"]


def test_recording_before_the_start_is_refused(api, people):
    interview = make_interview(people.candidate, make_position(people.owner))
    question_id = interview.questions.first().question_id
    assert begin(api(people.candidate), f"/interviews/{interview.public_id}", question_id).status == 409
