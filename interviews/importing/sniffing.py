"""What a pasted or uploaded transcript is, and reading it."""

from __future__ import annotations

import codecs

from interviews.importing import shapes
from interviews.importing.feishu import is_feishu, read_feishu
from interviews.importing.mending import mend
from interviews.importing.parsed import Imported, Note, Source, Unreadable
from interviews.importing.subtitles import is_subtitles, read_subtitles
from interviews.importing.tencent import is_tencent, read_tencent

_MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_transcript(content: bytes, *, candidate_name: str = "") -> Imported:
    """The turns of a transcript in any shape we know: Feishu's or Tencent Meeting's JSON, SubRip, WebVTT.

    Raises `Unreadable`: "empty", "unknown_encoding", "not_json", "wrong_shape", "unknown_shape", "error_response",
    "nothing_said".
    """
    text, notes = decoded(content)
    source = _source(text)
    imported = mend(source, candidate_name=candidate_name)
    return Imported(imported.turns, imported.starts_at, (*notes, *imported.notes))


def decoded(content: bytes) -> tuple[str, tuple[Note, ...]]:
    """The text, by its mark, as UTF-8, or as GB18030; the latter is said."""
    if not content.strip():
        raise Unreadable("empty")
    try:
        for mark, encoding in _MARKED:
            if content.startswith(mark):
                return content.decode(encoding), ()
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        raise Unreadable("unknown_encoding") from None
    if "\0" in text:
        raise Unreadable("unknown_encoding")
    return text, (Note("encoding", {"count": 1, "encoding": "GB18030"}),)


def _source(text: str) -> Source:
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        raise Unreadable("empty")
    if start[0] in "{[" and not is_subtitles(start[:200]):
        return read_json(start)
    if start.startswith("WEBVTT") or is_subtitles(start):
        return read_subtitles(start)
    raise Unreadable("unknown_shape")


def read_json(text: str) -> Source:
    data = shapes.load(text)
    if is_tencent(data):
        return read_tencent(data)
    if is_feishu(data):
        return read_feishu(data)
    if data in ([], {}):
        raise Unreadable("nothing_said")
    raise Unreadable("unknown_shape")
