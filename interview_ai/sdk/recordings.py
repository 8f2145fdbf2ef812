"""Recordings sent in parts while they are made, or afterwards from a file; what was sent is not sent twice."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from functools import partial
from typing import BinaryIO

from interview_ai.sdk.flow import Flow, Offload
from interview_ai.sdk.models import Answer, RecordingSegment
from interview_ai.sdk.resource import Mode, Resource, endpoint
from interview_ai.sdk.transport import Call, at
from interview_ai.sdk.uploads import guess_content_type, name_of, opened

# Well below what the server takes at once; a network that breaks loses no more than this.
PART_BYTES = 1024 * 1024
_LONGEST_PART_MS = 60_000


class Recordings(Resource[Mode]):
    """``create`` a place, ``append`` parts in order, ``finish``; or ``send`` a file, which does all three."""

    @endpoint
    def create(
        self,
        interview_id: str,
        *,
        question_id: str,
        content_type: str,
        key: str | None = None,
        new_take: bool = False,
    ) -> Call[RecordingSegment]:
        """A place for what one recorder gives. The same ``key`` (32 hexadecimal digits) again gives the same place,
        with the number of the part that is expected next: that is how sending is taken up again."""
        return _create(interview_id, question_id, content_type, key or uuid.uuid4().hex, new_take)

    @endpoint
    def append(
        self, interview_id: str, *, key: str, number: int, content: bytes, length_ms: int | None = None
    ) -> Call[int]:
        """Send part ``number`` (from 0, in order); the number that comes next. A part that is there changes nothing.

        Raises `Conflict` for a part out of order: ``create`` with the same key says which one is expected."""
        return _append(interview_id, key, number, content, length_ms)

    @endpoint
    def finish(self, interview_id: str, *, question_id: str, transcript: str | None = None) -> Call[Answer]:
        """Hand in what was sent as the question's answer. Again: the first answer."""
        return _finish(interview_id, question_id, transcript)

    @endpoint
    def send(
        self,
        interview_id: str,
        path_or_file: str | os.PathLike[str] | BinaryIO,
        *,
        question_id: str,
        seconds: float,
        content_type: str | None = None,
        key: str | None = None,
        transcript: str | None = None,
        part_bytes: int = PART_BYTES,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Flow[Answer]:
        """Send a recording of so many ``seconds`` part by part, and hand it in.

        With the ``key`` of an earlier try and the same ``part_bytes`` it goes on where that one broke off.
        ``on_progress`` hears (bytes sent, bytes in all). Raises ValueError for a name that does not tell the type."""
        if part_bytes < 1:
            raise ValueError("part_bytes must be positive")
        content_type = content_type or guess_content_type(name_of(path_or_file))
        source = yield Offload(lambda: opened(path_or_file))
        with source as file:
            size = yield Offload(lambda: file.seek(0, os.SEEK_END))
            place = yield from self._session.perform(
                _create(interview_id, question_id, content_type, key or uuid.uuid4().hex, False)
            )
            number = place.expected
            while number * part_bytes < size:
                content = yield Offload(partial(_part, file, number * part_bytes, part_bytes))
                length = min(_LONGEST_PART_MS, round(1000 * seconds * len(content) / size))
                following = yield from self._session.perform(_append(interview_id, place.key, number, content, length))
                number = max(number + 1, following)
                if on_progress is not None:
                    on_progress(min(number * part_bytes, size), size)
        return (yield from self._session.perform(_finish(interview_id, question_id, transcript)))


def _part(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    return file.read(size)


def _create(interview_id: str, question_id: str, content_type: str, key: str, new_take: bool) -> Call[RecordingSegment]:
    body = {"question_id": question_id, "key": key, "content_type": content_type, "new_take": new_take}
    return Call("POST", at("/interviews/{}/recordings", interview_id), RecordingSegment.from_json, body=body)


def _append(interview_id: str, key: str, number: int, content: bytes, length_ms: int | None) -> Call[int]:
    path = at("/interviews/{}/recordings/{}/{}", interview_id, key, str(number))
    return Call("PUT", path, _expected, query={"ms": length_ms}, content=content)


def _finish(interview_id: str, question_id: str, transcript: str | None) -> Call[Answer]:
    body = {"question_id": question_id, "transcript": transcript}
    return Call("POST", at("/interviews/{}/recordings/finish", interview_id), Answer.from_json, body=body)


def _expected(data: object) -> int:
    return RecordingSegment.from_json(data).expected
