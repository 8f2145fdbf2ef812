"""Template tags of the report page: what stands on it hundreds of times, written without a template of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common.templatetags.design import clock_ms

register = template.Library()

_EMPTY = mark_safe("")


@register.simple_tag
def place(found: Mapping[str, Any], icons: str) -> SafeString:
    """A place in the interview, to be clicked: when, in which answer, and the words said there where there are any.

    ``found`` has ``question_id``, ``number`` (of the question in the document, None for one that is not in it),
    ``order``, ``is_follow_up``, ``is_playable``, ``start_ms`` and ``quote``; ``icons`` is the address of the page's
    icons.
    """
    return format_html(
        '<a class="place" href="#q-{}"{}><span class="place-at tabular">'
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>{}</span>{}</a>',
        found["question_id"],
        _attributes(found),
        icons,
        "play" if found.get("start_ms") is not None and found["is_playable"] else "words",
        _when(found),
        format_html('<span class="place-quote">{}</span>', found["quote"]) if found.get("quote") else _EMPTY,
    )


def _attributes(found: Mapping[str, Any]) -> SafeString:
    if found.get("number") is None:
        return _EMPTY
    if found.get("start_ms") is not None:
        return format_html(' data-play="{}" data-at="{}"', found["number"], found["start_ms"])
    words = ' data-play="{}" data-quote="yes"' if found.get("quote") else ' data-play="{}"'
    return format_html(words, found["number"])


def _when(found: Mapping[str, Any]) -> str:
    parts = []
    if found.get("order"):
        words = _("Q%(number)s, follow-up") if found.get("is_follow_up") else _("Q%(number)s")
        parts.append(words % {"number": found["order"]})
    if found.get("start_ms") is not None:
        parts.append(clock_ms(found["start_ms"]))
    return " ".join(parts)
