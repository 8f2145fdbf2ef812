"""Everything the client raises: one tree under `InterviewAIError`.

::

    InterviewAIError
      APIError            the server answered with an error: code, message, status, request_id, errors
        BadRequest  Unauthorized  Forbidden  NotFound  Conflict  TooLarge  UnsupportedMedia
        RateLimited       retry_after
        ServerError
          Unavailable
      ConnectionFailed    no answer came
      TimeoutExceeded     an answer, or a report, did not come in time
      ReportFailed        the report could not be made
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interview_ai.sdk.models import Import, Report


class InterviewAIError(Exception):
    """Base of every error of this library."""


class APIError(InterviewAIError):
    """The server refused or failed.

    ``code`` is the server's own (40001 and so on; None when something before the server answered), ``status``
    the HTTP status, ``errors`` what was wrong field by field, ``request_id`` what to quote when asking for help.
    """

    def __init__(
        self,
        message: str,
        *,
        code: int | None,
        status: int,
        request_id: str | None = None,
        errors: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status
        self.request_id = request_id
        self.errors: Mapping[str, Any] = errors or {}

    def __str__(self) -> str:
        parts = [f"{self.message} (HTTP {self.status}, code {self.code})"]
        parts += [f"{field}: {problem}" for field, problem in self.errors.items()]
        if self.request_id:
            parts.append(f"request {self.request_id}")
        return "; ".join(parts)


class BadRequest(APIError):
    """400: a parameter is missing or wrong; see ``errors``."""


class Unauthorized(APIError):
    """401: no valid credentials."""


class Forbidden(APIError):
    """403: the role lacks the right."""


class NotFound(APIError):
    """404: no such object, or not one of yours."""


class Conflict(APIError):
    """409: the state does not allow it, such as a second answer to one question."""


class TooLarge(APIError):
    """413: the body or file is over the limit."""


class UnsupportedMedia(APIError):
    """415: a type the server does not take."""


class RateLimited(APIError):
    """429: too many calls. ``retry_after`` is in seconds, None when the server did not say."""

    def __init__(self, message: str, *, retry_after: float | None = None, **details: Any) -> None:
        super().__init__(message, **details)
        self.retry_after = retry_after


class ServerError(APIError):
    """5xx: the server failed."""


class Unavailable(ServerError):
    """503: the server is there but not ready."""


class ConnectionFailed(InterviewAIError):
    """The server could not be reached, or broke the connection off."""


class TimeoutExceeded(InterviewAIError):
    """No answer within the client's time limit, or no finished result within the one given to a wait."""


class ReportFailed(InterviewAIError):
    """The report could not be made. ``reason`` is the server's; ``report`` is what it answered."""

    def __init__(self, reason: str, *, report: Report) -> None:
        super().__init__(reason)
        self.reason = reason
        self.report = report


class ImportFailed(InterviewAIError):
    """The interview could not be brought in. ``reason`` is the server's; ``result`` is what it answered."""

    def __init__(self, reason: str, *, result: Import) -> None:
        super().__init__(reason)
        self.reason = reason
        self.result = result


BY_STATUS: Mapping[int, type[APIError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    413: TooLarge,
    415: UnsupportedMedia,
    429: RateLimited,
    503: Unavailable,
}
