"""All of a candidate's data as one zip, made while it is sent: one piece of one file in memory at a time."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import IO, Any, cast

from common import clock, storage
from interviews.enums import MediaState
from interviews.models import Interview, MediaFile

_CHUNK = 256 * 1024
_NOT_IN_NAMES = re.compile(r"[^\w.\- ]+")
_LONGEST_NAME = 100


class _Sink:
    """Where the zip is written to: what is there is taken and sent. It cannot be sought in."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, content: bytes) -> int:
        self._pieces.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is kept back."""

    def take(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def archived(interview: Interview, content: Mapping[str, Any]) -> Iterator[bytes]:
    """``data.json`` with ``content``, and every stored recording below ``recordings/``, unpacked as it is.

    A recording that is deleted meanwhile is left out."""
    sink, day = _Sink(), clock.now().timetuple()[:6]
    with zipfile.ZipFile(cast("IO[bytes]", sink), "w", zipfile.ZIP_STORED) as archive:
        text = json.dumps(content, ensure_ascii=False, indent=1, default=str)
        described = zipfile.ZipInfo("data.json", day)
        described.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(described, text.encode())
        yield sink.take()
        for number, file in enumerate(_recordings(interview), start=1):
            yield from _recording(archive, sink, file, zipfile.ZipInfo(_name(number, file), day))
    yield sink.take()


def _recordings(interview: Interview) -> list[MediaFile]:
    files = MediaFile.objects.filter(interview=interview, state=MediaState.STORED, key__isnull=False)
    return list(files.order_by("created_at", "pk"))


def _recording(archive: zipfile.ZipFile, sink: _Sink, file: MediaFile, described: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        source = storage.media().open(str(file.key))
    except OSError:
        return
    with source, archive.open(described, "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK):
            target.write(chunk)
            yield sink.take()


def _name(number: int, file: MediaFile) -> str:
    """A name that no unpacker takes for a path, and that is there once."""
    plain = _NOT_IN_NAMES.sub("_", PurePosixPath(file.file_name).name).lstrip(".")[-_LONGEST_NAME:]
    return f"recordings/{number:02}-{plain or 'recording'}"
