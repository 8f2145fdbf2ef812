"""A stand-in for the server: answers by (method, path) and a list of what was asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx

from interview_ai.sdk import AsyncInterviewClient, InterviewClient, RetryPolicy

BASE_URL = "https://api.example.com/v1"
Answer = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


def ok(data: Any, *, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json={"code": 0, "message": "success", "data": data})


def refused(status: int, code: int, message: str = "no", **more: Any) -> httpx.Response:
    headers = more.pop("headers", {})
    return httpx.Response(status, json={"code": code, "message": message, "data": None, **more}, headers=headers)


class FakeApi:
    """Gives the answers queued for a route in turn, the last one for ever; an exception is raised instead."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self._answers: dict[tuple[str, str], list[Answer]] = {}

    def on(self, method: str, path: str, *answers: Answer) -> None:
        self._answers[method, path] = list(answers)

    def handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        queue = self._answers[request.method, request.url.path.removeprefix("/v1")]
        answer = queue.pop(0) if len(queue) > 1 else queue[0]
        if isinstance(answer, Exception):
            raise answer
        if not isinstance(answer, httpx.Response):
            return answer(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def client(self, *, access_token: str | None = "token", **options: Any) -> InterviewClient:
        options = {"retry": RetryPolicy(base_seconds=0.001), **options}
        return InterviewClient(BASE_URL, access_token, transport=httpx.MockTransport(self.handle), **options)

    def async_client(self, *, access_token: str | None = "token", **options: Any) -> AsyncInterviewClient:
        options = {"retry": RetryPolicy(base_seconds=0.001), **options}
        return AsyncInterviewClient(BASE_URL, access_token, transport=httpx.MockTransport(self.handle), **options)

    def body(self, number: int = -1) -> Any:
        return json.loads(self.requests[number].content)
