"""Plain text, one paragraph a line."""

from __future__ import annotations

from collections.abc import Iterable

from interviews.transcripts.files.lines import Line, clean, clock_time


def txt(paragraphs: Iterable[Line]) -> str:
    return "".join(f"[{clock_time(line.start_ms)}] {clean(line.speaker)}: {clean(line.text)}\n" for line in paragraphs)
