"""Section 8: uploads, and reading media back."""

from __future__ import annotations

import pytest
from django.core import signing
from django.test import override_settings

from accounts.enums import MemberRole
from accounts.models import Membership
from common import storage
from interviews.models import MediaFile
from tests.factories import make_interview
from tests.media import silence, write_media
from tests.people import add_member

ASK = {"file_type": "audio", "file_name": "回答 1.wav", "content_type": "audio/wav"}


def put(client, made, content, content_type="audio/wav"):
    path = made["upload_url"].removeprefix("http://testserver")
    response = client.client.put(path, content, content_type=content_type)
    return response.status_code, response.json()["code"]


def test_presign_answers_as_the_specification_says(api, people, interview):
    answer = api(people.candidate).post("/uploads/presign", {**ASK, "interview_id": interview.public_id})
    assert answer.status == 201
    assert answer.data["file_key"].startswith(f"interviews/{interview.public_id}/")
    assert answer.data["file_key"].endswith(".wav")
    assert (answer.data["expires_in"], answer.data["method"]) == (3600, "PUT")
    assert answer.data["headers"] == {"Content-Type": "audio/wav"}


@pytest.mark.parametrize(
    "change",
    [
        {"file_type": "document"},
        {"file_name": ""},
        {"content_type": "wav"},
        {"content_type": "video/mp4"},
        {"interview_id": 5},
    ],
)
def test_presign_refuses_a_wrong_field(api, people, change):
    assert api(people.candidate).post("/uploads/presign", {**ASK, **change}).code == 40001


def test_presign_for_a_foreign_interview_is_not_found(api, people, interview):
    body = {**ASK, "interview_id": interview.public_id}
    assert api(people.other_candidate).post("/uploads/presign", body).code == 40401


def test_a_file_name_leads_nowhere(api, people):
    made = api(people.candidate).post("/uploads/presign", {**ASK, "file_name": "../../etc/passwd.wav"}).data
    assert ".." not in made["file_key"]


def test_an_upload_is_read_back_by_its_owner_and_company_alone(api, people, interview, upload, recording):
    made = upload(api(people.candidate), interview_id=interview.public_id)
    shown = api(people.mate).get(f"/uploads/{made['upload_id']}")
    assert (shown.data["size"], shown.data["state"]) == (len(recording), "stored")
    path = shown.data["read_url"].removeprefix("http://testserver")
    client = api().client
    assert b"".join(client.get(path).streaming_content) == recording
    part = client.get(path, headers={"range": "bytes=4-7"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, recording[4:8])
    assert client.get(path, headers={"range": f"bytes={len(recording)}-"}).status_code == 416
    assert client.get(path, headers={"range": f"bytes={'9' * 5000}-"}).status_code == 416
    assert client.get(path[:-2] + "xx").status_code == 404
    assert api(people.stranger).get(f"/uploads/{made['upload_id']}").code == 40401
    assert api().get(f"/uploads/{made['upload_id']}").code == 40101


def test_an_upload_of_an_interview_goes_with_its_company_not_with_who_brought_it(api, people, interview, upload):
    loose, made = upload(api(people.mate)), upload(api(people.mate), interview_id=interview.public_id)
    Membership.objects.filter(user=people.mate).update(organization=people.stranger.memberships.get().organization)
    client = api(people.mate)
    assert client.get(f"/uploads/{loose['upload_id']}").status == 200
    assert client.get(f"/uploads/{made['upload_id']}").code == 40401


def test_who_recruits_elsewhere_and_reads_here_uploads_nothing_here(api, people, interview):
    elsewhere = people.stranger.memberships.get().organization
    reader = add_member(people, MemberRole.VIEWER)
    Membership.objects.create(user=reader, organization=elsewhere, role=MemberRole.RECRUITER)
    assert api(reader).post("/uploads/presign", ASK).status == 201
    assert api(reader).post("/uploads/presign", {**ASK, "interview_id": interview.public_id}).code == 40301


def test_a_presigned_address_works_once(api, people, upload, recording):
    client = api(people.candidate)
    assert put(client, upload(client), recording) == (409, 40901)


def test_a_presigned_address_is_for_its_type(api, people, recording):
    client = api(people.candidate)
    made = client.post("/uploads/presign", ASK).data
    assert put(client, made, recording, "video/mp4") == (415, 41501)
    assert put(client, made, recording) == (200, 0)


@pytest.mark.parametrize("forgery", ["nothing", "nonsense", "of another upload"])
def test_a_presigned_address_cannot_be_forged(api, people, recording, forgery):
    other = signing.dumps({"id": "up_other"}, salt="common.storage.upload")
    token = {"nothing": "", "nonsense": "forged", "of another upload": other}[forgery]
    client = api(people.candidate)
    made = client.post("/uploads/presign", ASK).data
    forged = {"upload_url": f"/v1/uploads/{made['upload_id']}?token={token}"}
    assert put(client, forged, recording) == (403, 40301)


def test_a_presigned_address_expires(api, people, recording):
    client = api(people.candidate)
    made = client.post("/uploads/presign", ASK).data
    with override_settings(UPLOAD_URL_SECONDS=-1):
        assert put(client, made, recording) == (403, 40301)


def test_an_upload_over_size_is_refused(api, people, recording):
    client = api(people.candidate)
    made = client.post("/uploads/presign", ASK).data
    with override_settings(UPLOAD_MAX_BYTES=100):
        assert put(client, made, recording) == (413, 41301)


@pytest.fixture
def spoken(api, people, position):
    """A started audio interview: client, path, first question id."""
    interview = make_interview(people.candidate, position, mode="audio")
    client, path = api(people.candidate), f"/interviews/{interview.public_id}"
    client.post(f"{path}/start")
    return client, path, interview.questions.first().question_id


def answer_with(spoken, url):
    client, path, question_id = spoken
    return client.post(f"{path}/answers", {"question_id": question_id, "audio_url": url, "duration": 2})


@pytest.mark.parametrize("name", ["file_url", "file_key"])
def test_an_answer_takes_an_upload_by_address_or_key(spoken, upload, name):
    made = upload(spoken[0])
    assert answer_with(spoken, made[name]).status == 201
    assert MediaFile.objects.get().attached_at is not None


def test_one_recording_serves_as_sound_and_picture(api, people, position, upload):
    interview = make_interview(people.candidate, position)
    client, path = api(people.candidate), f"/interviews/{interview.public_id}"
    client.post(f"{path}/start")
    made = upload(client)
    body = {"question_id": interview.questions.first().question_id, "duration": 2}
    assert set(client.post(f"{path}/answers", body).errors) == {"audio_url", "video_url"}
    both = {**body, "audio_url": made["file_url"], "video_url": made["file_key"]}
    assert client.post(f"{path}/answers", both).status == 201


def test_an_upload_is_used_once(spoken, api, people, position, upload):
    made = upload(spoken[0])
    answer_with(spoken, made["file_url"])
    other = make_interview(people.candidate, position, mode="audio")
    client, path = spoken[0], f"/interviews/{other.public_id}"
    client.post(f"{path}/start")
    again = (client, path, other.questions.first().question_id)
    assert answer_with(again, made["file_url"]).code == 40001


def test_an_upload_of_someone_else_is_no_upload(spoken, api, people, upload):
    made = upload(api(people.other_candidate))
    for address in (made["file_url"], made["file_key"]):
        refused = answer_with(spoken, address)
        assert (refused.code, list(refused.errors)) == (40001, ["audio_url"])


def test_an_address_that_was_never_filled_is_refused(spoken):
    made = spoken[0].post("/uploads/presign", ASK).data
    assert answer_with(spoken, made["file_url"]).code == 40001


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n" + b"\0" * 64, b"%PDF-1.7 " + b"x" * 64, b"just some text, no recording at all"],
    ids=["picture", "document", "text"],
)
def test_a_file_that_is_no_recording_is_refused(spoken, upload, content):
    assert answer_with(spoken, upload(spoken[0], content=content)["file_url"]).code == 40001


def test_an_empty_file_ends_as_an_error_of_the_answer_and_the_interview_goes_on(spoken, upload, api, people):
    client, path, _question_id = spoken
    taken = answer_with(spoken, upload(client, content=b"")["file_url"])
    assert taken.status == 201
    item = client.get(f"{path}/answers").data["items"][0]
    assert (item["status"], item["failure"], item["transcript_reason"]) == ("failed", "empty_file", "empty_file")
    assert client.post(f"{path}/end").data["status"] == "completed"


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/a.wav",
        "ftp://example.com/a.wav",
        "file:///etc/passwd",
        "https://localhost/a.wav",
        "https://127.0.0.1/a.wav",
        "https://127.1/a.wav",
        "https://2130706433/a.wav",
        "https://0x7f000001/a.wav",
        "https://0177.0.0.1/a.wav",
        "https://[::1]/a.wav",
        "https://[::ffff:10.0.0.1]/a.wav",
        "https://１２７.0.0.1/a.wav",
        "https://169.254.169.254/latest/meta-data",
        "https://user:pw@example.com/a.wav",
        "https://db.internal/a.wav",
        "uploads/nobody/up_x.wav",
        "javascript:alert(1)",
        "https://",
    ],
)
def test_an_address_that_must_not_be_fetched_is_refused_at_once(spoken, address):
    refused = answer_with(spoken, address)
    assert (refused.code, list(refused.errors)) == (40001, ["audio_url"])


def test_unused_uploads_are_tidied_away(api, people, upload):
    import datetime as dt

    from interviews.services import delete_unused_media

    upload(api(people.candidate))
    key = MediaFile.objects.get().key
    assert delete_unused_media() == 0
    MediaFile.objects.update(created_at=MediaFile.objects.get().created_at - dt.timedelta(days=3))
    assert delete_unused_media() == 1
    assert storage.media().inspect(key) is None


def test_silence_is_no_words(spoken, upload, tmp_path):
    client, path, _question_id = spoken
    quiet = write_media(tmp_path / "quiet.wav", sound=silence(seconds=2)).read_bytes()
    answer_with(spoken, upload(client, content=quiet)["file_url"])
    item = client.get(f"{path}/answers").data["items"][0]
    assert (item["transcript"], item["transcript_reason"]) == ("", "no_speech")
