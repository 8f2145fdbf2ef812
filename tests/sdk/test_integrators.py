"""Webhooks and what is done about reports, by the client against the interface itself."""

from __future__ import annotations

import httpx
import pytest
from django.test import Client, TestCase

from accounts.services import create_api_application
from accounts.tokens import new_pair
from interview_ai.sdk import Conflict, Forbidden, InterviewClient
from interview_ai.sdk.webhooks import verify
from tests.accounts.webhooks.far_side import listening
from tests.factories import make_position
from tests.reports.made import make_report


def through_django(request: httpx.Request) -> httpx.Response:
    """The request answered by the application, without a network."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = Client().generic(
            request.method,
            request.url.raw_path.decode(),
            request.content,
            content_type=request.headers.get("content-type", ""),
            headers={name: value for name, value in request.headers.items() if name not in ("host", "content-length")},
        )
    return httpx.Response(response.status_code, headers=dict(response.items()), content=response.content)


def client_of(token: str) -> InterviewClient:
    return InterviewClient("http://testserver/v1", token, transport=httpx.MockTransport(through_django))


@pytest.fixture
def owner(people):
    with client_of(new_pair(people.owner)[0]) as client:
        yield client


@pytest.fixture
def listener(settings):
    settings.FETCH_ALLOW_HTTP = True
    settings.FETCH_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    with listening() as side:
        yield side


def test_webhook_goes_through_its_whole_life(owner, listener):
    made = owner.webhooks.create(url=listener.url, events=["report.ready"])
    assert made.secret
    assert made.secret not in repr(made)
    assert "report.ready" in owner.webhooks.events()
    sent = owner.webhooks.test(made.id)
    headers, body = listener.got[0]
    assert headers["webhook-id"] == sent.id
    assert verify(body, headers, made.secret)["type"] == "webhook.test"
    assert owner.webhooks.delivery(made.id, sent.id).payload["type"] == "webhook.test"
    assert owner.webhooks.resend(made.id, sent.id).id == sent.id
    assert [one.status for one in owner.webhooks.iter_deliveries(made.id, event="webhook.test")] == ["done"]
    assert owner.webhooks.deliveries(made.id, status="failed").total == 0
    assert owner.webhooks.rotate_secret(made.id).secret not in (None, made.secret)
    assert owner.webhooks.update(made.id, is_active=False).off_reason == "owner"
    with pytest.raises(Conflict):
        owner.webhooks.test(made.id)
    assert [one.id for one in owner.webhooks.list()] == [made.id]
    owner.webhooks.delete(made.id)
    assert owner.webhooks.list().total == 0


def test_application_of_few_scopes_is_forbidden(people, listener):
    keys = create_api_application(actor=people.owner, name="x", scopes=["webhooks:manage"])[1]
    with client_of(keys.access_token) as client:
        assert client.webhooks.create(url=listener.url, events=["report.ready"]).is_active
        with pytest.raises(Forbidden, match="positions:read"):
            client.positions.list()


def test_report_is_judged_shared_and_scored_again(people, owner, monkeypatch):
    interview_id = make_report(people.candidate, make_position(people.owner)).interview.public_id
    reports = owner.reports
    assert [one.version for one in reports.versions(interview_id)] == [1]
    link = reports.share(interview_id, days=2)
    assert "/shared/" in link.url
    assert [one.id for one in reports.shares(interview_id)] == [link.id]
    assert reports.revoke_share(interview_id, link.id).is_open is False
    ratings = {"logical_thinking": 4, "professional_knowledge": 3, "language_expression": 5}
    ratings |= {"stress_resistance": None, "communication_potential": 4}
    reports.review(interview_id, ratings=ratings, recommendation="recommend", notes="好")
    assert len(reports.reviews(interview_id)) == 1
    made = reports.decide(interview_id, outcome="advance", reason="好")
    assert reports.decisions(interview_id)[0] == made
    with pytest.raises(Conflict):
        reports.decide(interview_id, outcome="reject", reason="不好")
    reports.override(interview_id, target="logical_thinking", score=3, reason="太高了")
    assert reports.overrides(interview_id)[0]["score"] == 3
    reports.comment(interview_id, text="请看第二题")
    assert [one["text"] for one in reports.comments(interview_id)] == ["请看第二题"]
    assert reports.share_views(interview_id, link.id) == []
    (word,) = reports.overrides(interview_id)
    assert reports.withdraw_override(interview_id, word["override_id"]) is None
    assert reports.overrides(interview_id) == []
    (comment,) = reports.comments(interview_id)
    changed = reports.edit_comment(interview_id, comment["comment_id"], text="请看第三题")
    assert (changed["text"], changed["comment_id"]) == ("请看第三题", comment["comment_id"])
    reports.delete_comment(interview_id, comment["comment_id"])
    assert "请看第三题" not in str(reports.comments(interview_id))
    monkeypatch.setattr("common.jobs._send", lambda *_: None)
    asked = reports.rescore(interview_id)
    assert reports.rescoring(interview_id) == asked


def test_application_goes_through_its_whole_life(owner):
    made = owner.api_applications.create(name="ATS", scopes=["positions:read"])
    assert made.access_token
    assert made.access_token not in repr(made)
    with client_of(made.access_token) as client:
        assert client.positions.list().total == 0
        changed = owner.api_applications.change_scopes(made.id, scopes=["interviews:read"])
        assert changed.scopes == ("interviews:read",)
        with pytest.raises(Forbidden):
            client.positions.list()
    assert [one.access_token for one in owner.api_applications.iter()] == [None]
    assert owner.api_applications.list().total == 1
    assert owner.api_applications.revoke(made.id).revoked_at


def test_upload_is_read_back(people):
    with client_of(new_pair(people.candidate)[0]) as client:
        place = client.uploads.presign(file_type="audio", file_name="a.wav", content_type="audio/wav")
        found = client.uploads.get(place.upload_id)
        assert (found.id, found.file_name, found.read_url) == (place.upload_id, "a.wav", None)
