"""One family of errors with stable codes. Words are translatable templates on the class, filled from parameters.

An app adds its own by subclassing the class whose code fits and setting ``template``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _


class ApplicationError(Exception):
    """Something the caller is told about. ``errors`` holds lists of sentences by field."""

    code = 50001
    status = 500
    template: Any = _("Something went wrong on our side.")  # lazy, or plain once it is filled
    retry_after_seconds: int | None = None  # when trying again may help

    def __init__(self, *, errors: Mapping[str, Any] | None = None, **params: Any) -> None:
        super().__init__(type(self).__name__)
        self.errors = errors
        self.params = params

    @property
    def message(self) -> str:
        return str(self.template) % self.params if self.params else str(self.template)

    def __str__(self) -> str:
        return self.message


class InvalidInput(ApplicationError):
    code, status, template = 40001, 400, _("The request is not valid.")

    @classmethod
    def on(cls, field: str, sentence: Any) -> InvalidInput:
        """An error about one field, its sentence also the message."""
        error = cls(errors={field: [str(sentence)]})
        error.template = sentence
        return error


class NotAuthenticated(ApplicationError):
    code, status, template = 40101, 401, _("Please sign in.")


class NotAllowed(ApplicationError):
    code, status, template = 40301, 403, _("You may not do this.")


class NotFound(ApplicationError):
    code, status, template = 40401, 404, _("There is nothing here, or it is not yours.")


class MethodNotAllowed(ApplicationError):
    code, status, template = 40501, 405, _("This address does not answer to that method.")


class Conflict(ApplicationError):
    code, status, template = 40901, 409, _("This does not fit the present state.")


class TooLarge(ApplicationError):
    code, status, template = 41301, 413, _("The body is too large.")


class BodyTooLarge(TooLarge):
    template = _("The body is larger than %(limit)s MB.")


class UnsupportedMedia(ApplicationError):
    code, status, template = 41501, 415, _("This kind of content is not accepted here.")


class TooMany(ApplicationError):
    """``retry_after_seconds`` says when to come back."""

    code, status, template = 42901, 429, _("Too many requests. Please try again in %(retry_after_seconds)s seconds.")
    rate: Any = None  # how the caller stands, for the answer's headers

    def __init__(self, *, retry_after_seconds: int = 60, **params: Any) -> None:
        super().__init__(retry_after_seconds=retry_after_seconds, **params)
        self.retry_after_seconds = retry_after_seconds


class Unavailable(ApplicationError):
    code, status, template = 50301, 503, _("The service is not available just now. Please try again shortly.")
