"""What a socket brings along as proof: a token in its address, or the session cookie from a page of ours."""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.http.request import validate_host
from django.utils import translation

Scope = Mapping[str, Any]


def token_of(scope: Scope) -> str | None:
    """``?token=``, or None where the address has none. An empty one is a token, and a wrong one."""
    given = parse_qs(scope.get("query_string", b"").decode("utf-8", "replace"), keep_blank_values=True).get("token")
    return given[0] if given else None


def language_of(scope: Scope) -> str:
    """The language for sentences in frames, as `LocaleMiddleware` would choose it from the header."""
    wanted = _header(scope, b"accept-language")
    for part in wanted.split(","):
        try:
            return translation.get_supported_language_variant(part.split(";")[0].strip())
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def is_from_our_own_page(scope: Scope) -> bool:
    """Whether the browser says that a page of this site opened the socket.

    A cookie is sent along whoever opens a socket, so it proves nothing without this. A client that is no browser and
    names no origin uses a token.
    """
    origin, host = _header(scope, b"origin"), _header(scope, b"host")
    if not origin or not validate_host(_without_port(host), settings.ALLOWED_HOSTS):
        return False
    if origin in {*settings.CSRF_TRUSTED_ORIGINS, settings.PUBLIC_BASE_URL.rstrip("/")}:
        return True
    parts = urlsplit(origin)
    return parts.scheme in {"http", "https"} and parts.netloc.lower() == host.lower()


def user_of_session(scope: Scope) -> Any:
    """Who is signed in by the session cookie (`AnonymousUser` for nobody). Reads the database."""
    try:
        cookies = SimpleCookie(_header(scope, b"cookie"))
    except CookieError:
        cookies = SimpleCookie()
    morsel = cookies.get(settings.SESSION_COOKIE_NAME)
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(morsel.value if morsel else None)
    return get_user(request)


def _header(scope: Scope, name: bytes) -> str:
    found = next((value for key, value in scope.get("headers", ()) if key.lower() == name), b"")
    return found.decode("latin-1")


def _without_port(host: str) -> str:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
    return f"[{name}]" if ":" in name else name
