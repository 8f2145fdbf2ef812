"""The console's webhooks, for owners alone."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from accounts.enums import WebhookEvent
from accounts.models import User, WebhookDelivery, WebhookEndpoint
from accounts.services import webhooks
from tests.pages import browser, post, queries_of, text_of
from tests.people import add_member

LIST = "/console/webhooks/"
ACTIONS = ("", "/test", "/secret", "/off", "/on", "/delete")


@pytest.fixture
def page(made):
    return f"{LIST}{made[0].public_id}"


@pytest.fixture
def delivery(people, made, listener):
    listener.answers = [500]
    post(browser(people.owner), f"{LIST}{made[0].public_id}/test")
    return WebhookDelivery.objects.get()


def test_secret_is_shown_once_and_the_webhook_listed(people, listener):
    client = browser(people.owner)
    assert "还没有" in text_of(client, LIST)
    answer = post(client, LIST, {"url": listener.url, "events": ["report.ready"]})
    secret = re.search(r"whsec_[\w+/]+=*", answer.content.decode()).group()
    endpoint = WebhookEndpoint.objects.get()
    assert listener.url in text_of(client, LIST)
    assert secret not in text_of(client, LIST) + text_of(client, f"{LIST}{endpoint.public_id}")
    assert endpoint.created_by == people.owner


@pytest.mark.parametrize(
    "given",
    [{}, {"url": "https://10.0.0.1/", "events": "report.ready"}, {"url": "https://a.example"},
     {"url": "https://a.example", "events": "nonsense"}, {"url": "javascript:alert(1)", "events": "report.ready"}],
)  # fmt: skip
def test_webhook_with_bad_input_is_refused(people, given):
    assert post(browser(people.owner), LIST, given).status_code == 400
    assert not WebhookEndpoint.objects.exists()


def test_address_twice_is_refused(people, made, listener):
    answer = post(browser(people.owner), LIST, {"url": listener.url, "events": ["report.ready"]})
    assert answer.status_code == 400
    assert WebhookEndpoint.objects.count() == 1


def test_events_are_changed(people, made, page, listener):
    client = browser(people.owner)
    assert post(client, page, {"url": listener.url, "events": ["report.failed"]}).status_code == 302
    assert WebhookEndpoint.objects.get().events == ["report.failed"]
    assert post(client, page, {"url": listener.url}).status_code == 400


def test_test_is_sent_and_its_answer_shown(people, made, page, listener, delivery):
    assert (delivery.event, delivery.answer_status) == ("webhook.test", 500)
    shown = text_of(browser(people.owner), f"{page}/deliveries/{delivery.public_id}")
    assert "thank you" in shown
    assert made[0].public_id in shown
    assert "webhook.test" in text_of(browser(people.owner), page)


def test_message_is_sent_again_from_the_page(people, made, page, listener, delivery):
    answer = post(browser(people.owner), f"{page}/deliveries/{delivery.public_id}/resend")
    delivery.refresh_from_db()
    assert answer.status_code == 302
    assert (delivery.state, delivery.attempts, len(listener.got)) == ("done", 1, 2)
    assert listener.got[0][0]["webhook-id"] == listener.got[1][0]["webhook-id"]


def test_message_of_a_webhook_that_is_off_is_not_sent_again(people, made, page, listener, delivery):
    client = browser(people.owner)
    post(client, f"{page}/off")
    post(client, f"{page}/deliveries/{delivery.public_id}/resend")
    post(client, f"{page}/test")
    assert len(listener.got) == 1
    post(client, f"{page}/on")
    post(client, f"{page}/deliveries/{delivery.public_id}/resend")
    assert len(listener.got) == 2


def test_secret_is_rotated_and_the_webhook_deleted(people, made, page):
    client = browser(people.owner)
    shown = post(client, f"{page}/secret").content.decode()
    assert "whsec_" in shown
    assert made[1] not in shown
    assert post(client, f"{page}/delete")["Location"] == LIST
    assert not WebhookEndpoint.objects.exists()


def test_log_is_filtered_by_state_and_event(people, made, page, delivery):
    client = browser(people.owner)
    path = f"/deliveries/{delivery.public_id}"
    assert path in text_of(client, f"{page}?state=queued&event=webhook.test")
    assert path not in text_of(client, f"{page}?state=done")
    assert path not in text_of(client, f"{page}?event=report.ready")
    assert path in text_of(client, f"{page}?state=nonsense")


@pytest.mark.parametrize("role", ["recruiter", "reviewer", "viewer"])
def test_members_who_are_no_owners_are_refused(people, made, page, delivery, role):
    client = browser(add_member(people, role))
    assert client.get(LIST).status_code == 403
    assert client.get(page).status_code == 403
    assert client.get(f"{page}/deliveries/{delivery.public_id}").status_code == 403
    for action in ACTIONS:
        assert post(client, f"{page}{action}").status_code == 403
    assert post(client, f"{page}/deliveries/{delivery.public_id}/resend").status_code == 403


def test_stranger_finds_nothing(people, made, page, delivery):
    client = browser(people.stranger)
    assert made[0].url not in text_of(client, LIST)
    assert client.get(page).status_code == 404
    assert client.get(f"{page}/deliveries/{delivery.public_id}").status_code == 404
    for action in ACTIONS:
        assert post(client, f"{page}{action}").status_code == 404
    assert post(client, f"{page}/deliveries/{delivery.public_id}/resend").status_code == 404
    assert browser(people.candidate).get(LIST).status_code == 302
    assert browser().get(LIST).status_code == 302


def test_markup_in_an_answer_or_address_is_shown_as_text(people, made, page, delivery):
    evil = "<script>alert(1)</script>"
    WebhookDelivery.objects.update(answer=evil, payload={"x": evil})
    WebhookEndpoint.objects.update(url=f"https://a.example/{evil}")
    client = browser(people.owner)
    for path in (LIST, page, f"{page}/deliveries/{delivery.public_id}"):
        assert evil not in text_of(client, path)


def test_log_asks_the_same_for_one_and_for_three(people, made, page, delivery):
    client = browser(people.owner)
    text_of(client, page)
    one = queries_of(lambda: text_of(client, page))
    for number in range(2):
        webhooks.announce(made[0].organization_id, WebhookEvent.REPORT_READY, {}, key=str(number))
    assert queries_of(lambda: text_of(client, page)) == one


def test_admin_shows_an_owner_the_own_ones_and_no_secret(people, made, delivery):
    for person in (people.owner, people.stranger):
        person.is_staff = True
        person.save()
    own, other = browser(people.owner), browser(people.stranger)
    for name, row in (("webhookendpoint", made[0]), ("webhookdelivery", delivery)):
        path = f"/admin/accounts/{name}/"
        assert row.public_id in text_of(own, path) or made[0].url in text_of(own, path)
        assert row.public_id not in text_of(other, path)
        shown = text_of(own, f"{path}{row.pk}/change/")
        assert made[0].sealed_secret not in shown
        assert other.get(f"{path}{row.pk}/change/").status_code == 302


def test_admin_says_why_a_message_did_not_arrive_in_the_same_words(people, delivery, page):
    User.objects.filter(pk=people.owner.pk).update(is_staff=True)
    own = reverse("admin:accounts_webhookdelivery_change", args=[delivery.pk])
    for address in (own, f"{page}/deliveries/{delivery.public_id}"):
        assert "回应不表示成功。" in text_of(browser(people.owner), address), address
