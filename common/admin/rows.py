"""Rows of the admin's lists: unfold's HTML, with what is the same in every row worked out once for each column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.admin import utils
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import FieldIsAForeignKeyColumnName, lookup_field
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from unfold.templatetags import unfold_list
from unfold.utils import display_for_field, display_for_value

from common.admin.lists import label_of

_field_named: Any = utils._get_non_gfk_field  # type: ignore[attr-defined]
_TEMPLATE = "admin/change_list_results.html"
_ROW = SafeString("<!--row-->")  # no text of anybody's: those are escaped
_KEY = "__key__"
_BOX = "action_checkbox"

# What stands in a cell, and whether it stays in one line.
_Said = tuple[Any, bool]


def table_of(context: Context, cl: Any) -> SafeString:
    """The table of a list. Unfold's template is filled with three empty rows, and ours put between what it made."""
    if not _is_plain(context, cl):
        return _filled(context, unfold_list.result_list(context, cl))
    headers = list(unfold_list.result_headers(cl))
    blanks = [unfold_list.UnfoldResultList(None, None, [_ROW]) for _blank in range(3 if cl.result_list else 0)]
    shell = _filled(context, _values(cl, headers, blanks))
    return _put_between(shell.split(_ROW), list(_rows(cl, headers))) if blanks else shell


def _is_plain(context: Context, cl: Any) -> bool:
    """Whether nothing is asked for but rows of cells with a link to the page of each."""
    page = cl.model_admin
    has_more = context.get("actions_row") or getattr(page, "list_sections", None) or page.ordering_field
    is_chosen_from = cl.is_popup or cl.to_field
    return not (has_more or is_chosen_from or cl.formset) and isinstance(cl.lookup_opts.pk, models.IntegerField)


def _values(cl: Any, headers: list[dict[str, Any]], rows: list[Any]) -> dict[str, Any]:
    return {
        "cl": cl,
        "result_hidden_fields": [],
        "result_headers": headers,
        "num_sorted_fields": sum(1 for header in headers if header["sortable"] and header["sorted"]),
        "results": rows,
    }


def _filled(context: Context, values: dict[str, Any]) -> SafeString:
    template: Any = context.template
    return template.engine.get_template(_TEMPLATE).render(context.new(values))


def _put_between(parts: list[str], rows: list[str]) -> SafeString:
    """``parts`` of a shell of three rows: its head, what stands after an odd row and after an even one, its end."""
    head, *joints, end = parts
    after = [joint for pair in zip(rows[:-1], joints * len(rows), strict=False) for joint in pair]
    return mark_safe("".join((head, *after, rows[-1], end)))  # noqa: S308  (every cell is escaped)


@dataclass(frozen=True, slots=True)
class _Column:
    """How the cells of a column are made. ``opens`` is the tag's start, for words that may be broken and for such as
    may not; ``link`` is what stands before and after a row's key in the start of its link."""

    say: Callable[[Any], _Said]
    opens: tuple[str, str]
    closes: str
    link: tuple[str, str] | None = None

    def cell(self, row: Any) -> str:
        said, in_one_line = self.say(row)
        start = self.opens[in_one_line]
        if self.link:
            start = f"{start}{self.link[0]}{row.pk}{self.link[1]}"
        return f"{start}{conditional_escape(said)}{self.closes}"


def _rows(cl: Any, headers: list[dict[str, Any]]) -> Iterator[str]:
    columns = list(_columns(cl, headers))
    for row in cl.result_list:
        yield "".join([column.cell(row) for column in columns])


def _columns(cl: Any, headers: list[dict[str, Any]]) -> Iterator[_Column]:
    """The first that is linked heads its row."""
    links = cl.list_display_links
    has_head = False
    for number, (name, header) in enumerate(zip(cl.list_display, headers, strict=True)):
        is_linked = links is not None and (name in links or not (links or has_head))
        tag = "th" if is_linked and not has_head else "td"
        has_head = has_head or is_linked
        label = _("Select record") if number == 0 and not is_linked else header["text"]
        link = _link_of(cl) if is_linked else None
        yield _Column(_say(cl, name), _starts(tag, name, number, label), f"{'</a>' if link else ''}</{tag}>", link)


def _starts(tag: str, name: Any, number: int, label: Any) -> tuple[str, str]:
    field = unfold_list._coerce_field_name(name, number)
    classes = unfold_list.CHECKBOX_CLASSES if name == _BOX else [f"field-{field}", *unfold_list.ROW_CLASSES]
    known = " ".join(classes)
    said = conditional_escape(label)
    return f'<{tag} class="{known}" data-label="{said}">', f'<{tag} class="{known} nowrap" data-label="{said}">'


def _link_of(cl: Any) -> tuple[str, str] | None:
    """None where rows have no page."""
    names = cl.opts.app_label, cl.opts.model_name
    try:
        address = reverse("admin:{}_{}_change".format(*names), args=(_KEY,), current_app=cl.model_admin.admin_site.name)
    except NoReverseMatch:
        return None
    kept = add_preserved_filters({"preserved_filters": cl.preserved_filters, "opts": cl.opts}, address)
    before, _key, after = str(conditional_escape(kept)).partition(_KEY)
    return f'<a href="{before}', f'{after}" class="{" ".join(unfold_list.LINK_CLASSES)}" >'


def _say(cl: Any, name: Any) -> Callable[[Any], _Said]:
    page = cl.model_admin
    empty = page.get_empty_value_display()
    field = _field_of(cl, name)
    if field is not None:
        return _where_there_is_one(_said_by_field(field, empty), empty)
    if callable(name) or (hasattr(page, name) and name != "__str__"):
        made = name if callable(name) else getattr(page, name)
        return _where_there_is_one(lambda row: _said_by(made, made(row), empty), empty)
    return _where_there_is_one(lambda row: _said_by(*lookup_field(name, row, page)[1:], empty), empty)


def _where_there_is_one(say: Callable[[Any], _Said], empty: Any) -> Callable[[Any], _Said]:
    """A row need not have what is asked for."""

    def say_or_leave_empty(row: Any) -> _Said:
        try:
            return say(row)
        except ObjectDoesNotExist:
            return empty, False

    return say_or_leave_empty


def _field_of(cl: Any, name: Any) -> Any:
    """The field that a column shows as it is; None where something else says it."""
    if callable(name):
        return None
    try:
        field = _field_named(cl.lookup_opts, name)
    except (FieldDoesNotExist, FieldIsAForeignKeyColumnName):
        return None
    return None if field.auto_created else field


def _said_by_field(field: Any, empty: Any) -> Callable[[Any], _Said]:
    name = field.name
    if isinstance(field.remote_field, models.ManyToOneRel):
        return lambda row: (empty if (value := getattr(row, name)) is None else value, True)
    if field.flatchoices or isinstance(field, models.BooleanField):
        return _said_by_one_of_few(field, empty)
    in_one_line = isinstance(field, models.DateField | models.TimeField)
    return lambda row: (display_for_field(getattr(row, name), field, empty), in_one_line)


def _said_by_one_of_few(field: Any, empty: Any) -> Callable[[Any], _Said]:
    known: dict[Any, _Said] = {}

    def say(row: Any) -> _Said:
        value = getattr(row, field.name)
        if value not in known:
            known[value] = conditional_escape(display_for_field(value, field, empty)), False
        return known[value]

    return say


def _said_by(made: Any, value: Any, empty: Any) -> _Said:
    """What the function or attribute ``made`` gave, in the form it asks for."""
    empty = getattr(made, "empty_value_display", empty)
    in_one_line = isinstance(value, dt.date | dt.time)
    if kinds := getattr(made, "label", False):
        return label_of(value, empty, kinds), in_one_line
    if getattr(made, "boolean", False):
        return _mark(value, get_language()), in_one_line
    return display_for_value(value, empty), in_one_line


@lru_cache(maxsize=32, typed=True)
def _mark(value: Any, _language: str | None) -> str:
    return display_for_value(value, "", boolean=True)
