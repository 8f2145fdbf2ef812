"""A conversation as pages and files show it: one version of the words, the original or the tidied one. No database
here; `selectors.paragraphs_from` reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from interviews.enums import SpeakerRole, TranscriptSource

Words = Sequence[tuple[str, int, int]]  # text, start and end in milliseconds


class ShownSpeaker(NamedTuple):
    """As `Speaker`."""

    key: str
    role: str
    name_zh: str
    name_en: str
    user_id: str

    def get_role_display(self) -> str:
        return str(SpeakerRole(self.role).label)


class ShownSentence(NamedTuple):
    """As `Sentence`; ``text``, ``first_word`` and ``words`` are those of the version, and the words are there where
    they were asked for."""

    number: int
    start_ms: int
    end_ms: int
    source: str
    original_text: str
    text: str
    first_word: int
    words: Words = ()

    def get_source_display(self) -> str:
        return str(TranscriptSource(self.source).label)


class ShownParagraph(NamedTuple):
    """As `Paragraph`, with all its sentences, also those that are empty in this version."""

    number: int
    start_ms: int
    end_ms: int
    question_id: str
    answer_id: str
    overlaps: bool
    speaker: ShownSpeaker
    sentences: list[ShownSentence]


class ShownMinute(NamedTuple):
    """A sentence with who said it, and nothing more."""

    start_ms: int
    text: str
    role: str
    name_zh: str
    name_en: str
