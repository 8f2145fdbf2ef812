"""The site of the admin: unfold's, without work that its pages do not show."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin import sites
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from unfold import fields
from unfold.apps import BasicAppConfig
from unfold.sites import UnfoldAdminSite

from common.admin import values
from common.admin.json import shown_json
from common.admin.menu import menu


class Site(UnfoldAdminSite):
    """The list of all models is made where a page shows it: most show the menu alone."""

    index_title = _("Dashboard")

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        return menu(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        return SimpleLazyObject(lambda: super(Site, self).get_app_list(request, app_label))


class SiteConfig(BasicAppConfig):
    """Unfold, with this site as the admin's."""

    default = True

    def ready(self) -> None:
        admin.site = sites.site = Site()
        fields.prettify_json = shown_json  # of what is shown, not changed
        values.settle()
