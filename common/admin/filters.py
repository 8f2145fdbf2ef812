"""Filters of the admin's lists."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from django.contrib.admin import RelatedFieldListFilter
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe

_KEY, _ADDRESS, _WORDS = "__key__", "__address__", "__words__"


class TitleFilter(RelatedFieldListFilter):
    """Rows that belong to one of another model's: of those the user may know of, read by their titles alone. There may
    be hundreds, so that what is alike in their links is made once."""

    template = "admin/title_filter.html"

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        known = field.related_model._default_manager.visible_to(request.user)
        return list(known.order_by("title", "pk").values_list("pk", "title"))

    def choices(self, changelist: Any) -> Iterator[Any]:
        if changelist.add_facets:
            yield from super().choices(changelist)
            return
        real, self.lookup_choices = self.lookup_choices, [(_KEY, _WORDS)]
        alike = list(super().choices(changelist))
        self.lookup_choices = real
        for choice in alike:
            if choice["display"] != _WORDS:
                yield choice
                continue
            before, _key, after = choice["query_string"].rpartition(_KEY)
            for key, title in real:
                is_chosen = self.lookup_val is not None and str(key) in self.lookup_val
                yield {"selected": is_chosen, "query_string": f"{before}{key}{after}", "display": title}


def lines_of(title: Any, choices: list[dict[str, Any]], spec: Any) -> SafeString:
    """The filter as unfold makes it, each kind of line by its template once."""
    kinds = sorted({choice["selected"] for choice in choices})
    shell = render_to_string(
        "admin/filter.html",
        {
            "title": title,
            "spec": spec,
            "choices": [{"selected": kind, "query_string": _ADDRESS, "display": _WORDS} for kind in kinds],
        },
    )
    head, *lines = shell.split("<li")
    lines[-1], end, tail = lines[-1].partition("</li>")
    lines[-1] += end
    made = dict(zip(kinds, (_parts_of(f"<li{line}") for line in lines), strict=True))
    return mark_safe("".join((head, *(_line(made[one["selected"]], one) for one in choices), tail)))  # noqa: S308


def _parts_of(line: str) -> tuple[str, list[str]]:
    """What stands before the address, and what stands around the words."""
    before, rest = line.split(_ADDRESS)
    return before, rest.split(_WORDS)


def _line(parts: tuple[str, list[str]], choice: dict[str, Any]) -> str:
    before, around = parts
    return f"{before}{escape(iri_to_uri(choice['query_string']))}{_escaped(choice['display']).join(around)}"


def _escaped(words: Any) -> str:
    return words.__html__() if hasattr(words, "__html__") else escape(str(words))
