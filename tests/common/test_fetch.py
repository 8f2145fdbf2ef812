"""Fetching an address someone gave us."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from common import fetch

BODY = b"RIFF" + b"x" * 100_000


class Site(BaseHTTPRequestHandler):
    """/file gives bytes, /to?ADDRESS redirects there, /loop to itself, /broken fails, /forever and /drip never end."""

    def do_GET(self):
        if self.path.startswith("/to?"):
            self._redirect(self.path[4:])
        elif self.path == "/loop":
            self._redirect("/loop")
        elif self.path == "/broken":
            self.send_error(503)
        elif self.path == "/forever":
            self._forever()
        elif self.path == "/drip":
            self._drip()
        else:
            self.send_response(200)
            self.send_header("Content-Length", str(len(BODY)))
            self.end_headers()
            self.wfile.write(BODY)

    def _redirect(self, address):
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def _forever(self):
        self.send_response(200)
        self.end_headers()
        try:
            for _chunk in range(10_000):
                self.wfile.write(b"x" * 4096)
        except OSError:
            return

    def _drip(self):
        self.send_response(200)
        self.end_headers()
        try:
            while not self.server.closing.wait(0.02):
                self.wfile.write(b"x")
        except OSError:
            return

    def log_message(self, *args):
        return


@pytest.fixture
def site(settings):
    """A site on this machine that the settings allow, by address."""
    settings.FETCH_ALLOW_HTTP = True
    settings.FETCH_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    server = HTTPServer(("127.0.0.1", 0), Site)
    server.closing = threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.closing.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_download_keeps_the_bytes(site, tmp_path):
    fetch.download(f"{site}/file", tmp_path / "got")
    assert (tmp_path / "got").read_bytes() == BODY


def test_download_follows_a_redirect_to_a_public_place(site, tmp_path):
    fetch.download(f"{site}/to?{site}/file", tmp_path / "got")
    assert (tmp_path / "got").stat().st_size == len(BODY)


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2/file", "http://[::1]/file", "https://10.0.0.1/", "file:///etc/passwd"]
)
def test_download_judges_every_redirect_again(site, tmp_path, target):
    with pytest.raises(fetch.FetchError) as caught:
        fetch.download(f"{site}/to?{target}", tmp_path / "got")
    assert caught.value.code in {"private_address", "bad_scheme"}
    assert not (tmp_path / "got").exists()


def test_download_judges_what_a_name_resolves_to(site, tmp_path, monkeypatch):
    private = [(2, 1, 6, "", ("10.1.2.3", 443))]
    monkeypatch.setattr(fetch.socket, "getaddrinfo", lambda *args, **options: private)
    with pytest.raises(fetch.FetchError) as caught:
        fetch.download("https://looks-public.example/file", tmp_path / "got")
    assert caught.value.code == "private_address"


def test_download_gives_up_on_a_loop(site, tmp_path):
    with pytest.raises(fetch.FetchError) as caught:
        fetch.download(f"{site}/loop", tmp_path / "got")
    assert caught.value.code == "too_many_redirects"


def test_download_stops_at_the_size_limit(site, tmp_path, settings):
    settings.FETCH_MAX_BYTES = 10_000
    with pytest.raises(fetch.FetchError) as caught:
        fetch.download(f"{site}/file", tmp_path / "got")
    assert caught.value.code == "too_large"


def test_download_stops_at_the_time_limit(site, tmp_path, settings):
    settings.FETCH_TIMEOUT_SECONDS = 0
    with pytest.raises(fetch.FetchError) as caught:
        fetch.download(f"{site}/forever", tmp_path / "got")
    assert caught.value.code == "too_slow"


def test_download_is_not_held_by_a_byte_at_a_time(site, tmp_path, settings):
    settings.FETCH_TIMEOUT_SECONDS = 0.2
    with pytest.raises(fetch.FetchError) as caught:
        fetch.download(f"{site}/drip", tmp_path / "got")
    assert (caught.value.code, caught.value.retryable) == ("too_slow", False)


def test_download_tells_what_may_be_tried_again(site, tmp_path):
    with pytest.raises(fetch.FetchError) as caught:
        fetch.download(f"{site}/broken", tmp_path / "got")
    assert (caught.value.code, caught.value.retryable) == ("bad_status", True)


@pytest.mark.parametrize(
    "host",
    [
        "[::ffff:10.0.0.1]",
        "[::10.0.0.1]",
        "[::ffff:0:10.0.0.1]",
        "[64:ff9b::10.0.0.1]",
        "[64:ff9b:1:a00:0:100::]",
        "[2002:a00:1::]",
        "[fec0::1]",
        "[fe80::1]",
        "[fd00::1]",
        "[::1]",
        "[::]",
    ],
)
def test_address_of_ipv6_that_leads_to_a_private_one_is_refused(host):
    with pytest.raises(fetch.FetchError) as caught:
        fetch.check_address(f"https://{host}/file")
    assert caught.value.code == "private_address"


@pytest.mark.parametrize("host", ["[2606:4700:4700::1111]", "[64:ff9b::8.8.8.8]", "[::ffff:8.8.8.8]", "8.8.8.8"])
def test_address_that_is_public_is_taken(host):
    fetch.check_address(f"https://{host}/file")
