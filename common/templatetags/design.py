"""Template tags of the design system."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_COLOURS = 4
_SPACES_AFTER_CHINESE = re.compile(r"(?<=[。！？；，：])[ \t]+")
_TONES = ((70, "good"), (50, "warn"))  # the least score of each; below: bad


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; with a ``label`` it is spoken, without it is an ornament."""
    address = f"{static('design/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.simple_block_tag
def sentences(content: str) -> SafeString:
    """Sentences one after another: a space stands between two, but never after a Chinese full stop."""
    return mark_safe(_SPACES_AFTER_CHINESE.sub("", content))  # noqa: S308  (was escaped by the template)


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, optional: bool = False) -> dict[str, Any]:
    """A labelled control with its help and errors."""
    return {"field": bound, "optional": optional}


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """The initials of a name in a colour that stays with it."""
    colour = zlib.crc32(name.encode()) % _COLOURS
    return _made("components/avatar.html", ("initials", "colour", "size"), initials(name), colour, size)


@register.simple_tag
def badge(text: Any, kind: str = "", live: bool = False) -> SafeString:
    """A word in a colour: good, warn, bad, info, accent or none. ``live`` adds a dot that beats."""
    return _made("components/badge.html", ("text", "kind", "live"), str(text), kind, live)


@lru_cache(maxsize=2048, typed=True)  # HTML is not a text of the same letters
def _made(template_name: str, names: tuple[str, ...], *words: Any) -> SafeString:
    """A small part of a page, of which lists have many that are alike."""
    return render_to_string(template_name, dict(zip(names, words, strict=True)))


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: dict[str, Any], key: str, label: str, kind: str = "") -> dict[str, Any]:
    """A column's head that sorts by it, the other way when it does already. The page gives ``sort``."""
    now = context.get("sort", "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return {
        "request": context["request"],
        "key": f"-{key}" if now == key else key,
        "label": label,
        "direction": direction,
        "kind": kind,
    }


@register.filter
def initials(name: str) -> str:
    """One Chinese character, or the first letters of two words."""
    words = name.split()
    if not words:
        return "?"
    if not words[0][0].isascii():
        return words[0][0]
    return "".join(word[0] for word in (words if len(words) == 1 else [words[0], words[-1]])).upper()


@register.filter
def clock_ms(milliseconds: int | None) -> str:
    """Milliseconds as m:ss or h:mm:ss."""
    if milliseconds is None:
        return ""
    minutes, seconds = divmod(int(milliseconds) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@register.filter
def clock_seconds(seconds: int | None) -> str:
    return clock_ms(None if seconds is None else int(seconds) * 1000)


@register.filter
def of(found: dict[Any, Any], key: Any) -> Any:
    """``found[key]``, nothing where it is missing."""
    return found.get(key, "")


@register.filter
def percent(share: float | None) -> int:
    """A share from 0 to 1 as whole percents."""
    return round(100 * (share or 0))


@register.filter
def tone(score: float | None) -> str:
    """The colour of a score from 0 to 100."""
    if score is None:
        return "quiet"
    return next((name for least, name in _TONES if score >= least), "bad")


@register.simple_tag
def when(moment: dt.datetime | None, zone: str = "", style: str = "Y-m-d H:i") -> SafeString | str:
    """A time in ``zone``, or in the reader's own: the browser turns it where it knows better."""
    if moment is None:
        return ""
    there = moment.astimezone(ZoneInfo(zone)) if zone else timezone.localtime(moment)
    text = there.strftime("%Y-%m-%d %H:%M" if style == "Y-m-d H:i" else "%Y-%m-%d")
    keep = "" if zone else "data-local"
    iso = moment.isoformat(timespec="seconds")
    return format_html('<time datetime="{}" {} class="nowrap">{}</time>', iso, keep, text)
