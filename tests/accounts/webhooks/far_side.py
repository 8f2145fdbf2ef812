"""Another program's address: keeps what it gets, answers as told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Listener:
    """``answers`` are given in turn: a status, a status with headers, "silence" (until the test ends) or "drip" (a byte
    of the head at a time); 204 when there are no more."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: list[Any] = []
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.over = threading.Event()


@contextmanager
def listening() -> Iterator[Listener]:
    listener = Listener()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(listener))
    server.daemon_threads = True
    listener.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield listener
    finally:
        listener.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(listener: Listener) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            answer = listener.answers.pop(0) if listener.answers else 204
            if answer == "silence":
                listener.over.wait()
            elif answer == "drip":
                self._drip()
            else:
                self._send(*(answer if isinstance(answer, tuple) else (answer, {})))

        def _send(self, status: int, headers: dict[str, str]) -> None:
            text = b"" if status == 204 else b"thank you\x00" * 500
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            try:
                self.wfile.write(text)
            except OSError:
                return

        def _drip(self) -> None:
            while not listener.over.wait(0.02):
                try:
                    self.wfile.write(b"H")
                except OSError:
                    return

        def log_message(self, *args: Any) -> None:
            return

    return Handler
