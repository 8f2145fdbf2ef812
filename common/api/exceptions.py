"""Every error leaves through here and is shaped once."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions as drf
from rest_framework.response import Response

from common import errors
from common.api.shapes import EnvelopeErrors, shape_of
from common.busy import Busy, is_busy

logger = structlog.get_logger(__name__)


def handle(error: Exception, context: dict[str, Any]) -> Response:
    """REST framework's hook: any exception of a view becomes an answer in its address's shape."""
    shaped = _as_application_error(error)
    if shaped is None:
        request = context.get("request")
        logger.exception("unhandled_error", path=getattr(request, "path", None), exc_info=error)
        shaped = errors.ApplicationError()
    return respond(shaped, context.get("request"))


def respond(error: errors.ApplicationError, request: Any = None) -> Response:
    shape = shape_of(request.path if request is not None else "") or EnvelopeErrors()
    return Response(shape.body(error), status=shape.status(error), headers=shape.headers(error))


def json_error(error: errors.ApplicationError, *, path: str) -> JsonResponse:
    """The same for places outside REST framework (unknown paths, server errors)."""
    shape = shape_of(path) or EnvelopeErrors()
    return JsonResponse(
        shape.body(error),
        status=shape.status(error),
        headers=shape.headers(error),
        json_dumps_params={"ensure_ascii": False},
    )


def _as_application_error(error: Exception) -> errors.ApplicationError | None:
    if isinstance(error, errors.ApplicationError):
        return error
    if isinstance(error, drf.ValidationError):
        return _from_validation(error)
    if isinstance(error, Http404 | drf.NotFound):
        return errors.NotFound()
    if isinstance(error, drf.NotAuthenticated | drf.AuthenticationFailed):
        return errors.NotAuthenticated()
    if isinstance(error, PermissionDenied | drf.PermissionDenied):
        return errors.NotAllowed()
    if isinstance(error, drf.MethodNotAllowed):
        return errors.MethodNotAllowed()
    if isinstance(error, RequestDataTooBig):
        return errors.BodyTooLarge(limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2)
    if isinstance(error, drf.UnsupportedMediaType):
        return errors.UnsupportedMedia()
    if isinstance(error, drf.ParseError):
        return errors.InvalidInput.on("body", _("The body is not a valid JSON object."))
    if is_busy(error):
        logger.warning("database_busy", exc_info=error)
        return Busy()
    return None


def _from_validation(error: drf.ValidationError) -> errors.InvalidInput:
    detail = error.detail
    fields = detail if isinstance(detail, dict) else {"non_field_errors": detail}
    shaped = errors.InvalidInput(errors=fields)
    name, sentence = _first_sentence(fields)
    if sentence:
        words: Any = sentence if name == "non_field_errors" else f"{name}: {sentence}"
        shaped.template = words
    return shaped


def _first_sentence(detail: Any, name: str = "") -> tuple[str, str]:
    if isinstance(detail, dict):
        for key, value in detail.items():
            found = _first_sentence(value, f"{name}.{key}" if name else str(key))
            if found[1]:
                return found
    elif isinstance(detail, list | tuple):
        for value in detail:
            found = _first_sentence(value, name)
            if found[1]:
                return found
    elif detail:
        return name, str(detail)
    return name, ""


def not_found(request: HttpRequest, exception: Exception | None = None) -> Any:
    """``handler404``: JSON where programs ask, the plain page elsewhere."""
    if shape_of(request.path):
        return json_error(errors.NotFound(), path=request.path)
    from django.views.defaults import page_not_found

    return page_not_found(request, exception or Http404())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> Any:
    """``handler400``."""
    if shape_of(request.path):
        too_big = isinstance(exception, RequestDataTooBig)
        return json_error(errors.TooLarge() if too_big else errors.InvalidInput(), path=request.path)
    from django.views.defaults import bad_request as plain

    return plain(request, exception or BadRequest())


def server_error(request: HttpRequest) -> Any:
    """``handler500``."""
    if shape_of(request.path):
        return json_error(errors.ApplicationError(), path=request.path)
    from django.views.defaults import server_error as plain

    return plain(request)
