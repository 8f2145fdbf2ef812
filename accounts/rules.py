"""What an account must fulfil."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.enums import Role
from common.errors import InvalidInput

PASSWORD_MIN, PASSWORD_MAX = 6, 20


def check_password_rules(password: str, *, role: str, field: str = "password") -> None:
    """6 to 20 characters; the list of common passwords only where the site asks for it. Raises `InvalidInput`."""
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise InvalidInput.on(field, _("The password must have 6 to 20 characters."))
    if any(ord(character) < 32 for character in password):
        raise InvalidInput.on(field, _("The password must not contain control characters."))
    checks_list = (
        settings.CANDIDATE_COMMON_PASSWORD_CHECK
        if role == Role.CANDIDATE
        else settings.ENTERPRISE_COMMON_PASSWORD_CHECK
    )
    if checks_list:
        try:
            CommonPasswordValidator().validate(password)
        except ValidationError:
            raise InvalidInput.on(field, _("This password is too common.")) from None
