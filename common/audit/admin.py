"""The trail in the admin: looked at, never changed."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.admin.base import ReadOnlyAdmin
from common.audit.enums import Verb
from common.audit.models import TrailEntry


@admin.register(TrailEntry)
class TrailAdmin(ReadOnlyAdmin):
    list_display = ("at", "shown_verb", "shown_actor", "about", "subject", "organization")
    list_filter = ("verb",)
    search_fields = ("about", "subject", "actor__username", "actor__email", "application_id")
    date_hierarchy = "at"
    fields = ("at", "verb", "actor", "application_id", "organization", "about", "subject", "facts")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("actor", "organization")

    @display(description=_("What"), ordering="verb")
    def shown_verb(self, entry: TrailEntry) -> str:
        return str(Verb(entry.verb).label)

    @display(description=_("Who"), ordering="actor__username")
    def shown_actor(self, entry: TrailEntry) -> str:
        return entry.who or "–"
