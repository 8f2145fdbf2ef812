"""Which answers speak which language: an error's body, status and headers are chosen by the address it belongs to.

``ERROR_SHAPES`` in the settings names a class for each prefix, the most exact first; everything that answers with an
error (views, unknown paths, bodies cut off, a failure outside any view) asks `shape_of`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from common.api.envelope import Finished, error_envelope
from common.errors import ApplicationError, NotAuthenticated


class ErrorShape:
    """How errors look below one prefix."""

    def status(self, error: ApplicationError) -> int:
        return error.status

    def body(self, error: ApplicationError) -> Finished:
        raise NotImplementedError

    def headers(self, error: ApplicationError) -> dict[str, str]:
        """Headers of this error's answer."""
        return {"Retry-After": str(error.retry_after_seconds)} if error.retry_after_seconds is not None else {}

    def every_answer(self, request_id: str) -> dict[str, str]:
        """Headers of every answer below the prefix, successes too."""
        return {}


class EnvelopeErrors(ErrorShape):
    """``{code, message, data}``: ours."""

    def body(self, error: ApplicationError) -> Finished:
        return error_envelope(code=error.code, message=error.message, errors=error.errors)

    def headers(self, error: ApplicationError) -> dict[str, str]:
        named = {"WWW-Authenticate": "Bearer"} if isinstance(error, NotAuthenticated) else {}
        return {**super().headers(error), **named}


class CodedErrors(ErrorShape):
    """For interfaces with codes of their own. ``codes`` gives HTTP status and code by class of error, the nearest
    class counts; ``failure`` is what is our fault; for the rest the HTTP status is both."""

    codes: Mapping[type[ApplicationError], tuple[int, int]] = {}
    failure: tuple[int, int] = (500, 500)

    def status(self, error: ApplicationError) -> int:
        return self.code_of(error)[0]

    def code_of(self, error: ApplicationError) -> tuple[int, int]:
        """(HTTP status, code)."""
        for kind in type(error).__mro__:
            if kind in self.codes:
                return self.codes[kind]
        return self.failure if error.status >= 500 else (error.status, error.status)


def shape_of(path: str) -> ErrorShape | None:
    """The shape of errors at ``path``; None where no interface for programs is. A slash too many at the start, which
    careless clients make, changes nothing."""
    path = f"/{path.lstrip('/')}"
    for prefix, name in settings.ERROR_SHAPES:
        if path == prefix or path.startswith(f"{prefix}/"):
            return _shape(name)
    return None


@cache
def _shape(name: str) -> Any:
    return import_string(name)()
