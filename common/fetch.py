"""Fetching an address someone gave us, without letting it reach our own network.

An address that itself names a private host is refused when it is given (`check_address`). Where a name resolves to
is judged at connect time, on the very address the socket then uses, again for each redirect (`download`).
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
import unicodedata
from pathlib import Path
from typing import Any

import httpcore
import httpx
from django.conf import settings

_LOCAL_NAMES = ("localhost", "local", "internal", "localdomain", "home.arpa")
_CHUNK = 256 * 1024
MAX_REDIRECTS = 5
# IPv6 networks whose addresses end in an IPv4 one: RFC 4291 (compatible), 2765 (translated), 6052 (NAT64).
_ENDING_IN_IPV4 = [ipaddress.IPv6Network(network) for network in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96")]
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215: where in it the IPv4 address stands, each site says


class FetchError(Exception):
    """Why an address was not fetched; ``code`` is stable, ``retryable`` says whether later may be better."""

    def __init__(self, code: str, detail: str, *, retryable: bool = False) -> None:
        super().__init__(detail)
        self.code, self.detail, self.retryable = code, detail, retryable


def check_address(url: str) -> None:
    """Refuse (`FetchError`) a scheme other than https and a host that is a local or private address in any spelling."""
    try:
        parsed = httpx.URL(url)
        host = parsed.host
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("bad_address", f"The address cannot be read: {error}") from None
    allowed = {"https", "http"} if settings.FETCH_ALLOW_HTTP else {"https"}
    if parsed.scheme not in allowed or not host:
        raise FetchError("bad_scheme", "Only https addresses are fetched.")
    if parsed.userinfo:
        raise FetchError("bad_address", "An address with a user name is not fetched.")
    literal = _literal_address(host)
    if literal is not None and not _is_allowed(literal):
        raise FetchError("private_address", "The address names a host that is not public.")
    name = unicodedata.normalize("NFKC", host).lower().rstrip(".")
    if literal is None and ("." not in name or name.split(".")[-1] in _LOCAL_NAMES or name.endswith(_LOCAL_NAMES)):
        raise FetchError("private_address", "The address names a host that is not public.")


def download(url: str, target: Path) -> None:
    """Stream ``url`` to ``target`` within the size and time limits of the settings. Raises `FetchError`."""
    deadline = time.monotonic() + settings.FETCH_TIMEOUT_SECONDS
    with guarded_client(timeout_seconds=15, whole_seconds=settings.FETCH_TIMEOUT_SECONDS) as client:
        for _hop in range(MAX_REDIRECTS + 1):
            check_address(url)
            try:
                with client.stream("GET", url) as response:
                    if response.is_redirect:
                        url = str(response.next_request.url) if response.next_request else ""
                        continue
                    _keep(response, target, deadline)
                    return
            except httpx.HTTPError as error:
                if time.monotonic() >= deadline:
                    raise _too_slow() from None
                raise FetchError("unreachable", f"The address did not answer: {error}", retryable=True) from error
    raise FetchError("too_many_redirects", "The address redirects too often.")


def guarded_client(*, timeout_seconds: float, whole_seconds: float | None = None) -> httpx.Client:
    """A client that connects to public addresses alone, without proxies of the environment; it follows no redirect.
    ``timeout_seconds`` bounds each wait, ``whole_seconds`` all of them together. Ask `check_address` first; where an
    address leads elsewhere a request raises `FetchError`."""
    deadline = None if whole_seconds is None else time.monotonic() + whole_seconds
    return httpx.Client(transport=_transport(deadline), timeout=httpx.Timeout(timeout_seconds), trust_env=False)


def judged_address(host: str, port: int) -> str:
    """One address ``host`` resolves to, to connect to at once. Raises `FetchError` unless every one may be fetched."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError("unreachable", f"The host has no address: {error}", retryable=True) from None
    addresses = [ipaddress.ip_address(str(entry[4][0]).split("%")[0]) for entry in found]
    if not addresses or not all(_is_allowed(address) for address in addresses):
        raise FetchError("private_address", "The address leads to a host that is not public.")
    return str(addresses[0])


def _keep(response: httpx.Response, target: Path, deadline: float) -> None:
    if response.status_code != 200:
        retryable = response.status_code in {408, 425, 429} or response.status_code >= 500
        raise FetchError("bad_status", f"The address answered {response.status_code}.", retryable=retryable)
    size = 0
    with target.open("wb") as file:
        for chunk in response.iter_bytes(_CHUNK):
            size += len(chunk)
            if size > settings.FETCH_MAX_BYTES:
                raise FetchError("too_large", f"The file is larger than {settings.FETCH_MAX_BYTES} bytes.")
            if time.monotonic() > deadline:
                raise _too_slow()
            file.write(chunk)


def _too_slow() -> FetchError:
    return FetchError("too_slow", f"The file took longer than {settings.FETCH_TIMEOUT_SECONDS} s.")


def _literal_address(host: str) -> Any:
    """The IP address a host spells, also as one number, in octal, in hexadecimal or in full-width digits."""
    plain = unicodedata.normalize("NFKC", host).strip("[]").rstrip(".")
    try:
        return ipaddress.ip_address(plain.split("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.ip_address(socket.inet_aton(plain))
    except (OSError, ValueError):
        return None


def _is_allowed(address: Any) -> bool:
    if any(address in ipaddress.ip_network(net) for net in settings.FETCH_ALLOWED_NETWORKS):
        return True
    inner = _inner_ipv4(address)
    if inner is not None:
        return _is_allowed(inner)
    if address.version == 6 and (address.is_site_local or address in _LOCAL_NAT64):
        return False
    return address.is_global and not address.is_multicast


def _inner_ipv4(address: Any) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to."""
    if address.version == 4 or address.is_unspecified or address.is_loopback:
        return None
    if any(address in network for network in _ENDING_IN_IPV4):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


class _PublicOnly(httpcore.NetworkBackend):
    """Resolves a name, judges every address it gives and connects to one of those, not to the name again."""

    def __init__(self, deadline: float | None = None) -> None:
        self._backend = httpcore.SyncBackend()
        self._deadline = deadline

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *args: Any, **options: Any
    ) -> httpcore.NetworkStream:
        timeout = _left(timeout, self._deadline)
        stream = self._backend.connect_tcp(judged_address(host, port), port, timeout, *args, **options)
        return stream if self._deadline is None else _Hurried(stream, self._deadline)

    def connect_unix_socket(self, *args: Any, **options: Any) -> httpcore.NetworkStream:
        raise FetchError("private_address", "Sockets are not fetched.")

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


class _Hurried(httpcore.NetworkStream):
    """A stream whose every wait ends by one deadline, so that no far side holds us by sending a byte at a time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout, self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout, self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, _left(timeout, self._deadline))
        return _Hurried(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(timeout: float | None, deadline: float | None) -> float | None:
    """Seconds this wait may take."""
    if deadline is None:
        return timeout
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("The whole time is over.")
    return left if timeout is None else min(timeout, left)


def _transport(deadline: float | None = None) -> httpx.HTTPTransport:
    transport = httpx.HTTPTransport(trust_env=False)
    transport._pool = httpcore.ConnectionPool(
        ssl_context=httpx.create_ssl_context(trust_env=False), network_backend=_PublicOnly(deadline)
    )
    return transport
