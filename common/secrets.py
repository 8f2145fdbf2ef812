"""Secrets at rest: sealed with a key made from ``SECRET_KEY`` where they must be read again, hashed where not."""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


class SealBroken(Exception):
    """What was sealed cannot be opened: another ``SECRET_KEY``, or it was changed."""


def new_secret() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """SHA-256 in hexadecimal: enough for `new_secret`, too little for a password that a person chose."""
    return hashlib.sha256(secret.encode()).hexdigest()


def seal(text: str) -> str:
    """Encrypt with the present key (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Open with the present key or one of ``SECRET_KEY_FALLBACKS``. Raises `SealBroken`."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(secret_key: str | bytes) -> bytes:
    digest = hashlib.sha256(b"common.secrets:" + force_bytes(secret_key)).digest()
    return base64.urlsafe_b64encode(digest)
