"""What a listening program gets, and what happens when it does not answer well."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from accounts.enums import WebhookEvent
from accounts.models import WebhookDelivery, WebhookEndpoint
from accounts.services import webhooks
from accounts.webhooks import sending
from common import clock, jobs
from common.errors import InvalidInput, NotAllowed
from interview_ai.sdk.webhooks import WebhookRefused, verify

READY = WebhookEvent.REPORT_READY


def told(organization, after_commit, *, key="rpt_1", event=READY):
    with after_commit():
        webhooks.announce(organization.pk, event, {"report_id": "rpt_1", "name": "报告"}, key=key)
    return WebhookDelivery.objects.latest("pk")


def again(after_commit, delivery):
    """The next try, when its time has come."""
    WebhookDelivery.objects.filter(pk=delivery.pk).update(not_before=clock.now())
    with after_commit():
        webhooks.sweep_webhooks()
    delivery.refresh_from_db()


def test_message_is_signed_as_the_standard_says_and_by_our_client(made, organization, listener, after_commit):
    delivery = told(organization, after_commit)
    (headers, body) = listener.got[0]
    payload = Webhook(made[1]).verify(body, headers)
    assert payload == verify(body, headers, made[1])
    assert payload["type"] == "report.ready"
    assert payload["data"] == {"report_id": "rpt_1", "name": "报告"}
    assert headers["webhook-id"] == delivery.public_id
    assert (delivery.state, delivery.answer_status, delivery.attempts) == ("done", 204, 1)


@pytest.mark.parametrize("spoilt", ["body", "secret", "webhook-id", "webhook-timestamp", "webhook-signature"])
def test_message_that_was_changed_is_refused_by_both(made, organization, listener, after_commit, spoilt):
    told(organization, after_commit)
    headers, body = listener.got[0]
    secret = made[1]
    if spoilt == "body":
        body = body.replace(b"rpt_1", b"rpt_2")
    elif spoilt == "secret":
        secret = "whsec_" + "A" * 43 + "="
    else:
        headers[spoilt] = {"webhook-timestamp": "1700000000"}.get(spoilt, "v1,AAAA")
    with pytest.raises(WebhookRefused):
        verify(body, headers, secret)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers)


@pytest.mark.parametrize("headers", [{}, {"webhook-id": "a"}, None])
def test_message_without_headers_is_refused_by_our_client(made, organization, listener, after_commit, headers):
    told(organization, after_commit)
    got, body = listener.got[0]
    headers = {**got, "webhook-timestamp": "soon"} if headers is None else headers
    with pytest.raises(WebhookRefused):
        verify(body, headers, made[1])


def test_failed_message_is_sent_again_with_the_same_id_after_a_growing_pause(
    made, organization, listener, after_commit
):
    listener.answers = [500, 503]
    delivery = told(organization, after_commit)
    assert (delivery.state, delivery.answer_status, delivery.error_code) == ("queued", 500, "bad_status")
    first = delivery.not_before - clock.now()
    made[0].refresh_from_db()
    assert made[0].failing_since is not None
    again(after_commit, delivery)
    second = delivery.not_before - clock.now()
    assert dt.timedelta(seconds=75) < first < dt.timedelta(seconds=89)
    assert dt.timedelta(seconds=155) < second < dt.timedelta(seconds=177)
    again(after_commit, delivery)
    made[0].refresh_from_db()
    assert (delivery.state, delivery.attempts, made[0].failing_since) == ("done", 3, None)
    assert len({headers["webhook-id"] for headers, _body in listener.got}) == 1


def test_tries_of_a_message_span_a_day_and_end(made, organization, listener, after_commit):
    listener.answers = [500] * 20
    delivery = told(organization, after_commit)
    waited = dt.timedelta()
    while delivery.state == "queued":
        waited += delivery.not_before - clock.now()
        again(after_commit, delivery)
    assert (delivery.state, len(listener.got)) == ("failed", webhooks.TRIES)
    assert dt.timedelta(hours=22) < waited < dt.timedelta(hours=26)


def test_message_not_yet_due_is_left_by_the_sweeper(made, organization, listener, after_commit):
    listener.answers = [500]
    told(organization, after_commit)
    assert webhooks.sweep_webhooks() == 0


def test_message_the_broker_forgot_is_sent_by_the_sweeper(made, organization, listener, after_commit, settings):
    webhooks.announce(organization.pk, READY, {}, key="x")
    long_ago = clock.now() - dt.timedelta(seconds=settings.JOB_LEASE_SECONDS + 60)
    WebhookDelivery.objects.update(queued_at=long_ago)
    with after_commit():
        assert webhooks.sweep_webhooks() == 1
    assert len(listener.got) == 1


def test_message_whose_worker_died_late_is_taken_up_again(made, organization, listener, after_commit):
    webhooks.announce(organization.pk, READY, {}, key="x")
    past = clock.now() - dt.timedelta(hours=1)
    WebhookDelivery.objects.update(state="running", attempts=webhooks.TRIES - 1, lease_expires_at=past)
    with after_commit():
        webhooks.sweep_webhooks()
    assert WebhookDelivery.objects.get().state == "done"


@pytest.mark.parametrize("way", ["silence", "drip"])
def test_listener_that_never_answers_is_left_in_time(made, organization, listener, after_commit, monkeypatch, way):
    monkeypatch.setattr(sending, "WHOLE_SECONDS", 0.2)
    listener.answers = [way]
    delivery = told(organization, after_commit)
    assert (delivery.state, delivery.error_code, delivery.answer_status) == ("queued", "timed_out", None)


def test_redirect_is_not_followed(made, organization, listener, after_commit):
    listener.answers = [(307, {"Location": listener.url})]
    delivery = told(organization, after_commit)
    assert (delivery.state, delivery.error_code, len(listener.got)) == ("queued", "redirected", 1)


def test_long_answer_is_kept_in_part(made, organization, listener, after_commit):
    listener.answers = [200]
    delivery = told(organization, after_commit)
    assert delivery.state == "done"
    assert 0 < len(delivery.answer) <= 1000
    assert "\x00" not in delivery.answer


def test_answer_410_switches_the_endpoint_off(made, organization, listener, after_commit):
    listener.answers = [410]
    delivery = told(organization, after_commit)
    made[0].refresh_from_db()
    assert (delivery.state, delivery.error_code) == ("failed", "gone")
    assert (made[0].is_active, made[0].off_reason) == (False, "gone")
    assert webhooks.announce(organization.pk, READY, {}, key="later") == 0


def test_endpoint_that_fails_for_five_days_is_switched_off(made, organization, listener, after_commit):
    WebhookEndpoint.objects.update(failing_since=clock.now() - dt.timedelta(days=6))
    listener.answers = [500]
    with after_commit():
        webhooks.announce(organization.pk, READY, {}, key="x")
        WebhookDelivery.objects.update(attempts=webhooks.TRIES - 1)
    made[0].refresh_from_db()
    assert (made[0].is_active, made[0].off_reason) == (False, "failing")


def test_address_that_leads_into_our_network_is_not_asked(made, organization, listener, after_commit, settings):
    settings.FETCH_ALLOWED_NETWORKS = []
    delivery = told(organization, after_commit)
    assert (delivery.state, delivery.error_code, listener.got) == ("failed", "private_address", [])


def test_name_that_resolves_into_our_network_is_not_asked(
    made, organization, listener, after_commit, settings, monkeypatch
):
    settings.FETCH_ALLOWED_NETWORKS = []
    port = listener.url.split(":")[2]
    WebhookEndpoint.objects.update(url=f"http://rebound.example:{port}")
    found = [(2, 1, 6, "", ("127.0.0.1", int(port.split("/")[0])))]
    monkeypatch.setattr("common.fetch.socket.getaddrinfo", lambda *_args, **_options: found)
    delivery = told(organization, after_commit)
    assert (delivery.state, delivery.error_code, listener.got) == ("failed", "private_address", [])


def test_fact_is_told_once_and_each_message_sent_by_one_worker(made, organization, listener, after_commit):
    delivery = told(organization, after_commit)
    told(organization, after_commit)
    webhooks.send_delivery(delivery.pk)
    assert (WebhookDelivery.objects.count(), len(listener.got)) == (1, 1)
    WebhookDelivery.objects.update(state="queued")
    assert jobs.claim(WebhookDelivery, delivery.pk)
    webhooks.send_delivery(delivery.pk)
    assert len(listener.got) == 1


def test_only_chosen_events_of_the_own_organization_are_told(people, made, organization, listener, after_commit):
    webhooks.change_webhook(made[0], actor=people.owner, url=listener.url, events=["interview.started"])
    rival = people.stranger.memberships.get().organization
    with after_commit():
        assert webhooks.announce(organization.pk, READY, {}, key="x") == 0
        assert webhooks.announce(rival.pk, WebhookEvent.INTERVIEW_STARTED, {}, key="x") == 0
    assert listener.got == []


def test_rotated_secret_and_the_one_before_both_verify_for_a_day(people, made, organization, listener, after_commit):
    endpoint, old = made
    new = webhooks.rotate_secret(endpoint, actor=people.owner)
    told(organization, after_commit)
    headers, body = listener.got[-1]
    assert verify(body, headers, old) == verify(body, headers, new) == Webhook(old).verify(body, headers)
    WebhookEndpoint.objects.update(previous_secret_until=clock.now())
    told(organization, after_commit, key="later")
    headers, body = listener.got[-1]
    assert verify(body, headers, new)
    with pytest.raises(WebhookRefused):
        verify(body, headers, old)


def test_secrets_are_kept_sealed(made):
    assert made[1].startswith("whsec_")
    assert made[1] not in json.dumps(list(WebhookEndpoint.objects.values()), default=str)


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "ftp://a.example", "https://10.0.0.1/", "https://localhost/", "https://[::1]/", "https://2130706433/",
     "https://user:pw@a.example/", "https://a.example/" + "x" * 500, "https://a.example/ b"],
)  # fmt: skip
def test_address_that_is_not_public_is_refused(people, organization, url):
    with pytest.raises(InvalidInput):
        webhooks.add_webhook(organization=organization, actor=people.owner, url=url, events=["report.ready"])


def test_plain_http_is_refused_unless_the_site_allows_it(people, organization):
    with pytest.raises(InvalidInput):
        webhooks.add_webhook(
            organization=organization, actor=people.owner, url="http://a.example/", events=["report.ready"]
        )


@pytest.mark.parametrize("events", [[], ["nonsense"], ["webhook.test"], ["report.ready", "nonsense"]])
def test_events_that_do_not_exist_are_refused(people, organization, events):
    with pytest.raises(InvalidInput):
        webhooks.add_webhook(organization=organization, actor=people.owner, url="https://a.example", events=events)


def test_nobody_but_an_owner_changes_anything(people, made):
    for person in (people.mate, people.stranger, people.candidate):
        with pytest.raises(NotAllowed):
            webhooks.rotate_secret(made[0], actor=person)
        with pytest.raises(NotAllowed):
            webhooks.remove_webhook(made[0], actor=person)


def test_old_deliveries_are_forgotten(made, organization, listener, after_commit):
    delivery = told(organization, after_commit)
    assert webhooks.forget_old_deliveries() == 0
    WebhookDelivery.objects.filter(pk=delivery.pk).update(created_at=clock.now() - dt.timedelta(days=31))
    assert webhooks.forget_old_deliveries() == 1
