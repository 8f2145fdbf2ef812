"""How forms become HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_SELECT = "django/forms/widgets/select.html"


class FormRenderer(DjangoTemplates):
    """Django's own, but that a choice among hundreds does not take two templates for each of them."""

    def render(self, template_name: str, context: Mapping[str, Any], request: HttpRequest | None = None) -> str:
        if template_name == _SELECT:
            return _select(context["widget"])
        return super().render(template_name, dict(context), request)


def _select(widget: Mapping[str, Any]) -> SafeString:
    attributes = _attributes(widget["attrs"])
    groups = format_html_join("", "{}", ((_group(name, choices),) for name, choices, _number in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], attributes, groups)


def _group(name: Any, choices: list[dict[str, Any]]) -> SafeString:
    lines = format_html_join("", '\n  <option value="{}"{}>{}</option>', _lines(choices))
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, lines) if name else lines


def _lines(choices: list[dict[str, Any]]) -> Iterator[tuple[str, str, Any]]:
    for choice in choices:
        yield str(choice["value"]), _attributes(choice["attrs"]), choice["label"]


def _attributes(given: Mapping[str, Any]) -> SafeString:
    """True is there by its name alone, False is not there."""
    known = [(name, value) for name, value in given.items() if value is not False]
    parts = (
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value) for name, value in known
    )
    return mark_safe("".join(parts))  # noqa: S308  (each is escaped)
