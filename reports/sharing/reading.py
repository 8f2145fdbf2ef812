"""Reading share links: by the token in an address, and for the panel of a report."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max

from common import clock
from reports.models import Report, ShareLink, ShareView

# The first that fits; Edge and Opera call themselves Chrome as well, Chrome calls itself Safari.
_BROWSERS = (
    ("WeChat", "MicroMessenger"),
    ("DingTalk", "DingTalk"),
    ("Feishu", "Lark"),
    ("Edge", "Edg"),
    ("Opera", "OPR"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_BOT = re.compile(r"bot|spider|crawl|preview", re.IGNORECASE)


def hash_of(secret: str) -> str:
    """What is stored of a token or a code with its token before it: both are random, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link_of_token(token: str) -> ShareLink | None:
    """The link of an address, open or not; None for one that never was, or whose report is gone."""
    found = ShareLink.objects.filter(token_hash=hash_of(token))
    return found.select_related("report__interview__position", "report__organization").first()


def links_of(report: Report, actor: Any) -> list[ShareLink]:
    """Newest first, each with ``view_count``, ``last_viewed_at`` and ``open``."""
    links = list(ShareLink.objects.visible_to(actor).filter(report=report).select_related("created_by"))
    looked_at = _looked_at(links)
    now = clock.now()
    for link in links:
        link.view_count, link.last_viewed_at = looked_at.get(link.pk, (0, None))
        link.open = link.is_open(now)
    return links


def _looked_at(links: Sequence[ShareLink]) -> dict[int, tuple[int, dt.datetime]]:
    """How often and when last, by the keys of those that were."""
    if not links:
        return {}
    views = ShareView.objects.filter(link__in=links).order_by().values_list("link_id")
    return {key: (number, last) for key, number, last in views.annotate(Count("pk"), Max("at"))}


def shortened(address: str) -> str:
    """The network of an address: an IPv4 one to 24 bits, an IPv6 one to 48."""
    import ipaddress

    try:
        bits = 24 if ipaddress.ip_address(address).version == 4 else 48
        return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))
    except ValueError:
        return ""


def browser_of(user_agent: str) -> str:
    """The family of a browser; empty where none is known."""
    if _BOT.search(user_agent):
        return "bot"
    return next((name for name, mark in _BROWSERS if mark in user_agent), "")
