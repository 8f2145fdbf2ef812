"""How the admin writes moments and yes or no: short, and the same in every language."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from unfold import fields, utils

_yes: Any = utils._boolean_icon


def short(value: Any, use_l10n: bool | None = None) -> Any:
    """A moment as ``2026-11-22 14:05``, a day as ``2026-11-22``, what is neither as its language has it."""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, dt.date) else formats.localize(value, use_l10n)


def mark(value: Any) -> str:
    """A tick for yes. An ordinary no is no error: it is a word in quiet letters."""
    return format_html('<span class="quiet-no">{}</span>', _("No")) if value is False else _yes(value)


def written(value: Any) -> str:
    """What a function tells on a row's page, where nothing else gives a moment its form."""
    return short(timezone.localtime(value)) if isinstance(value, dt.datetime) else linebreaksbr(value)


def settle() -> None:
    """In place of unfold's, in lists and on pages."""
    theme: Any = utils
    fields.linebreaksbr = written
    theme.formats = SimpleNamespace(localize=short, number_format=formats.number_format)
    theme._boolean_icon = mark
