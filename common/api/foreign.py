"""Interfaces that others have specified: no envelope, their own names, and parameters read one by one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from common.api.rendering import FastJSON
from common.api.views import ApiView
from common.errors import InvalidInput, MethodNotAllowed

LONGEST_VALUE = 200
_LONGEST_NUMBER = 18  # digits that a database's integers hold


class ForeignView(ApiView):
    """Base of these views. They are described where they come from, so our schema leaves them out."""

    http_method_names = ["get", "head", "post"]
    renderer_classes = [FastJSON]
    schema = None
    idempotent = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed
        super().initial(request, *args, **kwargs)

    @property
    def query(self) -> Parameters:
        return Parameters(self.request)


class Parameters:
    """The query string: every parameter at most once, short, without control characters. All raise `InvalidInput`."""

    def __init__(self, request: Request) -> None:
        self._given = request.query_params

    def text(self, name: str, *, longest: int = LONGEST_VALUE) -> str | None:
        """The value as it was sent; None when the parameter is absent."""
        values = self._given.getlist(name)
        if not values:
            return None
        if len(values) > 1:
            raise InvalidInput.on(name, _("%(name)s must be given once.") % {"name": name})
        value = values[0]
        if len(value) > longest or any(ord(character) < 32 for character in value):
            raise _malformed(name)
        return value

    def demand(self, name: str, *, longest: int = LONGEST_VALUE) -> str:
        """The value, which must be there and not empty."""
        value = self.text(name, longest=longest)
        if not value:
            raise InvalidInput.on(name, _("%(name)s is missing.") % {"name": name})
        return value

    def whole(self, name: str, *, least: int = 0, most: int | None = None) -> int | None:
        """A whole number in plain digits; None when the parameter is absent."""
        value = self.text(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER):
            raise _malformed(name)
        number = int(value)
        if number < least or (most is not None and number > most):
            raise _malformed(name)
        return number


def _malformed(name: str) -> InvalidInput:
    return InvalidInput.on(name, _("%(name)s has no valid value.") % {"name": name})
