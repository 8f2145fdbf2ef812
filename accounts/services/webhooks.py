"""Webhooks: told of what happened, each message once, tried for a day; and the endpoints they go to."""

from __future__ import annotations

import base64
import datetime as dt
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.enums import CHOSEN_EVENTS, OffReason, WebhookEvent
from accounts.errors import TooManyWebhooks, WebhookIsOff
from accounts.models import Organization, User, WebhookDelivery, WebhookEndpoint
from accounts.selectors import demand_owner
from accounts.webhooks.models import MOST_EXCERPT
from accounts.webhooks.sending import Answer, NotDelivered, deliver
from common import clock, fetch, jobs
from common.audit.enums import Verb
from common.audit.writing import record
from common.errors import InvalidInput
from common.jobs import JobState
from common.secrets import SealBroken, seal, unseal

SEND_TASK = "accounts.send_webhook"
TRIES, _FIRST_PAUSE_SECONDS, _JITTER = 11, 80, 0.1  # 80 s, doubled ten times: 23 to 25 hours
KEPT_FOR = dt.timedelta(days=30)
SECRET_OVERLAP = dt.timedelta(hours=24)
_OFF_AFTER = dt.timedelta(days=5)
_MOST_ENDPOINTS = 20
_MOST_ADDRESS = 500
_SECRET_BYTES = 32

logger = structlog.get_logger(__name__)


def announce(organization_id: int, event: WebhookEvent, data: Mapping[str, Any], *, key: str) -> int:
    """Tell the organization's endpoints that chose ``event``; how many. Called in the transaction of the fact, so that
    whatever dies afterwards the message is a row, which the sweeper sends.

    ``data``: ids and states alone, no score and no word of or about a person. ``key`` names the fact: what was
    announced under it is not announced again.
    """
    active = WebhookEndpoint.objects.filter(organization_id=organization_id, is_active=True)
    chosen = [endpoint for endpoint in active if event.value in endpoint.events]
    for endpoint in chosen:
        _queue(endpoint, event, data, key=f"{event}:{key}")
    return len(chosen)


def send_test(endpoint: WebhookEndpoint, *, actor: User) -> WebhookDelivery:
    """A message that says it is a test. Raises `NotAllowed`, `WebhookIsOff`."""
    demand_owner(actor, endpoint.organization_id)
    if not endpoint.is_active:
        raise WebhookIsOff
    return _queue(endpoint, WebhookEvent.TEST, {"endpoint_id": endpoint.public_id}, key=secrets.token_hex(8))


def resend(delivery: WebhookDelivery, *, actor: User) -> WebhookDelivery:
    """Send the same message once more, with all its tries; one that is being sent is left alone. Raises `NotAllowed`,
    `WebhookIsOff`."""
    demand_owner(actor, delivery.endpoint.organization_id)
    if not delivery.endpoint.is_active:
        raise WebhookIsOff
    idle = WebhookDelivery.objects.filter(pk=delivery.pk).exclude(state=JobState.RUNNING)
    fresh = {"state": JobState.QUEUED, "attempts": 0, "queued_at": clock.now(), "not_before": None}
    with transaction.atomic():
        if idle.update(**fresh, finished_at=None, progress=0, error_code=""):
            jobs.enqueue(SEND_TASK, delivery.pk)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def _queue(endpoint: WebhookEndpoint, event: WebhookEvent, data: Mapping[str, Any], *, key: str) -> WebhookDelivery:
    payload = {"type": event.value, "timestamp": clock.now().isoformat(timespec="milliseconds"), "data": dict(data)}
    delivery, is_new = WebhookDelivery.objects.get_or_create(
        endpoint=endpoint, key=key, defaults={"event": event, "payload": payload}
    )
    if is_new:
        jobs.enqueue(SEND_TASK, delivery.pk)
    return delivery


def send_delivery(delivery_id: int) -> None:
    """Send it unless another worker does."""
    delivery = jobs.claim(WebhookDelivery, delivery_id)
    if delivery is None:
        return
    endpoint = delivery.endpoint
    try:
        if not endpoint.is_active:
            raise NotDelivered("switched_off", retryable=False)
        answer = deliver(
            url=endpoint.url,
            message_id=delivery.public_id,
            body=body_of(delivery),
            secrets=_secrets_of(endpoint),
        )
        _take(delivery, answer)
    except NotDelivered as trouble:
        _note(delivery, status=None, text="")
        _trouble(delivery, trouble.code, retryable=trouble.retryable)
    except jobs.LeaseLost:
        logger.warning("webhook_lease_lost", delivery=delivery.public_id)


def body_of(delivery: WebhookDelivery) -> str:
    """What is sent, to the letter."""
    return json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":"))


def _take(delivery: WebhookDelivery, answer: Answer) -> None:
    _note(delivery, status=answer.status, text=answer.text)
    if 200 <= answer.status < 300:
        jobs.finish(delivery, JobState.DONE)
        WebhookEndpoint.objects.filter(pk=delivery.endpoint_id).update(failing_since=None)
    elif answer.status == 410:
        _switch_off(delivery.endpoint, OffReason.GONE)
        _trouble(delivery, "gone", retryable=False)
    else:
        _trouble(delivery, "redirected" if 300 <= answer.status < 400 else "bad_status", retryable=True)


def _note(delivery: WebhookDelivery, *, status: int | None, text: str) -> None:
    delivery.answer_status, delivery.answer = status, text[:MOST_EXCERPT]
    delivery.save(update_fields=["answer_status", "answer"])


def _trouble(delivery: WebhookDelivery, code: str, *, retryable: bool) -> None:
    """Later again, or given up; an endpoint that fails for five days is switched off with the next one given up."""
    endpoint = delivery.endpoint
    if code != "switched_off":
        WebhookEndpoint.objects.filter(pk=endpoint.pk, failing_since=None).update(failing_since=clock.now())
    again = retryable and jobs.retry_later(
        delivery,
        error_code=code,
        error_detail="",
        most=TRIES,
        first_pause_seconds=_FIRST_PAUSE_SECONDS,
        jitter=_JITTER,
    )
    logger.info("webhook_not_delivered", delivery=delivery.public_id, reason=code, again=again)
    if not again:
        jobs.finish(delivery, JobState.FAILED, error_code=code)
        if endpoint.failing_since is not None and endpoint.failing_since < clock.now() - _OFF_AFTER:
            _switch_off(endpoint, OffReason.FAILING)


def sweep_webhooks() -> int:
    """Send what is due or was forgotten; how many. For the beat."""
    return jobs.requeue_stale(WebhookDelivery, SEND_TASK, most=TRIES)


def forget_old_deliveries() -> int:
    """The log is kept for `KEPT_FOR`; how many were forgotten. For the beat."""
    old = WebhookDelivery.objects.filter(created_at__lt=clock.now() - KEPT_FOR)
    return old.exclude(state__in=[JobState.QUEUED, JobState.RUNNING]).delete()[0]


def add_webhook(
    *, organization: Organization, actor: User, url: str, events: Sequence[str]
) -> tuple[WebhookEndpoint, str]:
    """The endpoint and its secret, which cannot be read again. Raises `NotAllowed`, `InvalidInput`,
    `TooManyWebhooks`."""
    demand_owner(actor, organization.pk)
    if organization.webhook_endpoints.count() >= _MOST_ENDPOINTS:
        raise TooManyWebhooks(most=_MOST_ENDPOINTS)
    secret = _new_secret()
    endpoint = WebhookEndpoint(
        organization=organization,
        url=_checked_address(url),
        events=_checked_events(events),
        sealed_secret=seal(secret),
        created_by=actor,
    )
    with transaction.atomic():
        _saved(endpoint)
        _tell(Verb.WEBHOOK_MADE, endpoint, actor=actor, facts={"events": endpoint.events})
    return endpoint, secret


def change_webhook(endpoint: WebhookEndpoint, *, actor: User, url: str, events: Sequence[str]) -> WebhookEndpoint:
    """Raises `NotAllowed`, `InvalidInput`."""
    demand_owner(actor, endpoint.organization_id)
    before = (endpoint.url, endpoint.events)
    endpoint.url, endpoint.events = _checked_address(url), _checked_events(events)
    with transaction.atomic():
        _saved(endpoint, "url", "events")
        if before != (endpoint.url, endpoint.events):
            _tell(Verb.WEBHOOK_CHANGED, endpoint, actor=actor, facts={"events": endpoint.events})
    return endpoint


def rotate_secret(endpoint: WebhookEndpoint, *, actor: User) -> str:
    """A new secret; the one before signs too for `SECRET_OVERLAP`, so that nothing is refused meanwhile. Raises
    `NotAllowed`."""
    demand_owner(actor, endpoint.organization_id)
    secret = _new_secret()
    endpoint.sealed_previous_secret, endpoint.sealed_secret = endpoint.sealed_secret, seal(secret)
    endpoint.previous_secret_until = clock.now() + SECRET_OVERLAP
    with transaction.atomic():
        _saved(endpoint, "sealed_secret", "sealed_previous_secret", "previous_secret_until")
        _tell(Verb.WEBHOOK_SECRET, endpoint, actor=actor)
    return secret


def switch_off_webhook(endpoint: WebhookEndpoint, *, actor: User) -> None:
    """Nothing is sent any more; what waits is given up. Raises `NotAllowed`."""
    demand_owner(actor, endpoint.organization_id)
    _switch_off(endpoint, OffReason.OWNER, actor=actor)


def switch_on_webhook(endpoint: WebhookEndpoint, *, actor: User) -> None:
    """Raises `NotAllowed`."""
    demand_owner(actor, endpoint.organization_id)
    was_active = endpoint.is_active
    endpoint.is_active, endpoint.off_reason, endpoint.failing_since = True, OffReason.NONE, None
    with transaction.atomic():
        endpoint.save(update_fields=["is_active", "off_reason", "failing_since"])
        if not was_active:
            _tell(Verb.WEBHOOK_ON, endpoint, actor=actor)


def remove_webhook(endpoint: WebhookEndpoint, *, actor: User) -> None:
    """With its log. Raises `NotAllowed`."""
    demand_owner(actor, endpoint.organization_id)
    with transaction.atomic():
        _tell(Verb.WEBHOOK_DELETED, endpoint, actor=actor)
        endpoint.delete()


def _switch_off(endpoint: WebhookEndpoint, reason: OffReason, *, actor: User | None = None) -> None:
    with transaction.atomic():
        on = WebhookEndpoint.objects.filter(pk=endpoint.pk, is_active=True)
        if on.update(is_active=False, off_reason=reason):
            _tell(Verb.WEBHOOK_OFF, endpoint, actor=actor, facts={"reason": reason.value})
    endpoint.refresh_from_db()


def _tell(verb: Verb, endpoint: WebhookEndpoint, *, actor: User | None, facts: Mapping[str, Any] | None = None) -> None:
    """Of the organization's trail. The address stays out: it may hold a token."""
    record(
        verb,
        organization_id=endpoint.organization_id,
        about=endpoint.organization.public_id,
        actor=actor,
        subject=endpoint.public_id,
        facts=facts,
    )


def _saved(endpoint: WebhookEndpoint, *fields: str) -> WebhookEndpoint:
    try:
        with transaction.atomic():
            endpoint.save(update_fields=fields or None)
    except IntegrityError:
        raise InvalidInput.on("url", _("This address is told already. Change its events instead.")) from None
    return endpoint


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def _secrets_of(endpoint: WebhookEndpoint) -> list[str]:
    """Those that sign now. Raises `NotDelivered` where ``SECRET_KEY`` is another one by now."""
    sealed = [endpoint.sealed_secret]
    if endpoint.previous_secret_until is not None and endpoint.previous_secret_until > clock.now():
        sealed.append(endpoint.sealed_previous_secret)
    try:
        return [unseal(one) for one in sealed]
    except SealBroken:
        raise NotDelivered("secret_unreadable", retryable=False) from None


def _checked_address(url: str) -> str:
    url = url.strip()
    try:
        fetch.check_address(url)
    except fetch.FetchError:
        raise InvalidInput.on("url", _("Give a public https address, such as https://host/path.")) from None
    if len(url) > _MOST_ADDRESS or any(ord(character) <= 32 for character in url):
        raise InvalidInput.on("url", _("Give a public https address, such as https://host/path."))
    return url


def _checked_events(events: Sequence[str]) -> list[str]:
    chosen = [event.value for event in CHOSEN_EVENTS if event.value in events]
    if not chosen or len(chosen) != len(set(events)):
        raise InvalidInput.on("events", _("Choose at least one event."))
    return chosen
