"""Reading the environment, and what must not reach a log."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

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
    ],
)
def test_signed_addresses_are_not_logged(request_line):
    hidden = _hide_signed_addresses(None, "info", {"request": request_line})["request"]
    assert "abc" not in hidden
    assert "/u/t" not in hidden
    assert "…" in hidden
