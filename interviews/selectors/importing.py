"""Reading accounts elsewhere."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from interviews.importing.models import RemoteAccount


def remote_accounts_visible_to(actor: Any) -> QuerySet[RemoteAccount]:
    """Those of one's organization, newest first."""
    return RemoteAccount.objects.visible_to(actor).order_by("-created_at", "-pk")


def remote_account_visible_to(actor: Any, account_id: str) -> RemoteAccount:
    """Raises `NotFound` when missing or out of scope."""
    return RemoteAccount.objects.get_visible(actor, account_id)
