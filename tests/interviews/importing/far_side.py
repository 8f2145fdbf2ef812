"""A far side of one's own: answers as Feishu and Tencent Meeting do, and fails on command."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.interviews.importing.samples import TALK, feishu, tencent

TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal"


class FarSide:
    """Serves ``talk`` in pages. ``troubles`` are taken one a request for a transcript, in turn: a status with a body
    and headers, "drop", "slow", "html", or a function that changes the far side and lets the request go on."""

    def __init__(self, address: str = "") -> None:
        self.address = address
        self.talk = list(TALK)
        self.page_size = 100
        self.troubles: list[Any] = []
        self.token_answer: dict[str, Any] = {"code": 0, "msg": "ok", "tenant_access_token": "t-1", "expire": 7200}
        self.asked: list[dict[str, str]] = []
        self.tokens: list[dict[str, str]] = []

    def minutes(self, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Page tokens name the number of sentences and the place; another number makes them invalid."""
        token = query.get("page_token", "")
        start = 0
        if token:
            count, _, place = token.partition("-")
            if int(count) != len(self.talk):
                return 400, {"code": 1002002, "msg": "invalid page_token"}
            start = int(place)
        size = min(int(query.get("page_size", "20")), self.page_size)
        end = start + size
        whole = feishu(self.talk)
        more = end < len(self.talk)
        data = {"minutes": {"sentences": whole["data"]["minutes"]["sentences"][start:end]}, "has_more": more}
        if more:
            data["page_token"] = f"{len(self.talk)}-{end}"
        return 200, {"code": 0, "msg": "ok", "data": data}

    def details(self, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        start = int(query.get("pid", "0"))
        end = start + min(int(query.get("limit", "1000")), self.page_size + ("pid" in query))
        whole = tencent(self.talk)
        paragraphs = whole["minutes"]["paragraphs"][start:end]
        return 200, {"more": end < len(self.talk), "minutes": {**whole["minutes"], "paragraphs": paragraphs}}


@contextmanager
def far_side() -> Iterator[FarSide]:
    side = FarSide()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(side))
    server.daemon_threads = True
    side.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield side
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(side: FarSide) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            side.tokens.append(json.loads(body))
            self._send(200, side.token_answer)

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            side.asked.append({**query, "authorization": self.headers.get("Authorization", "")})
            trouble = side.troubles.pop(0) if side.troubles else None
            if callable(trouble):
                trouble(side)
            elif trouble is not None:
                self._fail(trouble)
                return
            serve = side.minutes if parts.path.endswith("minutes") else side.details
            self._send(*serve(query))

        def _fail(self, trouble: Any) -> None:
            if trouble == "drop":
                self.connection.close()
            elif trouble == "slow":
                time.sleep(1.5)
                self._send(200, {"code": 0})
            elif trouble == "html":
                self._send(200, None, raw=b"<html>maintenance</html>")
            else:
                status, body, headers = trouble
                self._send(status, body, headers)

        def _send(self, status: int, body: Any, headers: dict[str, str] | None = None, raw: bytes = b"") -> None:
            content = raw or json.dumps(body).encode()
            try:
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                return

        def log_message(self, *args: Any) -> None:
            return

    return Handler
