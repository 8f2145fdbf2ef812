"""Reading the environment, and what must not reach a log."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import get_resolver

from interview_ai.settings.parts import environment
from interview_ai.settings.parts.logging import _hide_signed_addresses


@pytest.mark.parametrize("value", ["", "   "])
def test_text_that_is_empty_is_the_default(monkeypatch, value):
    monkeypatch.setenv("SOMETHING", value)
    assert environment.text("SOMETHING", "usual") == "usual"


@pytest.mark.parametrize("read", [environment.flag, lambda name: environment.number(name, 1)])
def test_a_wrong_value_is_told_by_name(monkeypatch, read):
    monkeypatch.setenv("SOMETHING", "maybe")
    with pytest.raises(ImproperlyConfigured, match="SOMETHING"):
        read("SOMETHING")


@pytest.mark.parametrize(
    "request_line",
    [
        "GET /media/eyJrZXk:abc:def",
        "PUT /v1/uploads/up_x?token=abc:def&x=1",
        "GET /i/abc:def",
        "GET /password-reset/u/t",
        "GET /login?next=%2Fi%2Fabc%3Adef",
        "GET /console/candidates/?page=2&q=abc%40mail.example",
    ],
)
def test_signed_addresses_are_not_logged(request_line):
    hidden = _hide_signed_addresses(None, "info", {"request": request_line})["request"]
    assert "abc" not in hidden
    assert "/u/t" not in hidden
    assert "…" in hidden


def test_no_address_that_takes_a_secret_is_logged():
    lines = [f"GET /{address}" for address in _addresses_with("token", "secret")]
    assert len(lines) >= 7  # sign-up, password reset, joining, media, invitation, shared report, export
    for line in lines:
        assert SECRET not in _hide_signed_addresses(None, "info", {"request": line})["request"], line


SECRET = "Zr3-abcdefghijklmnopqrstuv"


def _addresses_with(*names):
    """Every address of the site with a parameter of one of these names, the secret in its place."""
    for pattern in get_resolver().url_patterns:
        yield from _filled(pattern, "", names)


def _filled(pattern, before, names):
    address = before + str(pattern.pattern).strip("^$")
    for inner in getattr(pattern, "url_patterns", ()):
        yield from _filled(inner, address, names)
    if not hasattr(pattern, "url_patterns") and set(pattern.pattern.converters or pattern.pattern.regex.groupindex) & {
        *names
    }:
        yield re.sub(r"<str:\w+>|\(\?P<token>[^)]*\)", SECRET, address)
