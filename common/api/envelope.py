"""The envelope ``{code, message, data}`` around every answer under /v1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from rest_framework.negotiation import BaseContentNegotiation

from common.api.rendering import FastJSON


class Finished(dict):
    """A body that has its shape already (an error, a replay): the renderer leaves it as it is."""


def error_envelope(*, code: int, message: str, errors: Mapping[str, Any] | None = None) -> Finished:
    body = Finished(code=code, message=message, data=None)
    if errors:
        body["errors"] = errors
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    if request_id:
        body["request_id"] = request_id
    return body


class EnvelopeRenderer(FastJSON):
    """Wraps what a view returns."""

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        if not isinstance(data, Finished):
            data = {"code": 0, "message": "success", "data": data}
        return super().render(data, accepted_media_type, renderer_context)


class JSONOnly(BaseContentNegotiation):
    """Answers are JSON whatever ``Accept`` says."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        content_type = (request.content_type or "").split(";")[0].strip().lower()
        for parser in parsers:
            if content_type == parser.media_type or (not content_type and parser.media_type == "application/json"):
                return parser
        return None

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type
