"""The console's navigation: what there may be, in order. An entry shows once its page exists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    label: Any
    url_name: str
    icon: str
    needs: str = ""  # the property of a user that opens it; empty: every member


@dataclass(frozen=True, slots=True)
class Link:
    """An entry with its address."""

    key: str
    label: Any
    address: str
    icon: str
    needs: str = ""


_MAIN = (
    Entry("dashboard", _("Dashboard"), "console:dashboard", "home"),
    Entry("positions", _("Positions"), "console:positions", "briefcase"),
    Entry("questions", _("Question bank"), "console:questions", "question"),
    Entry("invitations", _("Invitations"), "console:invitations", "users"),
    Entry("interviews", _("Interviews"), "console:interviews", "interview"),
    Entry("live", _("Live"), "console:live", "play"),
    Entry("imports", _("Imports"), "console:imports", "import"),
    Entry("reports", _("Reports"), "console:reports", "report"),
    Entry("reviews", _("Reviews"), "console:reviews", "star"),
)
_SETTINGS = (
    Entry("settings", _("Settings"), "console:settings", "settings"),
    Entry("remote_accounts", _("Connected accounts"), "console:remote_accounts", "link", "recruits"),
    Entry("applications", _("API applications"), "console:applications", "key", "owns"),
    Entry("webhooks", _("Webhooks"), "console:webhooks", "swap", "owns"),
)


def main_links(user: Any) -> tuple[Link, ...]:
    return _open_to(user, _MAIN)


def settings_links(user: Any) -> tuple[Link, ...]:
    return _open_to(user, _SETTINGS)


def _open_to(user: Any, entries: tuple[Entry, ...]) -> tuple[Link, ...]:
    return tuple(link for link in _existing(entries) if not link.needs or getattr(user, link.needs, False))


@cache
def _existing(entries: tuple[Entry, ...]) -> tuple[Link, ...]:
    found = ((entry, _address(entry.url_name)) for entry in entries)
    return tuple(Link(entry.key, entry.label, address, entry.icon, entry.needs) for entry, address in found if address)


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
