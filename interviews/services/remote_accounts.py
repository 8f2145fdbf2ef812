"""An organization's own credentials at Feishu and Tencent Meeting: kept sealed, never shown again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from common import fetch
from common.errors import InvalidInput
from common.secrets import seal, unseal
from interviews.enums import InterviewOrigin
from interviews.importing.errors import AccountNameTaken
from interviews.importing.models import RemoteAccount

# What each service asks for; of Tencent Meeting's two ways in, one.
WAYS_IN: Mapping[str, tuple[tuple[str, ...], ...]] = {
    InterviewOrigin.FEISHU: (("app_id", "app_secret"),),
    InterviewOrigin.TENCENT: (("app_id", "sdk_id", "secret_id", "secret_key"), ("open_id", "access_token")),
}
OPTIONAL = ("operator_id", "operator_id_type")


def add_remote_account(
    *,
    organization: Organization,
    actor: User,
    provider: str,
    name: str,
    credentials: Mapping[str, str],
    base_url: str = "",
) -> RemoteAccount:
    """Keep the credentials, sealed. Raises `InvalidInput` (credentials missing, an address that must not be asked),
    `AccountNameTaken`."""
    kept = _complete(provider, credentials)
    _check_address(base_url)
    try:
        with transaction.atomic():
            return RemoteAccount.objects.create(
                organization=organization,
                provider=provider,
                name=name.strip(),
                base_url=base_url.rstrip("/"),
                sealed_secrets=seal(json.dumps(kept)),
                created_by=actor,
            )
    except IntegrityError:
        raise AccountNameTaken from None


def remove_remote_account(account: RemoteAccount) -> None:
    """Forget the credentials. Imports that were made with them stay; one that still waits for them fails."""
    account.delete()


def credentials_of(account: RemoteAccount) -> dict[str, str]:
    """The credentials in the clear, for the worker that uses them. Raises `common.secrets.SealBroken`."""
    return json.loads(unseal(account.sealed_secrets))


def _complete(provider: str, given: Mapping[str, str]) -> dict[str, str]:
    """What one way in needs, and what may come with it; anything else is not kept."""
    found = {name: value.strip() for name, value in given.items() if value.strip()}
    for names in WAYS_IN[provider]:
        if all(name in found for name in names):
            return {name: found[name] for name in (*names, *OPTIONAL) if name in found}
    needed = _(" or ").join(", ".join(names) for names in WAYS_IN[provider])
    raise InvalidInput.on("credentials", _("These are needed: %(names)s.") % {"names": needed})


def _check_address(base_url: str) -> None:
    """Scheme and host alone, and none of our own network."""
    if not base_url:
        return
    try:
        fetch.check_address(base_url)
        parts = urlsplit(base_url)
        plain = not (parts.path.strip("/") or parts.query or parts.fragment)
    except (fetch.FetchError, ValueError):
        plain = False
    if not plain:
        raise InvalidInput.on("base_url", _("Give scheme and host of a public https address, such as https://host."))
