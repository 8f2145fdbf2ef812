"""Webhooks over the interface."""

from __future__ import annotations

import json

import pytest

from accounts.enums import CHOSEN_EVENTS, MemberRole
from accounts.models import WebhookDelivery, WebhookEndpoint
from accounts.services import create_api_application
from common.jobs import JobState
from interview_ai.sdk.webhooks import WebhookRefused, verify
from tests.client import ApiClient
from tests.pages import queries_of
from tests.people import add_member

EVENTS = ["report.ready", "interview.completed"]
NOBODY = "whe_01k0c8x1f8e7tb6h3v9r2m4n5r"


@pytest.fixture
def hook(api, people, listener):
    """(the answer of making one, the client of its owner, its path)."""
    owner = api(people.owner)
    made = owner.post("/webhooks", {"url": listener.url, "events": EVENTS})
    assert made.status == 201, made.body
    return made.data, owner, f"/webhooks/{made.data['webhook_id']}"


def test_webhook_shows_its_secret_once(hook):
    made, owner, path = hook
    assert made["secret"].startswith("whsec_")
    assert made["events"] == ["interview.completed", "report.ready"]
    shown = owner.get(path).data
    assert "secret" not in shown
    assert made == {**shown, "secret": made["secret"]}
    assert owner.get("/webhooks").data["items"] == [shown]


def test_test_is_sent_signed_and_stands_in_the_log(hook, listener):
    made, owner, path = hook
    sent = owner.post(f"{path}/test")
    assert (sent.status, sent.data["event"]) == (202, "webhook.test")
    ((headers, body),) = listener.got
    assert verify(body, headers, made["secret"])["data"] == {"endpoint_id": made["webhook_id"]}
    (row,) = owner.get(f"{path}/deliveries").data["items"]
    assert (row["delivery_id"], row["status"], row["answer_status"]) == (sent.data["delivery_id"], "done", 204)
    one = owner.get(f"{path}/deliveries/{row['delivery_id']}").data
    assert one["payload"] == json.loads(body)
    assert owner.get(f"{path}/deliveries", status="failed").data["items"] == []
    assert owner.get(f"{path}/deliveries", event="webhook.test", status="done").data["total"] == 1
    assert owner.get(f"{path}/deliveries", status="lost").code == 40001
    assert owner.get(f"{path}/deliveries", event="lost").code == 40001


def test_message_is_sent_again_with_the_same_id(hook, listener):
    _made, owner, path = hook
    listener.answers = [500]
    sent = owner.post(f"{path}/test").data["delivery_id"]
    row = owner.get(f"{path}/deliveries/{sent}").data
    assert (row["status"], row["error_code"], row["answer_status"]) == ("queued", "bad_status", 500)
    assert row["next_try_at"] is not None
    assert owner.post(f"{path}/deliveries/{sent}/resend").status == 202
    assert owner.get(f"{path}/deliveries/{sent}").data["status"] == "done"
    assert len({headers["webhook-id"] for headers, _body in listener.got}) == 1


def test_rotated_secret_signs_beside_the_one_before(hook, listener):
    made, owner, path = hook
    rotated = owner.post(f"{path}/secret")
    assert rotated.status == 200
    assert rotated.data["secret"] != made["secret"]
    assert rotated.data["previous_secret_until"] is not None
    owner.post(f"{path}/test")
    headers, body = listener.got[-1]
    for secret in (made["secret"], rotated.data["secret"]):
        assert verify(body, headers, secret)["type"] == "webhook.test"
    with pytest.raises(WebhookRefused):
        verify(body, headers, "whsec_" + "A" * 43 + "=")


def test_webhook_is_changed_switched_and_deleted(hook):
    made, owner, path = hook
    changed = owner.patch(path, {"events": ["report.failed"]}).data
    assert (changed["events"], changed["url"]) == (["report.failed"], made["url"])
    off = owner.patch(path, {"is_active": False}).data
    assert (off["is_active"], off["off_reason"]) == (False, "owner")
    assert owner.post(f"{path}/test").code == 40901
    assert owner.patch(path, {"is_active": True}).data["is_active"] is True
    assert owner.delete(path).status == 200
    assert owner.get(path).code == 40401
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": "https://host.example/x"},
        {"url": "https://host.example/x", "events": []},
        {"url": "https://host.example/x", "events": ["everything"]},
        {"url": "https://host.example/x", "events": ["webhook.test"]},
        {"url": "https://host.example/x", "events": "report.ready"},
        {"url": "ftp://host.example/x", "events": EVENTS},
        {"url": "https://10.0.0.1/x", "events": EVENTS},
        {"url": "https://host.example/" + "x" * 500, "events": EVENTS},
        {"url": 5, "events": EVENTS},
    ],
)
def test_webhook_that_cannot_be_is_refused(api, people, body):
    answer = api(people.owner).post("/webhooks", body)
    assert answer.code == 40001
    assert answer.errors
    assert not WebhookEndpoint.objects.exists()


def test_change_to_an_address_told_already_is_refused(hook):
    _made, owner, path = hook
    other = owner.post("/webhooks", {"url": "https://host.example/x", "events": EVENTS}).data
    refused = owner.patch(path, {"url": other["url"]})
    assert refused.code == 40001
    assert "url" in refused.errors


def test_kinds_of_events_are_listed_in_both_languages(api, people):
    shown = api(people.owner).get("/webhooks/events").data
    assert [kind["event"] for kind in shown["items"]] == [event.value for event in CHOSEN_EVENTS]
    assert shown["items"] != api(people.owner, language="en").get("/webhooks/events").data["items"]


@pytest.mark.parametrize("role", [role for role in MemberRole if role != MemberRole.OWNER])
def test_members_who_are_no_owners_may_not_keep_webhooks(api, people, hook, role):
    _made, owner, path = hook
    sent = owner.post(f"{path}/test").data["delivery_id"]
    member = api(add_member(people, role))
    assert member.get("/webhooks").code == member.post("/webhooks", {}).code == 40301
    assert member.get(path).code == member.patch(path, {}).code == member.delete(path).code == 40301
    assert member.post(f"{path}/secret").code == member.post(f"{path}/deliveries/{sent}/resend").code == 40301


def test_strangers_and_candidates_know_nothing_of_a_webhook(api, people, hook):
    _made, owner, path = hook
    sent = owner.post(f"{path}/test").data["delivery_id"]
    stranger = api(people.stranger)
    assert stranger.get("/webhooks").data["items"] == []
    for one in (path, f"{path}/deliveries", f"{path}/deliveries/{sent}"):
        assert stranger.get(one).code == 40401
        assert api(people.candidate).get(one).code == 40301
        assert api().get(one).code == 40101
    for act in ("secret", "test", f"deliveries/{sent}/resend"):
        assert stranger.post(f"{path}/{act}").code == 40401
    assert stranger.delete(path).code == 40401
    assert owner.get(f"/webhooks/{NOBODY}/deliveries/{sent}").code == 40401
    assert WebhookDelivery.objects.get().state == JobState.DONE


def test_application_manages_webhooks_with_the_scope_alone(people, hook, listener):
    _made, _owner, path = hook

    def client(scope):
        one = ApiClient()
        token = create_api_application(actor=people.owner, name="x", scopes=[scope])[1].access_token
        one.headers["authorization"] = f"Bearer {token}"
        return one

    few, enough = client("reports:write"), client("webhooks:manage")
    for refused in (few.get("/webhooks"), few.get(path), few.post(f"{path}/test"), few.get(f"{path}/deliveries")):
        assert refused.code == 40301
        assert "webhooks:manage" in refused.message
    assert enough.get("/webhooks").data["total"] == 1
    assert enough.post(f"{path}/test").status == 202
    assert enough.post("/webhooks", {"url": f"{listener.url}/2", "events": EVENTS}).status == 201


def test_lists_take_the_same_queries_for_one_and_three(hook, listener):
    _made, owner, path = hook
    owner.post(f"{path}/test")
    lists = (lambda: owner.get("/webhooks"), lambda: owner.get(f"{path}/deliveries"))
    one = [queries_of(read) for read in lists]
    for number in range(2):
        owner.post("/webhooks", {"url": f"{listener.url}/{number}", "events": EVENTS})
        owner.post(f"{path}/test")
    assert [queries_of(read) for read in lists] == one
