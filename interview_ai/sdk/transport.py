"""From a `Call` to a result: requests built, retried, authorised again when a token ran out, answers understood."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import httpx

from interview_ai.sdk.errors import (
    BY_STATUS,
    APIError,
    ConnectionFailed,
    InterviewAIError,
    RateLimited,
    ServerError,
    TimeoutExceeded,
)
from interview_ai.sdk.flow import AsyncRunner, BlockingRunner, Exclusive, Flow, Send, Sleep
from interview_ai.sdk.models import Login, Page
from interview_ai.sdk.retry import RetryPolicy, retry_after_seconds
from interview_ai.sdk.version import __version__

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One request to the API and how to read its answer.

    ``parse`` gets the envelope's ``data``, or with ``raw`` the whole response. Entries of ``query`` and ``body`` that
    are None are left out. A ``body`` that is a function is asked at every try: for what a renewed token changes.
    """

    method: str
    path: str
    parse: Callable[[Any], T]
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None = None
    files: Mapping[str, tuple[str, bytes]] | None = None  # then ``body`` goes along as the fields of a form
    content: bytes | None = None  # a body as it is
    authenticated: bool = True
    raw: bool = False


@dataclass(slots=True)
class Tokens:
    """The credentials in use; ``on_change`` hears of every new pair, so that it can be kept."""

    access: str | None = None
    refresh: str | None = None
    on_change: Callable[[str, str | None], None] | None = None

    def adopt(self, login: Login) -> None:
        self.access = login.access_token
        self.refresh = login.refresh_token or self.refresh
        if self.on_change is not None:
            self.on_change(self.access, self.refresh)

    def forget(self) -> None:
        self.access = self.refresh = None


class Session:
    """What both clients share: everything but how a step is carried out."""

    def __init__(
        self, *, http: httpx.Client | httpx.AsyncClient, tokens: Tokens, retry: RetryPolicy, language: str | None
    ) -> None:
        self.tokens = tokens
        self._http = http
        self._retry = retry
        self._language = language

    def perform(self, call: Call[T]) -> Flow[T]:
        """Do the call; raises an `InterviewAIError` when it fails."""
        key = uuid.uuid4().hex if call.method == "POST" else None
        token = self.tokens.access
        response = yield from self.attempt(lambda: self._request(call, key))
        if response.status_code == 401 and call.authenticated and self.tokens.refresh:
            yield Exclusive(self._renew(stale=token))
            response = yield from self.attempt(lambda: self._request(call, key))
        return understand(call, response)

    def attempt(self, make: Callable[[], httpx.Request]) -> Flow[httpx.Response]:
        """Send what ``make`` returns, again while the retry policy says so."""
        for attempt in count():
            try:
                response: httpx.Response = yield Send(make())
            except httpx.RequestError as error:
                delay = self._retry.delay_after_error(error, attempt=attempt)
                if delay is None:
                    raise connection_error(error) from error
            else:
                delay = self._retry.delay_after_response(response, attempt=attempt)
                if delay is None:
                    return response
            yield Sleep(delay)
        raise AssertionError("unreachable")

    def url_of(self, location: str) -> httpx.URL:
        """``location`` as an absolute URL; a relative one is read against the API's."""
        return self._http.base_url.join(location)

    def _request(self, call: Call[Any], key: str | None) -> httpx.Request:
        headers = {"User-Agent": f"interview-ai-python/{__version__}"}
        if self._language:
            headers["Accept-Language"] = self._language
        if call.authenticated and self.tokens.access:
            headers["Authorization"] = f"Bearer {self.tokens.access}"
        if key:
            headers["Idempotency-Key"] = key
        given = call.body() if callable(call.body) else call.body
        body = None if given is None else without_none(given)
        content: dict[str, Any] = {"data": body, "files": call.files} if call.files else {"json": body}
        if call.content is not None:
            headers["Content-Type"] = "application/octet-stream"
            content = {"content": call.content}
        return self._http.build_request(
            call.method, call.path, params=without_none(call.query), headers=headers, **content
        )

    def renew(self) -> Flow[None]:
        """Get a new access token for the present one."""
        yield Exclusive(self._renew(stale=self.tokens.access))

    def _renew(self, *, stale: str | None) -> Flow[None]:
        if self.tokens.access != stale:  # another thread or task was first
            return
        self.tokens.adopt((yield from self.perform(refresh_call(self.tokens.refresh))))


class BlockingSession(Session):
    def __init__(self, http: httpx.Client, **options: Any) -> None:
        super().__init__(http=http, **options)
        self._runner = BlockingRunner(http)

    def run(self, operation: Call[T] | Flow[T]) -> T:
        return self._runner.run(self.perform(operation) if isinstance(operation, Call) else operation)

    def iterate(self, fetch: Callable[[int], Call[Page[T]]]) -> Iterator[T]:
        for number in count(1):
            page = self.run(fetch(number))
            yield from page.items
            if not page.has_next:
                return


class AsyncSession(Session):
    def __init__(self, http: httpx.AsyncClient, **options: Any) -> None:
        super().__init__(http=http, **options)
        self._runner = AsyncRunner(http)

    async def run(self, operation: Call[T] | Flow[T]) -> T:
        return await self._runner.run(self.perform(operation) if isinstance(operation, Call) else operation)

    async def iterate(self, fetch: Callable[[int], Call[Page[T]]]) -> AsyncIterator[T]:
        for number in count(1):
            page = await self.run(fetch(number))
            for item in page.items:
                yield item
            if not page.has_next:
                return


def at(path: str, *ids: str) -> str:
    """``path`` with an id in place of each ``{}``; raises ValueError for an empty id, which would name the whole
    list."""
    if not all(ids):
        raise ValueError(f"{path} needs an id")
    return path.format(*(quote(one, safe="") for one in ids))


def refresh_call(refresh_token: str | None) -> Call[Login]:
    return Call(
        "POST",
        "/users/refresh-token",
        Login.from_json,
        body={"refresh_token": refresh_token},
        authenticated=False,
    )


def without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` without the entries that are None, dates as ISO 8601."""
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in values.items()
        if value is not None
    }


def understand(call: Call[T], response: httpx.Response) -> T:
    """The call's result, or the error the response stands for."""
    body = envelope(response)
    if not response.is_success or (not call.raw and body.get("code") != 0):
        raise api_error(response, body)
    return call.parse(response if call.raw else body.get("data"))


def envelope(response: httpx.Response) -> Mapping[str, Any]:
    """The answer's ``{code, message, data}``; empty when it is something else, such as a proxy's page."""
    if "json" not in response.headers.get("content-type", ""):
        return {}
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def api_error(response: httpx.Response, body: Mapping[str, Any]) -> APIError:
    status = response.status_code
    kind = BY_STATUS.get(status, ServerError if status >= 500 else APIError)
    errors = body.get("errors")
    details: dict[str, Any] = {
        "code": body.get("code"),
        "status": status,
        "request_id": body.get("request_id") or response.headers.get("x-request-id"),
        "errors": errors if isinstance(errors, Mapping) else None,
    }
    if kind is RateLimited:
        details["retry_after"] = retry_after_seconds(response)
    default = "the answer is not this API's; check base_url" if response.is_success else response.reason_phrase
    return kind(str(body.get("message") or default), **details)


def connection_error(error: httpx.RequestError) -> InterviewAIError:
    reason = str(error) or type(error).__name__
    where = error.request.url.copy_with(query=None)  # a query may hold a signature
    if isinstance(error, httpx.TimeoutException):
        return TimeoutExceeded(f"no answer in time from {where}: {reason}")
    return ConnectionFailed(f"could not reach {where}: {reason}")
