"""Parts of the admin's lists that are made once, not for every row: the box that chooses it, and badges."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from unfold.admin import checkbox
from unfold.utils import display_for_label

_KEY = "__key__"


def checkbox_of(key: Any) -> SafeString:
    """The box that chooses a row."""
    before, _key, after = _box(get_language()).partition(_KEY)
    return format_html("{}{}{}", SafeString(before), key, SafeString(after))


def label_of(value: Any, empty: str, kinds: Any) -> SafeString:
    """A badge: the same text in the same colour is the same badge. HTML is not remembered: a text of the same letters
    is none."""
    form: Any = type(value) if isinstance(value, list | tuple) else None
    if any(hasattr(part, "__html__") for part in (value if form else (value,))):
        return display_for_label(value, empty, kinds)
    shown = tuple(map(_said, value)) if form else _said(value)
    return _badge(shown, form, tuple(kinds.items()) if isinstance(kinds, dict) else kinds)


def _said(value: Any) -> Any:
    """Of a lazy text what it says in this language; of nothing, nothing."""
    return value if value is None or isinstance(value, str | int | float) else str(value)


@lru_cache(maxsize=2048, typed=True)  # 1 is not True
def _badge(shown: Any, form: type | None, kinds: Any) -> SafeString:
    return display_for_label(form(shown) if form else shown, "", dict(kinds) if isinstance(kinds, tuple) else kinds)


@lru_cache(maxsize=8)
def _box(language: str | None) -> str:
    return str(checkbox.render(ACTION_CHECKBOX_NAME, _KEY))
