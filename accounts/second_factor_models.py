"""The second factor's key, sealed."""

from __future__ import annotations

from binascii import unhexlify
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from common.secrets import seal, unseal


class AuthenticatorApp(TOTPDevice):
    """An account's authenticator app (RFC 6238). The key lies sealed in ``sealed_key``; the column of the table above,
    which would hold it in plain, stays empty: whoever reads the database alone can make no codes."""

    sealed_key = models.TextField()

    class Meta:
        verbose_name = _("authenticator app")
        verbose_name_plural = _("authenticator apps")

    @property
    def bin_key(self) -> bytes:
        """Raises `SealBroken` after the product's secret key was changed without a fallback."""
        return unhexlify(unseal(self.sealed_key))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.key:
            self.sealed_key, self.key = seal(self.key), ""
        super().save(*args, **kwargs)
