"""A client for tests: signs in as a person, speaks JSON, unpacks the envelope."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client, TestCase

from accounts.models import User
from accounts.tokens import new_pair


@dataclass(frozen=True)
class Answer:
    """What came back: the HTTP status and the envelope's parts."""

    status: int
    code: int
    message: str
    data: Any
    errors: Any
    headers: Any
    body: Any


class ApiClient:
    """``ApiClient(user).post("/positions", {...})``; paths are below /v1."""

    def __init__(self, user: User | None = None, *, language: str = "zh-CN") -> None:
        self.client = Client()
        self.headers = {"accept-language": language}
        if user is not None:
            self.headers["authorization"] = f"Bearer {new_pair(user)[0]}"

    def get(self, path: str, **query: Any) -> Answer:
        return self._answer(self.raw("get", f"/v1{path}", data=query))

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self._send("post", path, body, headers)

    def patch(self, path: str, body: Any = None) -> Answer:
        return self._send("patch", path, body, {})

    def delete(self, path: str) -> Answer:
        return self._send("delete", path, None, {})

    def raw(self, method: str, path: str, **options: Any) -> Any:
        """The plain response; what waits for the commit is run, as after a real request."""
        options["headers"] = {**self.headers, **options.get("headers", {})}
        with TestCase.captureOnCommitCallbacks(execute=True):
            return getattr(self.client, method)(path, **options)

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
        content = body if isinstance(body, str | bytes) else json.dumps({} if body is None else body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        options = {"data": content, "content_type": "application/json", "headers": named}
        return self._answer(self.raw(method, f"/v1{path}", **options))

    def _answer(self, response: Any) -> Answer:
        body = json.loads(response.content)
        return Answer(
            status=response.status_code,
            code=body["code"],
            message=body["message"],
            data=body["data"],
            errors=body.get("errors"),
            headers=response.headers,
            body=body,
        )
