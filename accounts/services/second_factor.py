"""The second factor of an account: codes of an authenticator app (RFC 6238), and recovery codes for a lost phone."""

from __future__ import annotations

import math
import secrets
import unicodedata

import structlog
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from accounts.errors import CodeMissing, SecondFactorNeeded, TooManyCodes, WrongCode
from accounts.models import AuthenticatorApp, User
from accounts.selectors import must_set_up_second_factor, second_factor_of
from accounts.services.team import end_sessions
from common import clock
from common.errors import NotAllowed
from common.secrets import SealBroken

logger = structlog.get_logger(__name__)

RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what looks alike
_DIGITS = 6


def begin_second_factor(user: User) -> AuthenticatorApp:
    """The device to set up, the same one until it is confirmed. Raises `NotAllowed` where one is in use."""
    if second_factor_of(user) is not None:
        raise NotAllowed
    device = AuthenticatorApp.objects.filter(user=user, confirmed=False).first()
    return device or AuthenticatorApp.objects.create(user=user, name="app", confirmed=False)


def confirm_second_factor(user: User, *, code: str) -> list[str]:
    """Switch it on by a first code of the app; the recovery codes, which cannot be read again. Every other session of
    the account ends. Raises `WrongCode`, `TooManyCodes`."""
    device = begin_second_factor(user)
    if not _is_right(device, _plain(code)):
        raise WrongCode(field="code")
    with transaction.atomic():
        AuthenticatorApp.objects.filter(pk=device.pk).update(confirmed=True)
        end_sessions(user)
        return _new_recovery_codes(user)


def renew_recovery_codes(user: User, *, code: str) -> list[str]:
    """New recovery codes; those from before are refused. Raises `WrongCode`, `TooManyCodes`."""
    _demand_code(user, code)
    return _new_recovery_codes(user)


def switch_off_second_factor(user: User, *, code: str) -> None:
    """Raises `WrongCode`, `TooManyCodes`, `SecondFactorNeeded` where an organization requires it."""
    if user.requires_second_factor:
        raise SecondFactorNeeded
    _demand_code(user, code)
    forget_second_factor(user)


@transaction.atomic
def forget_second_factor(user: User) -> None:
    """Take it away, for somebody who lost phone and codes. Ends every session of the account."""
    AuthenticatorApp.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    end_sessions(user)


def check_second_factor(user: User, *, code: str | None) -> None:
    """Pass an account without one. With one, take a code of the app or a recovery code, each once.

    Raises `CodeMissing`, `WrongCode`, `TooManyCodes`; waiting doubles with each wrong code in a row."""
    if second_factor_of(user) is None:
        return
    if not code or not code.strip():
        raise CodeMissing
    if not _takes(user, _plain(code)):
        raise WrongCode


def demand_set_up(user: User) -> None:
    """Raises `SecondFactorNeeded` where an organization requires one and the account has none."""
    if must_set_up_second_factor(user):
        raise SecondFactorNeeded


def _demand_code(user: User, code: str) -> None:
    if second_factor_of(user) is None:
        raise NotAllowed
    if not _takes(user, _plain(code)):
        raise WrongCode(field="code")


def _takes(user: User, code: str) -> bool:
    is_of_app = len(code) == _DIGITS and code.isdigit()
    if is_of_app:
        return _is_right(second_factor_of(user), code)
    device, _is_new = StaticDevice.objects.get_or_create(user=user, defaults={"name": "recovery"})
    return _is_right(device, _hashed(code))


def _is_right(device: AuthenticatorApp | StaticDevice, code: str) -> bool:
    """Locked, so that a code counts once and a wrong one is counted; raises `TooManyCodes` while it must wait."""
    with transaction.atomic():
        locked = type(device).objects.select_for_update().get(pk=device.pk)
        allowed, why = locked.verify_is_allowed()
        right = allowed and _fits(locked, code)
    if not allowed:
        left = (why["locked_until"] - clock.now()).total_seconds()
        raise TooManyCodes(retry_after_seconds=max(1, math.ceil(left)))
    return right


def _fits(device: AuthenticatorApp | StaticDevice, code: str) -> bool:
    try:
        return device.verify_token(code)
    except SealBroken:  # the secret key was changed: nobody knows the app's any more
        logger.exception("second_factor_unreadable", device=device.pk)
        return False


@transaction.atomic
def _new_recovery_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery")
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_hashed(_plain(code))) for code in codes)
    return codes


def _new_code() -> str:
    """Three times four characters: 59 random bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


def _plain(code: str) -> str:
    """As it is kept, whatever stood between the characters, also where they were typed full-width."""
    narrow = unicodedata.normalize("NFKC", code).lower()
    return "".join(letter for letter in narrow if letter.isascii() and letter.isalnum())


def _hashed(code: str) -> str:
    """The column holds 16 characters."""
    return salted_hmac("accounts.recovery_code", code, algorithm="sha256").hexdigest()[:16]
