"""What somebody said, before it is cut into paragraphs, sentences and words.

Our own interviews, the importers and the diarized recordings all arrive as turns; `interviews.services.conversations`
makes the stored transcript from them, one way for all.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word; punctuation stands with the word before it. Integer milliseconds from the start of the interview."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Voice:
    """Who spoke. ``key`` tells speakers of one interview apart; ``role`` is a `SpeakerRole`."""

    key: str
    role: str
    name_zh: str = ""
    name_en: str = ""
    user_id: str = ""  # a public id of ours, or what the far side calls this person


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of speech of one person.

    ``words`` are the recogniser's or the far side's; without them times are shared out over ``text`` by length.
    ``source`` is a `TranscriptSource`. ``question_id`` and ``answer_id`` are public ids where the turn asks or
    answers a question. Times are integer milliseconds from the start of the interview.

    A sentence never runs over the end of a turn. Words of an ``imported`` turn stay as the far side cut them. ``whole``
    says that the turn is one sentence already and is cut no further, nor are its words; ``continues`` whether it goes
    on with the paragraph of the turn before it (None: as speaker, pause and length say).
    """

    voice: Voice
    start_ms: int
    end_ms: int
    text: str
    words: tuple[Word, ...] = ()
    source: str = "asr"
    question_id: str = ""
    answer_id: str = ""
    overlaps: bool = False  # somebody else speaks meanwhile
    whole: bool = False
    continues: bool | None = None
