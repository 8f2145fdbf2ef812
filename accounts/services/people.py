"""Registration, sessions, passwords."""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from accounts import tokens
from accounts.enums import MemberRole, Role
from accounts.errors import (
    AccessSwitchedOff,
    EmailTaken,
    LockedOut,
    ResetLinkRefused,
    TokenRefused,
    WrongCredentials,
    WrongPassword,
)
from accounts.models import EndedSession, Membership, Organization, User
from accounts.rules import check_password_rules
from accounts.selectors import has_been_switched_off, user_of_session
from accounts.services.second_factor import check_second_factor, demand_set_up
from accounts.signals import candidate_registered


def register(
    *, email: str, password: str, username: str, role: str, phone: str = "", organization_name: str = ""
) -> User:
    """Make an account; an enterprise account gets its organization and owns it. After commit, a candidate's
    registration is signalled. Raises `EmailTaken`, `InvalidInput`."""
    check_password_rules(password, role=role)
    if User.objects.filter(email=email.strip().lower()).exists():
        raise EmailTaken
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, username=username, role=role, phone=phone)
            if role == Role.ENTERPRISE:
                _found_organization(user, organization_name or username)
    except IntegrityError:
        raise EmailTaken from None
    if role == Role.CANDIDATE:
        transaction.on_commit(lambda: candidate_registered.send(sender=User, user=user))
    return user


def log_in(*, request: Any, email: str, password: str, otp_code: str = "") -> tuple[User, str, str]:
    """(user, access token, refresh token). Raises as `check_credentials` and `check_second_factor` do, and
    `SecondFactorNeeded` where an organization demands one that the account has not."""
    user = check_credentials(request=request, email=email, password=password)
    check_second_factor(user, code=otp_code)
    demand_set_up(user)
    access, refresh = tokens.new_pair(user)
    return user, access, refresh


def check_credentials(*, request: Any, email: str, password: str) -> User:
    """The account they belong to. Failures count per account and address. Raises `WrongCredentials`, `LockedOut`,
    `AccessSwitchedOff` for a former member."""
    credentials = {"username": email.strip().lower()}
    if not AxesProxyHandler.is_allowed(request, credentials):
        raise _locked_out()
    user = authenticate(request, username=credentials["username"], password=password)
    if user is None:
        raise WrongCredentials
    if has_been_switched_off(user):
        raise AccessSwitchedOff
    return user


def refresh_session(refresh_token: str) -> tuple[User, str, str]:
    """A new pair for a refresh token, which is used up by this. Raises `TokenRefused`."""
    token = tokens.read_refresh(refresh_token)
    user = user_of_session(public_id=token["user_id"], session_id=token[tokens.SESSION_CLAIM])
    if user is None or token.get(tokens.VERSION_CLAIM) != user.session_version:
        raise TokenRefused
    with transaction.atomic():
        _use_up(token)
        access, refresh = tokens.new_pair(user, session_id=token[tokens.SESSION_CLAIM])
    return user, access, refresh


def log_out(*, session_id: str, refresh_token: str | None) -> None:
    """End the session: its access tokens and, when given, its refresh token are refused from now on."""
    EndedSession.objects.get_or_create(session_id=session_id)
    if refresh_token:
        token = tokens.read_refresh(refresh_token)
        if token[tokens.SESSION_CLAIM] == session_id:
            _use_up(token)


def update_profile(user: User, **changes: Any) -> User:
    for name, value in changes.items():
        setattr(user, name, value)
    user.save(update_fields=list(changes))
    return user


def change_password(user: User, *, old_password: str, new_password: str) -> None:
    """Set a new password and end every session of the account. Raises `WrongPassword`, `InvalidInput`."""
    if not user.check_password(old_password):
        raise WrongPassword(errors={"old_password": [str(WrongPassword.template)]})
    _set_password(user, new_password, field="new_password")


def send_password_reset(*, email: str, base_url: str) -> None:
    """Mail a reset link to the account, if there is one; the caller learns nothing about that."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        return
    uid = urlsafe_base64_encode(force_bytes(user.public_id))
    token = default_token_generator.make_token(user)
    link = f"{settings.PUBLIC_BASE_URL or base_url}/password-reset/{uid}/{token}"
    send_mail(
        subject=_("Reset your password"),
        message=_(
            "Hello %(name)s,\n\nopen this link to choose a new password:\n%(link)s\n\n"
            "For the API: uid %(uid)s, token %(token)s.\nIf you did not ask for this, ignore this mail."
        )
        % {"name": user.username, "link": link, "uid": uid, "token": token},
        from_email=settings.DEFAULT_FROM_EMAIL,
        recipient_list=[user.email],
    )


def reset_password(*, uid: str, token: str, new_password: str) -> User:
    """Set the password by a mailed link, once: who reads the mail may sign in again after too many failures. Raises
    `ResetLinkRefused`, `InvalidInput`."""
    user = owner_of_reset_link(uid=uid, token=token)
    _set_password(user, new_password, field="new_password")
    AxesProxyHandler.reset_attempts(username=user.email)
    return user


def owner_of_reset_link(*, uid: str, token: str) -> User:
    """Whose password a mailed link may set. Raises `ResetLinkRefused`."""
    try:
        public_id = urlsafe_base64_decode(uid).decode()
    except (ValueError, UnicodeDecodeError):
        raise ResetLinkRefused from None
    user = User.objects.filter(public_id=public_id, is_active=True).first()
    if user is None or not default_token_generator.check_token(user, token):
        raise ResetLinkRefused
    return user


def _found_organization(user: User, name: str) -> Organization:
    organization = Organization.objects.create(name=name)
    Membership.objects.create(user=user, organization=organization, role=MemberRole.OWNER)
    return organization


def _set_password(user: User, password: str, *, field: str) -> None:
    check_password_rules(password, role=user.role, field=field)
    user.set_password(password)
    user.session_version += 1
    user.save(update_fields=["password", "session_version"])


def _use_up(token: Any) -> None:
    """Blacklist a refresh token; of two at once, one wins."""
    _row, fresh = token.blacklist()
    if not fresh:
        raise TokenRefused


def _locked_out() -> LockedOut:
    cool_off = get_cool_off()
    return LockedOut(retry_after_seconds=int(cool_off.total_seconds()) if cool_off else 900)
