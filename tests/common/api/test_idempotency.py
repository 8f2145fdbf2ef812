"""``Idempotency-Key`` at every POST below /v1: the same answer and no second row, or listed here with the reason."""

from __future__ import annotations

import uuid

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import encode_multipart

from common.jobs import JobState
from common.models import IdempotencyRecord
from interviews.importing.models import ImportJob
from tests.accounts.test_api import NEW
from tests.accounts.webhooks.far_side import listening
from tests.architecture.doors import operations
from tests.client import ApiClient
from tests.factories import make_interview, make_position
from tests.interviews.conftest import recording, upload  # noqa: F401  (fixtures)
from tests.interviews.importing.samples import srt
from tests.interviews.pages.test_room import webm  # noqa: F401  (a fixture)
from tests.interviews.test_lifecycle_api import text_answer
from tests.interviews.test_recordings import send
from tests.reports.made import make_report

# Where the key does not apply, and why.
WITHOUT = {
    "POST /users/login": "its answer holds tokens, which are kept nowhere; a second session does no harm",
    "POST /users/refresh-token": "its answer holds tokens; the refresh token itself is what counts once",
    "POST /users/logout": "twice is once",
    "POST /users/password/change": "the old password fits once",
    "POST /users/password/reset/confirm": "the mailed token fits once",
    "POST /api-applications": "its answer holds secrets, which are shown once and kept nowhere",
    "POST /webhooks": "its answer holds a secret, which is shown once",
    "POST /webhooks/{endpoint_id}/secret": "its answer holds a secret, which is shown once",
    "POST /remote-accounts": "its body holds secrets of others",
    "POST /reports/{interview_id}/shares": "its answer holds the link, which is shown once",
}
HONOURED = sorted(one.path for one in operations() if one.method == "post" and one.name not in WITHOUT)


class World:
    """What the requests are about; each ``post_...`` is named after its path and gives (client, path, body)."""

    def __init__(self, people, listener, upload, webm):  # noqa: F811
        self.people, self.listener, self.upload, self.webm = people, listener, upload, webm
        self.owner, self.candidate = ApiClient(people.owner), ApiClient(people.candidate)
        self.position = make_position(people.owner)

    def interview(self, *, started=True, **fields):
        """(path, id of the first question)."""
        made = make_interview(self.people.candidate, self.position, **fields)
        path = f"/interviews/{made.public_id}"
        if started:
            self.candidate.post(f"{path}/start")
        return path, made.questions.get(order=1).question_id

    def report(self):
        return f"/reports/{make_report(self.people.candidate, self.position).interview.public_id}"

    def hook(self):
        body = {"url": self.listener.url, "events": ["report.ready"]}
        return f"/webhooks/{self.owner.post('/webhooks', body).data['webhook_id']}"

    def recorded(self):
        path, _question_id = self.interview(mode="video")
        sent = self.upload(self.candidate, interview_id=path.rsplit("/", 1)[1])
        return path.rsplit("/", 1)[1], sent["file_url"]

    def post_users_register(self):
        return ApiClient(), "/users/register", NEW

    def post_users_password_reset(self):
        return ApiClient(), "/users/password/reset", {"email": self.people.candidate.email}

    def post_webhooks_test(self):
        return self.owner, f"{self.hook()}/test", {}

    def post_webhooks_deliveries_resend(self):
        hook = self.hook()
        sent = self.owner.post(f"{hook}/test").data["delivery_id"]
        return self.owner, f"{hook}/deliveries/{sent}/resend", {}

    def post_positions(self):
        given = {"title": "算法", "category": "ai", "description": "研发", "requirements": ["Python"]}
        return self.owner, "/positions", {**given, "question_count": 1}

    def post_questions(self):
        given = {"content": "为什么？", "type": "basic", "difficulty": "easy", "reference_answer": "因为"}
        return self.owner, "/questions", {"position_id": self.position.public_id, "scoring_points": ["因为"], **given}

    def post_interviews(self):
        return self.candidate, "/interviews", {"position_id": self.position.public_id}

    def post_interviews_import(self):
        body = {"position_id": self.position.public_id, "source": "transcript", "content": srt()}
        return self.owner, "/interviews/import", body

    def post_interviews_speakers(self):
        self.owner.post(*self.post_interviews_import()[1:])
        return self.owner, f"/interviews/{ImportJob.objects.get().interview.public_id}/speakers", {}

    def post_invitations(self):
        return self.owner, "/invitations", {"position_id": self.position.public_id, "email": "li@mail.example"}

    def post_invitations_revoke(self):
        made = self.owner.post(*self.post_invitations()[1:]).data
        return self.owner, f"/invitations/{made['invitation_id']}/revoke", {}

    def post_interviews_start(self):
        return self.candidate, f"{self.interview(started=False)[0]}/start", {}

    def post_interviews_answers(self):
        path, question_id = self.interview(mode="text")
        return self.candidate, f"{path}/answers", text_answer(question_id, "我用了早停。")

    def post_interviews_recordings(self):
        path, question_id = self.interview()
        body = {"question_id": question_id, "key": uuid.uuid4().hex, "content_type": "video/webm"}
        return self.candidate, f"{path}/recordings", body

    def post_interviews_recordings_finish(self):
        path, question_id = self.interview()
        send(self.candidate, path, question_id, self.webm)
        return self.candidate, f"{path}/recordings/finish", {"question_id": question_id}

    def post_interviews_end(self):
        return self.candidate, f"{self.interview()[0]}/end", {}

    def post_interviews_cancel(self):
        return self.owner, f"{self.interview(started=False)[0]}/cancel", {}

    def post_uploads_presign(self):
        body = {"file_type": "audio", "file_name": "answer.wav", "content_type": "audio/wav"}
        return self.candidate, "/uploads/presign", body

    def post_analysis_speech(self):
        interview_id, url = self.recorded()
        body = {"interview_id": interview_id, "audio_url": url, "analysis_type": ["asr"]}
        return self.candidate, "/analysis/speech", body

    def post_analysis_video(self):
        interview_id, url = self.recorded()
        body = {"interview_id": interview_id, "video_url": url, "analysis_type": ["posture"]}
        return self.candidate, "/analysis/video", body

    def post_reports_reviews(self):
        body = {"ratings": {"logical_thinking": 4}, "recommendation": "recommend", "notes": "清楚", "draft": True}
        return self.owner, f"{self.report()}/reviews", body

    def post_reports_decisions(self):
        return self.owner, f"{self.report()}/decisions", {"outcome": "hold", "reason": "再看", "seen": 0}

    def post_reports_comments(self):
        return self.owner, f"{self.report()}/comments", {"text": "这里很好"}

    def post_reports_overrides(self):
        body = {"target": "logical_thinking", "score": 3, "reason": "太高了"}
        return self.owner, f"{self.report()}/overrides", body

    def post_reports_rescore(self):
        return self.owner, f"{self.report()}/rescore", {}


def recipe(path):
    """``/interviews/{interview_id}/answers``: ``post_interviews_answers``."""
    parts = [part for part in path.strip("/").split("/") if not part.startswith("{")]
    return "post_" + "_".join(parts).replace("-", "_")


@pytest.fixture
def world(people, settings, upload, webm):  # noqa: F811
    settings.FETCH_ALLOW_HTTP = True
    settings.FETCH_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    settings.JOB_LEASE_SECONDS = 600
    with listening() as listener:
        yield World(people, listener, upload, webm)


def rows():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def said(answer):
    return {name: value for name, value in answer.body.items() if name != "request_id"}


def test_every_operation_without_the_key_is_listed_and_says_so():
    posts = {one.name: one.view.idempotent for one in operations() if one.method == "post"}
    assert {name for name, honours in posts.items() if not honours} == set(WITHOUT)


@pytest.mark.parametrize("path", HONOURED)
def test_same_request_again_gets_the_same_answer_and_makes_no_row(world, path):
    client, address, body = getattr(world, recipe(path))()
    first = client.post(address, body, Idempotency_Key="once")
    assert first.status < 300, first.body
    before = rows()
    again = client.post(address, body, Idempotency_Key="once")
    assert (again.status, said(again)) == (first.status, said(first))
    assert again.headers["Idempotency-Replayed"] == "true"
    assert rows() == before
    other = client.post(address, {**body, "another": 1}, Idempotency_Key="once")
    assert (other.status, other.code) == (409, 40901)
    assert rows() == before


def import_form(world, content: bytes, **changes):
    file = SimpleUploadedFile(changes.pop("name", "talk.srt"), content)
    return {"position_id": world.position.public_id, "source": "transcript", "language": "zh", "file": file, **changes}


def send_form(client, form, boundary):
    kind = f"multipart/form-data; boundary={boundary}"
    headers = {"Idempotency-Key": "once"}
    body = encode_multipart(boundary, form)
    return client._answer(client.raw("post", "/v1/interviews/import", data=body, content_type=kind, headers=headers))


@pytest.mark.parametrize("padding", [0, 4_000_000], ids=["in memory", "on disk"])
def test_form_with_a_file_is_answered_once_whatever_parts_it(world, padding):
    content = srt().encode() + b"\n" * padding
    first = send_form(world.owner, import_form(world, content), "one")
    assert first.status == 202, first.body
    assert ImportJob.objects.get().state == JobState.DONE  # the file was read for the key and for the import
    before = rows()
    again = send_form(world.owner, import_form(world, content), "another")
    assert (again.status, said(again)) == (202, said(first))
    assert again.headers["Idempotency-Replayed"] == "true"
    assert rows() == before


@pytest.mark.parametrize(
    "changes",
    [{"language": "en"}, {"candidate_name": "张三"}, {"name": "other.srt"}, {"content": b"x"}, {"source": "recording"}],
)
def test_other_form_under_the_same_key_is_refused(world, changes):
    content = srt().encode()
    send_form(world.owner, import_form(world, content), "one")
    before = rows()
    other = send_form(world.owner, import_form(world, changes.pop("content", content), **changes), "one")
    assert (other.status, other.code) == (409, 40901)
    assert rows() == before


def test_file_of_the_same_length_with_another_word_is_another_form(world):
    content = srt().encode()
    send_form(world.owner, import_form(world, content), "one")
    other = send_form(world.owner, import_form(world, content.replace("我".encode(), "他".encode(), 1)), "one")
    assert other.code == 40901


def test_refused_form_may_be_sent_again_with_its_key(world):
    assert send_form(world.owner, import_form(world, b"", language="martian"), "one").code == 40001
    assert send_form(world.owner, import_form(world, srt().encode()), "one").status == 202


@pytest.mark.parametrize("path", ["/webhooks", "/api-applications"])
def test_answer_with_a_secret_is_not_kept(world, path):
    body = {"url": world.listener.url, "events": ["report.ready"]} if path == "/webhooks" else {"name": "ATS"}
    assert world.owner.post(path, body, Idempotency_Key="once").status == 201
    assert not IdempotencyRecord.objects.exists()


def test_refused_request_may_be_tried_again_with_its_key(world):
    client, address, body = world.post_positions()
    assert client.post(address, {**body, "category": "none"}, Idempotency_Key="once").code == 40001
    assert client.post(address, body, Idempotency_Key="once").status == 201
