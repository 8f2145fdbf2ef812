"""Every operation below /v1, read from the addresses themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern

from common.api.views import UnknownPath
from interview_ai.urls import api

_PART = re.compile(r"<(?:\w+:)?(\w+)>")
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """``path`` is below /v1, with its parts as in the schema (``/positions/{position_id}``)."""

    method: str
    path: str
    view: type[Any]

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"


def operations() -> list[Operation]:
    """Without the schema, its page, and what answers to unknown paths."""
    found = []
    for route, callback in _walk(api):
        view = getattr(callback, "cls", None)
        if view is not None and not view.__module__.startswith("drf_spectacular") and view is not UnknownPath:
            path = "/" + _PART.sub(r"{\1}", route)
            found += [Operation(method, path, view) for method in METHODS if hasattr(view, method)]
    return found


def _walk(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from _walk(pattern.url_patterns, route)
