"""The way to the network for the clients of Feishu and Tencent Meeting, which use `requests`.

It holds for them what `common.fetch` holds for media: only public addresses, judged on the very address the socket
then uses; no proxy of the environment, no redirect, bounded size and time. Whatever is no answer in JSON becomes a
`FarSideError` here, before a client library stumbles over it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.util import connection as sockets

from common import fetch
from interviews.importing.pulling.far_side import FarSideError

CONNECT_SECONDS = 10
_CHUNK = 64 * 1024
# The two services' own, and the usual ones: seconds until one may ask again.
_RESET_HEADERS = ("x-ogw-ratelimit-reset", "x-ratelimit-reset", "ratelimit-reset", "retry-after")
_LONGEST_RESET = 300.0


def far_session() -> requests.Session:
    """A session for one far side; close it after use."""
    session = _Session()
    session.trust_env = False
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Adapter(max_retries=0))
    return session


class _Session(requests.Session):
    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """Raises `FarSideError` for whatever is not an answer in JSON."""
        options.update(stream=True, allow_redirects=False, timeout=(CONNECT_SECONDS, settings.IMPORT_TIMEOUT_SECONDS))
        deadline = time.monotonic() + settings.IMPORT_TIMEOUT_SECONDS
        try:
            fetch.check_address(str(request.url))
            response = super().send(request, **options)
            _read(response, deadline)
        except fetch.FetchError as error:
            raise FarSideError(error.code, soon=error.retryable) from None
        except requests.Timeout:
            raise FarSideError("timed_out", soon=True) from None
        except (requests.RequestException, HTTPError, OSError) as error:
            raise FarSideError("unreachable", soon=True, reason=type(error).__name__) from error
        _check(response)
        return response


def _read(response: requests.Response, deadline: float) -> None:
    """The whole body, bounded in size and time; `requests` takes it for read."""
    parts: list[bytes] = []
    size = 0
    for part in response.iter_content(_CHUNK):
        size += len(part)
        if size > settings.IMPORT_MAX_BYTES:
            response.close()
            raise FarSideError("too_large", limit=settings.IMPORT_MAX_BYTES)
        if time.monotonic() > deadline:
            response.close()
            raise FarSideError("timed_out", soon=True)
        parts.append(part)
    response._content = b"".join(parts)


def _check(response: requests.Response) -> None:
    status = response.status_code
    if status == 429:
        raise FarSideError("too_many_requests", soon=True, retry_after_seconds=_reset(response.headers))
    if response.content.lstrip()[:1] != b"{":
        if status >= 500:
            raise FarSideError("far_side_failed", soon=True, number=status, message="")
        raise FarSideError("bad_answer", retryable=True, status=status)


def _reset(headers: Mapping[str, str]) -> float | None:
    for name in _RESET_HEADERS:
        try:
            seconds = float(headers.get(name, ""))
        except ValueError:
            continue
        if seconds > 1e9:  # some write the moment, not the wait
            seconds -= time.time()
        return min(max(0.0, seconds), _LONGEST_RESET)
    return None


def _connect(this: Any) -> Any:
    """A socket to a judged address of the connection's host."""
    address = fetch.judged_address(this.host, this.port)
    try:
        return sockets.create_connection(
            (address, this.port), this.timeout, source_address=this.source_address, socket_options=this.socket_options
        )
    except TimeoutError as error:
        raise ConnectTimeoutError(this, f"{this.host} did not answer in time") from error
    except OSError as error:
        raise NewConnectionError(this, f"{this.host} cannot be reached: {error}") from error


class _Plain(HTTPConnection):
    def _new_conn(self) -> Any:
        return _connect(self)


class _Secure(HTTPSConnection):
    def _new_conn(self) -> Any:
        return _connect(self)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
