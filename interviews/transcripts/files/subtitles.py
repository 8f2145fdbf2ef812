"""SubRip and WebVTT, one cue a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from interviews.transcripts.files.lines import Line, clean

# pysubs2 reads { as the beginning of a style and \N as a line break; these stand for both until the file is written.
_KEPT = {"{": "\ue000", "}": "\ue001", "\\": "\ue002"}
_TAG = re.compile("<(?=[A-Za-z/!])")
# What would end a cue's text or be read as markup.
_HTML = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))


def srt(lines: Iterable[Line]) -> str:
    """The speaker stands before the text. SubRip knows no escape, so tags are broken up with a space."""
    return _written(((line, f"{_plain(line.speaker)}: {_plain(line.text)}") for line in lines), "srt")


def vtt(lines: Iterable[Line]) -> str:
    """The speaker is the voice of the cue; markup in what was said is escaped."""
    return _written(((line, f"<v {_escaped(line.speaker)}>{_escaped(line.text)}</v>") for line in lines), "vtt")


def _written(cues: Iterable[tuple[Line, str]], form: str) -> str:
    import pysubs2

    file = pysubs2.SSAFile()
    for line, text in cues:
        for mark, kept in _KEPT.items():
            text = text.replace(mark, kept)
        file.append(pysubs2.SSAEvent(start=line.start_ms, end=max(line.end_ms, line.start_ms + 1), text=text))
    file.events.sort(key=lambda event: event.start)
    content = file.to_string(form)
    for mark, kept in _KEPT.items():
        content = content.replace(kept, mark)
    return content


def _plain(text: str) -> str:
    return _TAG.sub("< ", clean(text).replace("-->", "→"))


def _escaped(text: str) -> str:
    text = clean(text)
    for mark, entity in _HTML:
        text = text.replace(mark, entity)
    return text
