"""Files sent to the store, without passing through the API."""

from __future__ import annotations

import asyncio
import mimetypes
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import BinaryIO

import httpx

from interview_ai.sdk.flow import Flow, Offload
from interview_ai.sdk.models import PresignedUpload, StoredUpload, Upload
from interview_ai.sdk.resource import Mode, Resource, endpoint
from interview_ai.sdk.transport import Call, api_error, at, envelope

CHUNK_BYTES = 256 * 1024

# Where Python's own table has no answer, or one that is not the registered name.
CONTENT_TYPES = {
    ".m4a": "audio/mp4",
    ".mkv": "video/x-matroska",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".weba": "audio/webm",
    ".webm": "video/webm",
    ".webp": "image/webp",
}


class Uploads(Resource[Mode]):
    @endpoint
    def presign(
        self, *, file_type: str, file_name: str, content_type: str, interview_id: str | None = None
    ) -> Call[PresignedUpload]:
        """Ask where to send a file; ``file_type`` is audio, video or image."""
        return _presign(file_type, file_name, content_type, interview_id)

    @endpoint
    def get(self, upload_id: str) -> Call[StoredUpload]:
        """What was uploaded, with a signed address to read it back."""
        return Call("GET", at("/uploads/{}", upload_id), StoredUpload.from_json)

    @endpoint
    def upload(
        self,
        path_or_file: str | os.PathLike[str] | BinaryIO,
        *,
        file_type: str | None = None,
        file_name: str | None = None,
        content_type: str | None = None,
        interview_id: str | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Flow[Upload]:
        """Send a file, given by path or as a seekable binary file, in chunks.

        Types are taken from the name unless given. ``on_progress`` hears (bytes sent, bytes in all); a retry starts
        again from 0. Raises ValueError for a name that does not tell the type, OSError for an unreadable file.
        """
        name = file_name or name_of(path_or_file)
        content_type = content_type or guess_content_type(name)
        file_type = file_type or content_type.partition("/")[0]
        source = yield Offload(lambda: opened(path_or_file))
        with source as file:
            body = FileStream(file, on_progress=on_progress)
            place = yield from self._session.perform(_presign(file_type, name, content_type, interview_id))
            response = yield from self._session.attempt(
                lambda: _put_request(self._session.url_of(place.upload_url), place, body, content_type)
            )
        if not response.is_success:
            raise api_error(response, envelope(response))
        return Upload(file_url=place.file_url or place.file_key, file_key=place.file_key, size=body.size)


class FileStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A file as a request's body, for either client, read from its start each time it is sent."""

    def __init__(self, file: BinaryIO, *, on_progress: Callable[[int, int], None] | None = None) -> None:
        self._file = file
        self._on_progress = on_progress
        self.size = file.seek(0, os.SEEK_END)

    def __iter__(self) -> Iterator[bytes]:
        self._rewind()
        while chunk := self._file.read(CHUNK_BYTES):
            yield chunk
            self._report(self._file.tell())

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._rewind()
        while chunk := await asyncio.to_thread(self._file.read, CHUNK_BYTES):
            yield chunk
            self._report(self._file.tell())

    def _rewind(self) -> None:
        self._file.seek(0)
        self._report(0)

    def _report(self, sent: int) -> None:
        if self._on_progress is not None:
            self._on_progress(sent, self.size)


def guess_content_type(name: str) -> str:
    """The MIME type a file name tells; raises ValueError when it tells none of sound, video or picture."""
    suffix = Path(name).suffix.lower()
    found = CONTENT_TYPES.get(suffix) or mimetypes.guess_type(name)[0] or ""
    if found.partition("/")[0] not in ("audio", "video", "image"):
        raise ValueError(f"cannot tell the media type of {name!r}; give content_type")
    return found


def _presign(file_type: str, file_name: str, content_type: str, interview_id: str | None) -> Call[PresignedUpload]:
    body = {
        "file_type": file_type,
        "file_name": file_name,
        "content_type": content_type,
        "interview_id": interview_id,
    }
    return Call("POST", "/uploads/presign", PresignedUpload.from_json, body=body)


def _put_request(url: httpx.URL, place: PresignedUpload, body: FileStream, content_type: str) -> httpx.Request:
    """No token of ours goes with it: the address alone is the permission, and it may be another's server."""
    headers = httpx.Headers({"Host": url.netloc.decode("ascii"), "Content-Type": content_type, **place.headers})
    headers["Content-Length"] = str(body.size)
    return httpx.Request(place.method, url, headers=headers, stream=body)


def opened(path_or_file: str | os.PathLike[str] | BinaryIO) -> AbstractContextManager[BinaryIO]:
    """The file, closed on the way out when it was opened here."""
    if isinstance(path_or_file, str | os.PathLike):
        return closing(open(path_or_file, "rb"))
    return nullcontext(path_or_file)


def name_of(path_or_file: str | os.PathLike[str] | BinaryIO) -> str:
    """The name of a file; raises ValueError for one without."""
    source = path_or_file if isinstance(path_or_file, str | os.PathLike) else getattr(path_or_file, "name", None)
    if not isinstance(source, str | os.PathLike):
        raise ValueError("a file without a name needs file_name")
    return Path(source).name
