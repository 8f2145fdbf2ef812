"""What a parser reads out of somebody else's transcript, and what importing makes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from interviews.transcripts.turns import Turn, Voice


class Unreadable(Exception):
    """The source cannot be imported. ``code`` is stable, ``params`` fill its sentence (`importing.wording`)."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Note:
    """Something odd about the source, and mended: a stable code with parameters."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawWord:
    """A word as the source has it: times as numbers of whatever unit, None where missing."""

    text: str
    start: float | None
    end: float | None


@dataclass(frozen=True, slots=True)
class Utterance:
    """One stretch of speech as the source has it. ``speaker`` is a key of `Source.voices`, empty where unknown.
    ``whole`` and ``continues`` as in `Turn`: what the source itself says of sentences and paragraphs."""

    speaker: str
    text: str
    start: float | None
    end: float | None = None
    words: tuple[RawWord, ...] = ()
    whole: bool = False
    continues: bool | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A transcript as read, nothing mended yet. A voice with an empty role is to be guessed. ``absolute``: times
    count from 1970, else from the start. ``unit_known``: times are milliseconds beyond doubt."""

    utterances: tuple[Utterance, ...]
    voices: Mapping[str, Voice]
    absolute: bool = False
    unit_known: bool = False
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """Turns in the order of time, from 0; ``starts_at`` is None where the source does not say it."""

    turns: tuple[Turn, ...]
    starts_at: dt.datetime | None = None
    notes: tuple[Note, ...] = ()
