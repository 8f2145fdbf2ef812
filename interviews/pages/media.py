"""Reading stored media through signed, expiring addresses, with byte ranges so that players can seek."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

import filetype
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from common import storage
from common.streams import Streamed

_RANGE = re.compile(r"^bytes=([0-9]{0,18})-([0-9]{0,18})$")
_CHUNK = 256 * 1024


def serve_media(request: HttpRequest, token: str) -> HttpResponse | Streamed:
    """The file a `LocalMedia.read_url` names; 404 for a changed or expired address."""
    try:
        key = storage.key_of_media_token(token)
    except storage.BadSignature:
        return HttpResponseNotFound()
    stored = storage.media().inspect(key)
    if stored is None:
        return HttpResponseNotFound()
    span = _requested(request.headers.get("Range", ""), stored.size)
    if span is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size}"})
    start, end = span
    response = Streamed(_read(storage.media().open(key), start, end), status=200)
    response["Content-Type"] = filetype.guess_mime(stored.head) or "application/octet-stream"
    response["Content-Length"] = str(end - start)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = "inline"
    if request.headers.get("Range"):
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{stored.size}"
    return response


def _requested(header: str, size: int) -> tuple[int, int] | None:
    """(start, end) of the asked range, the whole file without one, None when it cannot be given."""
    if not header:
        return 0, size
    match = _RANGE.match(header)
    if match is None or match.group(1) == match.group(2) == "":
        return None
    first, last = match.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    return (start, end) if start < end else None


def _read(file: IO[bytes], start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = end - start
        while left > 0:
            chunk = file.read(min(_CHUNK, left))
            if not chunk:
                return
            left -= len(chunk)
            yield chunk
