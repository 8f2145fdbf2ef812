"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from common.pages import navigation

THEMES = ("light", "dark")
THEME_COOKIE = "theme"


def page(request: HttpRequest) -> dict[str, Any]:
    """The chosen theme (empty: the system's), the languages, and the console's navigation."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "theme": theme if theme in THEMES else "",
        "languages": settings.LANGUAGES,
        "main_links": SimpleLazyObject(lambda: navigation.main_links(getattr(request, "user", None))),
        "settings_links": SimpleLazyObject(lambda: navigation.settings_links(getattr(request, "user", None))),
    }
