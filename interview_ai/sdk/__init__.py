"""The client library of the interview evaluation API.

::

    from interview_ai import InterviewClient

    with InterviewClient.login(base_url="https://host/v1", email=..., password=...) as client:
        interview = client.interviews.create(position_id="pos_...")
"""

from __future__ import annotations

from interview_ai.sdk.client import AsyncInterviewClient, InterviewClient
from interview_ai.sdk.errors import (
    APIError,
    BadRequest,
    Conflict,
    ConnectionFailed,
    Forbidden,
    ImportFailed,
    InterviewAIError,
    NotFound,
    RateLimited,
    ReportFailed,
    ServerError,
    TimeoutExceeded,
    TooLarge,
    Unauthorized,
    Unavailable,
    UnsupportedMedia,
)
from interview_ai.sdk.models import Event
from interview_ai.sdk.retry import RetryPolicy
from interview_ai.sdk.version import __version__

__all__ = [
    "APIError",
    "AsyncInterviewClient",
    "BadRequest",
    "Conflict",
    "ConnectionFailed",
    "Event",
    "Forbidden",
    "ImportFailed",
    "InterviewAIError",
    "InterviewClient",
    "NotFound",
    "RateLimited",
    "ReportFailed",
    "RetryPolicy",
    "ServerError",
    "TimeoutExceeded",
    "TooLarge",
    "Unauthorized",
    "Unavailable",
    "UnsupportedMedia",
    "__version__",
]
