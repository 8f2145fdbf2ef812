"""The trail in the admin: looked at, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.views import ChangeList

from common.admin.base import ReadOnlyAdmin
from common.audit.enums import Verb
from common.audit.models import TrailEntry
from common.naming import Called, names_of


class _NamedEntries(ChangeList):
    """The entries of a page with the names of what they are about."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        _give_names(self.result_list, request.user)


@admin.register(TrailEntry)
class TrailAdmin(ReadOnlyAdmin):
    list_display = ("at", "shown_verb", "shown_actor", "shown_about", "shown_subject", "organization")
    list_filter = ("verb",)
    search_fields = ("about", "subject", "actor__username", "actor__email", "application_id")
    date_hierarchy = "at"
    fields = ("at", "verb", "shown_actor", "organization", "shown_about", "shown_subject", "facts")
    readonly_fields = ("shown_actor", "shown_about", "shown_subject")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("actor", "organization")

    def get_changelist(self, request: HttpRequest, **_options: Any) -> type[ChangeList]:
        return _NamedEntries

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> TrailEntry | None:
        entry = super().get_object(request, object_id, from_field)
        _give_names([entry] if entry else [], request.user)
        return entry

    @display(description=_("What"), ordering="verb")
    def shown_verb(self, entry: TrailEntry) -> str:
        return str(Verb(entry.verb).label)

    @display(description=_("Who"), ordering="actor__username")
    def shown_actor(self, entry: Any) -> str:
        return entry.who(entry.names) or "–"

    @display(description=_("About"), ordering="about")
    def shown_about(self, entry: Any) -> str:
        return _link(entry.names, entry.about)

    @display(description=_("Of"), ordering="subject")
    def shown_subject(self, entry: Any) -> str:
        return _link(entry.names, entry.subject)


def _give_names(entries: Iterable[Any], actor: Any) -> None:
    """``names``, on each entry, of what all of them name."""
    ids = (public_id for entry in entries for public_id in (entry.about, entry.subject, entry.application_id))
    names = names_of(ids, actor)
    for entry in entries:
        entry.names = names


def _link(names: dict[str, Called], public_id: str) -> str:
    """Kind and name, leading to the row's page; the id of what has no name."""
    called = names.get(public_id)
    if called is None:
        return public_id or "–"
    opts = called.model._meta
    said = f"{capfirst(opts.verbose_name)} · {called.name}"
    try:
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[called.key])
    except NoReverseMatch:
        return said
    return format_html('<a class="underline" href="{}">{}</a>', address, said)
