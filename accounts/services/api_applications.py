"""API applications: made, revoked, and recognised by what their clients send."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from accounts.enums import Scope
from accounts.errors import (
    ApplicationRevoked,
    ApplicationSecretRefused,
    ApplicationTokenRefused,
    SignatureRefused,
    SignatureTooOld,
    TokenRefused,
)
from accounts.models import ApiApplication, User, default_scopes
from accounts.selectors import application_with, demand_maker, is_owner, organization_owned_by
from common import clock
from common.audit.enums import Verb
from common.audit.writing import record
from common.errors import InvalidInput, NotAllowed
from common.secrets import SealBroken, fingerprint, new_secret, seal, unseal

logger = structlog.get_logger(__name__)

SIGNATURE_VALID_FOR = dt.timedelta(minutes=5)
_USE_NOTED_EVERY = dt.timedelta(minutes=1)
_TENANT_SALT, _TENANT_PREFIX = "accounts.tenant_token", "t-"
_LONGEST_NONCE = 128


@dataclass(frozen=True, slots=True)
class ApplicationKeys:
    """Everything an integrator's clients need, shown once. The first two are for Feishu's client; the next three sign
    Tencent Meeting's requests, the last two are its other way in."""

    app_id: str
    app_secret: str
    sdk_id: str
    secret_id: str
    secret_key: str
    open_id: str
    access_token: str


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A request as its signature covers it; ``target`` is the raw path with the raw query string."""

    secret_id: str
    nonce: str
    timestamp: str  # seconds since 1970, as sent
    signature: str
    app_id: str
    sdk_id: str  # empty when the client sends none
    method: str
    target: str
    body: bytes = b""


def create_api_application(
    *, actor: User, name: str, scopes: Sequence[str] | None = None
) -> tuple[ApiApplication, ApplicationKeys]:
    """Make an application of the organization ``actor`` owns; the keys cannot be read again. Without ``scopes`` it
    reads transcripts.

    Raises `NotAllowed` for anyone but an owner, `InvalidInput` for scopes that are none.
    """
    organization = organization_owned_by(actor)
    if organization is None:
        raise NotAllowed
    chosen = default_scopes() if scopes is None else _checked_scopes(scopes)
    application = ApiApplication(organization=organization, name=name, scopes=chosen, created_by=actor)
    keys = _new_keys(application.public_id)
    application.app_secret_hash = fingerprint(keys.app_secret)
    application.access_token_hash = fingerprint(keys.access_token)
    application.sealed_secret_key = seal(keys.secret_key)
    application.sdk_id, application.secret_id, application.open_id = keys.sdk_id, keys.secret_id, keys.open_id
    with transaction.atomic():
        application.save(force_insert=True)
        _tell(Verb.APPLICATION_MADE, application, actor=actor)
    return application, keys


def change_scopes(application: ApiApplication, *, actor: User, scopes: Sequence[str]) -> ApiApplication:
    """From the next call on. Raises `NotAllowed` for anyone but an owner of its organization, `InvalidInput`,
    `ApplicationRevoked`."""
    if not is_owner(actor, application.organization_id):
        raise NotAllowed
    if application.revoked_at is not None:
        raise ApplicationRevoked
    before, application.scopes = application.scopes, _checked_scopes(scopes)
    with transaction.atomic():
        application.save(update_fields=["scopes"])
        if set(before) != set(application.scopes):
            _tell(Verb.APPLICATION_CHANGED, application, actor=actor)
    return application


def revoke_api_application(application: ApiApplication, *, actor: User) -> ApiApplication:
    """Refuse every credential of the application from now on; again changes nothing. Raises `NotAllowed` for anyone
    but an owner of its organization."""
    if not is_owner(actor, application.organization_id):
        raise NotAllowed
    with transaction.atomic():
        if ApiApplication.objects.filter(pk=application.pk, revoked_at=None).update(revoked_at=clock.now()):
            _tell(Verb.APPLICATION_REVOKED, application, actor=actor)
    application.refresh_from_db()
    return application


def _tell(verb: Verb, application: ApiApplication, *, actor: User) -> None:
    """Of the organization's trail, with what it may do from then on."""
    record(
        verb,
        organization_id=application.organization_id,
        about=application.organization.public_id,
        actor=actor,
        subject=application.public_id,
        facts={"scopes": [*application.scopes]},
    )


def issue_tenant_token(*, app_id: str, app_secret: str) -> tuple[str, int]:
    """(token, seconds it is valid). Signed, not stored: it outlives a restart and dies with its application.

    Raises `ApplicationSecretRefused`; whether the id or the secret is wrong stays unsaid. With the right ones
    `ApplicationUnowned` when who made it owns the organization no more.
    """
    application = application_with(public_id=app_id)
    kept = application.app_secret_hash if application else ""
    if not hmac.compare_digest(fingerprint(app_secret), kept) or application.revoked_at is not None:
        raise ApplicationSecretRefused
    demand_maker(application)
    token = _TENANT_PREFIX + signing.dumps(app_id, salt=_TENANT_SALT)
    return token, settings.TENANT_TOKEN_SECONDS


def application_of_tenant_token(token: str) -> ApiApplication:
    """Raises `ApplicationTokenRefused` when forged, too old, or its application revoked."""
    try:
        app_id = signing.loads(
            token.removeprefix(_TENANT_PREFIX), salt=_TENANT_SALT, max_age=settings.TENANT_TOKEN_SECONDS
        )
    except signing.BadSignature:
        raise ApplicationTokenRefused from None
    application = application_with(public_id=app_id)
    if application is None or application.revoked_at is not None:
        raise ApplicationTokenRefused
    return _used(application)


def application_of_access_token(*, access_token: str, open_id: str) -> ApiApplication:
    """Raises `ApplicationTokenRefused` for a wrong pair, `ApplicationRevoked` for the right pair too late."""
    application = application_with(access_token_hash=fingerprint(access_token))
    if application is None or not hmac.compare_digest(application.open_id.encode(), open_id.encode()):
        raise ApplicationTokenRefused
    return _unrevoked(application)


def application_of_bearer(token: str) -> ApiApplication:
    """Of a tenant token, or of an access token by itself. Raises `ApplicationTokenRefused`, `TokenRefused`."""
    if ":" in token:  # signed; access tokens have none
        return application_of_tenant_token(token)
    application = application_with(access_token_hash=fingerprint(token))
    if application is None or application.revoked_at is not None:
        raise TokenRefused
    return _used(application)


def application_with_signature(signed: SignedRequest) -> ApiApplication:
    """The application whose key signed the request: HMAC-SHA256 in hexadecimal, in base64.

    A nonce is remembered with the request it came with: the same request may come again, another one not. Raises
    `SignatureTooOld` more than 5 minutes from our clock, `SignatureRefused`, `ApplicationRevoked`.
    """
    _check_time(signed.timestamp)
    application = application_with(secret_id=signed.secret_id)
    if application is None or not 0 < len(signed.nonce) <= _LONGEST_NONCE:
        raise SignatureRefused
    expected = _signature(signed, key=_signing_key(application))
    if not hmac.compare_digest(expected.encode(), signed.signature.encode()):
        raise SignatureRefused
    if signed.app_id != application.public_id or signed.sdk_id not in ("", application.sdk_id):
        raise SignatureRefused
    _remember_nonce(signed)
    return _unrevoked(application)


def _checked_scopes(scopes: Sequence[str]) -> list[str]:
    chosen = [scope.value for scope in Scope if scope.value in scopes]
    if not chosen or len(chosen) != len(set(scopes)):
        raise InvalidInput.on("scopes", _("Choose at least one scope."))
    return chosen


def _new_keys(app_id: str) -> ApplicationKeys:
    return ApplicationKeys(
        app_id=app_id,
        app_secret=new_secret(),
        sdk_id=str(10**10 + secrets.randbelow(9 * 10**10)),  # digits, as Tencent's are
        secret_id=secrets.token_urlsafe(24),
        secret_key=new_secret(),
        open_id=secrets.token_urlsafe(24),
        access_token=new_secret(),
    )


def _signing_key(application: ApiApplication) -> str:
    try:
        return unseal(application.sealed_secret_key)
    except SealBroken:
        logger.warning("signing_key_unreadable", application=application.public_id)  # SECRET_KEY is another one now
        raise SignatureRefused from None


def _check_time(timestamp: str) -> None:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 15):
        raise SignatureRefused
    if abs(clock.now().timestamp() - int(timestamp)) > SIGNATURE_VALID_FOR.total_seconds():
        raise SignatureTooOld


def _signature(signed: SignedRequest, *, key: str) -> str:
    named = f"X-TC-Key={signed.secret_id}&X-TC-Nonce={signed.nonce}&X-TC-Timestamp={signed.timestamp}"
    text = f"{signed.method}\n{named}\n{signed.target}\n".encode() + signed.body
    digest = hmac.new(key.encode(), text, hashlib.sha256).hexdigest()
    return base64.b64encode(digest.encode()).decode()


def _remember_nonce(signed: SignedRequest) -> None:
    """Raises `SignatureRefused` for a nonce seen with another request. While the cache is away nothing is remembered:
    only the holder of the key can sign, and these requests only read."""
    request = hashlib.sha256(f"{signed.method}\n{signed.target}\n".encode() + signed.body).hexdigest()
    key = f"nonce:{fingerprint(f'{signed.secret_id} {signed.nonce}')}"
    kept_seconds = 2 * int(SIGNATURE_VALID_FOR.total_seconds())  # a clock may be ahead of ours, or behind
    try:
        if not cache.add(key, request, timeout=kept_seconds) and cache.get(key) != request:
            raise SignatureRefused
    except (RedisError, OSError) as error:
        logger.warning("nonce_not_remembered", error=type(error).__name__)


def _unrevoked(application: ApiApplication) -> ApiApplication:
    if application.revoked_at is not None:
        raise ApplicationRevoked
    return _used(application)


def _used(application: ApiApplication) -> ApiApplication:
    """Note the use, once a minute at most: reading must not write."""
    now = clock.now()
    before = now - _USE_NOTED_EVERY
    if application.last_used_at is None or application.last_used_at < before:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=before)
        ApiApplication.objects.filter(stale, pk=application.pk).update(last_used_at=now)
    return application
