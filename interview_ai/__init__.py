"""Interview AI: the client library, and the folder of the server's project package.

``from interview_ai import InterviewClient`` needs httpx alone. The names below are loaded on first use, so that
the server, which lives in the same folder, starts without the client and the client without the server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interview_ai.sdk import APIError as APIError
    from interview_ai.sdk import AsyncInterviewClient as AsyncInterviewClient
    from interview_ai.sdk import BadRequest as BadRequest
    from interview_ai.sdk import Conflict as Conflict
    from interview_ai.sdk import ConnectionFailed as ConnectionFailed
    from interview_ai.sdk import Forbidden as Forbidden
    from interview_ai.sdk import ImportFailed as ImportFailed
    from interview_ai.sdk import InterviewAIError as InterviewAIError
    from interview_ai.sdk import InterviewClient as InterviewClient
    from interview_ai.sdk import NotFound as NotFound
    from interview_ai.sdk import RateLimited as RateLimited
    from interview_ai.sdk import ReportFailed as ReportFailed
    from interview_ai.sdk import ServerError as ServerError
    from interview_ai.sdk import TimeoutExceeded as TimeoutExceeded
    from interview_ai.sdk import TooLarge as TooLarge
    from interview_ai.sdk import Unauthorized as Unauthorized
    from interview_ai.sdk import Unavailable as Unavailable
    from interview_ai.sdk import UnsupportedMedia as UnsupportedMedia

__all__ = [
    "APIError",
    "AsyncInterviewClient",
    "BadRequest",
    "Conflict",
    "ConnectionFailed",
    "Forbidden",
    "ImportFailed",
    "InterviewAIError",
    "InterviewClient",
    "NotFound",
    "RateLimited",
    "ReportFailed",
    "ServerError",
    "TimeoutExceeded",
    "TooLarge",
    "Unauthorized",
    "Unavailable",
    "UnsupportedMedia",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from interview_ai import sdk

    return getattr(sdk, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
