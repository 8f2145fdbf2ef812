"""Signing up by a link sent to the address, where the site asks for that. No account exists before the link is used."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from accounts.errors import ConfirmationRefused, EmailTaken
from accounts.models import User

_SALT = "accounts.confirmation"


def send_confirmation(*, email: str, username: str, role: str, organization_name: str = "", base_url: str) -> None:
    """Mail a link with which the sign-up is finished. Raises `EmailTaken`."""
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise EmailTaken
    wanted = {"email": email, "username": username, "role": role, "organization_name": organization_name}
    token = signing.dumps(wanted, salt=_SALT, compress=True)
    link = f"{settings.PUBLIC_BASE_URL or base_url}/sign-up/{token}"
    send_mail(
        subject=_("Finish your sign-up"),
        message=_("Hello %(name)s,\n\nopen this link to choose a password and finish your sign-up:\n%(link)s")
        % {"name": username, "link": link},
        from_email=settings.DEFAULT_FROM_EMAIL,
        recipient_list=[email],
    )


def read_confirmation(token: str) -> dict[str, str]:
    """What the link's owner wanted: email, username, role, organization_name. Raises `ConfirmationRefused`."""
    try:
        return signing.loads(token, salt=_SALT, max_age=settings.EMAIL_CONFIRMATION_SECONDS)
    except signing.BadSignature:
        raise ConfirmationRefused from None
