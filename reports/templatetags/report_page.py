"""Template tags of the report page: what stands on it hundreds of times, written without a template of its own and
escaped by hand, once a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common.templatetags.design import clock_ms
from reports.pages.said import said_of

register = template.Library()


@register.simple_tag
def places(found: Iterable[Mapping[str, Any]], icons: str) -> SafeString:
    """`place` of each, as items of a list."""
    return mark_safe("".join(f"<li>{place(one, icons)}</li>" for one in found))  # noqa: S308  (made by `place`)


@register.simple_tag
def place(found: Mapping[str, Any], icons: str) -> SafeString:
    """A place in the interview, to be clicked: when, in which answer, and the words said there where there are any.

    ``found`` has ``question_id``, ``number`` (of the question in the document, None for one that is not in it),
    ``order``, ``is_follow_up``, ``is_playable``, ``start_ms`` and ``quote``; ``icons`` is the address of the page's
    icons.
    """
    quote = found.get("quote")
    icon = "play" if found.get("start_ms") is not None and found["is_playable"] else "words"
    said = f'<span class="place-quote">{escape(quote)}</span>' if quote else ""
    return mark_safe(  # noqa: S308  (each value is escaped)
        f'<a class="place" href="#q-{escape(found["question_id"])}"{_attributes(found)}>'
        '<span class="place-at tabular"><svg class="icon" aria-hidden="true">'
        f'<use href="{escape(icons)}#{icon}"></use></svg>{escape(_when(found))}</span>{said}</a>'
    )


@register.simple_tag(takes_context=True)
def overridden(context: Mapping[str, Any], target: str) -> SafeString:
    """What a person said instead of a finding of the AI, to stand beside it; nothing where nobody did. ``target`` is
    the key of an ability, or ``recommendation``."""
    row = said_of(context["request"], context["interview"]).by_target.get(target)
    if row is None:
        return SafeString("")
    said = row.score if row.score is not None else row.get_recommendation_display()
    who = row.overridden_by.username if row.overridden_by else "–"
    return format_html(
        '<span class="badge badge-info" title="{}: {}">{}</span>',
        who,
        row.reason,
        _("A person says %(said)s") % {"said": said},
    )


def _attributes(found: Mapping[str, Any]) -> str:
    number, start_ms = found.get("number"), found.get("start_ms")
    if number is None:
        return ""
    if start_ms is not None:
        return f' data-play="{int(number)}" data-at="{int(start_ms)}"'
    return f' data-play="{int(number)}" data-quote="yes"' if found.get("quote") else f' data-play="{int(number)}"'


def _when(found: Mapping[str, Any]) -> str:
    parts = []
    if found.get("order"):
        words = _("Q%(number)s, follow-up") if found.get("is_follow_up") else _("Q%(number)s")
        parts.append(words % {"number": found["order"]})
    if found.get("start_ms") is not None:
        parts.append(clock_ms(found["start_ms"]))
    return " ".join(parts)
