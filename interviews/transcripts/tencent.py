"""A conversation in the shapes of Tencent Meeting's record transcripts: details, paragraphs, search."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from interviews.transcripts.shown import ShownParagraph, ShownSentence, ShownSpeaker, Words

if TYPE_CHECKING:
    from interviews.transcripts import models as rows


def details(
    conversation: rows.Conversation, paragraphs: Iterable[ShownParagraph], *, record_id: str, more: bool
) -> dict[str, Any]:
    """Sentences without words (in the tidied version those that were nothing but fillers) are left out, and
    paragraphs keep their numbers."""
    return {
        "minutes": {
            "audio_detect": int(conversation.speakers_known),
            "keywords": list(conversation.keywords),
            "paragraphs": [_paragraph(row, record_id=record_id) for row in paragraphs],
        },
        "more": more,
    }


def paragraph_list(conversation: rows.Conversation, spans: Sequence[tuple[int, int, int]]) -> dict[str, Any]:
    return {
        "total": len(spans),
        "audio_detect": int(conversation.speakers_known),
        "pids": [{"pid": str(number), "start_time": start, "end_time": end} for number, start, end in spans],
    }


def search_result(sentences: Iterable[rows.Sentence], text: str, *, tidied: bool) -> dict[str, Any]:
    """Every place of ``text``, letters in either case: ``offset`` and ``length`` in characters of the sentence; the
    time is that of the word in which the place begins."""
    hits, timelines = [], []
    for sentence in sentences:
        where = {"pid": str(sentence.paragraph.number), "sid": str(sentence.number)}
        whole = sentence.tidy_text if tidied else sentence.text
        for offset, length in _places(text, whole):
            hits.append({**where, "offset": offset, "length": length})
            timelines.append({**where, "start_time": _time_at(offset, whole, _words_of(sentence, tidied=tidied))})
    return {"hits": hits, "timelines": timelines}


def _paragraph(paragraph: ShownParagraph, *, record_id: str) -> dict[str, Any]:
    return {
        "pid": str(paragraph.number),
        "start_time": paragraph.start_ms,
        "end_time": paragraph.end_ms,
        "sentences": [_sentence(sentence) for sentence in paragraph.sentences if sentence.words],
        "speaker_info": _speaker(paragraph.speaker, record_id=record_id),
    }


def _sentence(sentence: ShownSentence) -> dict[str, Any]:
    return {
        "sid": str(sentence.number),
        "start_time": sentence.start_ms,
        "end_time": sentence.end_ms,
        "words": [
            {"wid": str(number), "start_time": start, "end_time": end, "text": text}
            for number, (text, start, end) in enumerate(sentence.words, start=sentence.first_word)
        ],
    }


def _words_of(sentence: rows.Sentence, *, tidied: bool) -> Words:
    return sentence.tidy_words if tidied else sentence.words


def _speaker(speaker: ShownSpeaker, *, record_id: str) -> dict[str, str]:
    """``ms_open_id`` tells the people of one record apart and says nothing about them in another."""
    digest = hashlib.sha256(f"{record_id}\n{speaker.key}".encode()).digest()[:12]
    return {
        "userid": speaker.user_id,
        "username": speaker.name_zh or speaker.name_en,
        "ms_open_id": base64.b64encode(digest).decode(),
    }


def _places(wanted: str, text: str) -> Iterator[tuple[int, int]]:
    """(offset, length) of each, one after another."""
    for found in re.finditer(re.escape(wanted), text, re.IGNORECASE):
        yield found.start(), found.end() - found.start()


def _time_at(offset: int, text: str, words: Words) -> int:
    """When the word begins that holds this character of ``text``, or follows it."""
    reached = 0
    for word, start, _end in words:
        reached = max(reached, text.find(word, reached) + len(word))
        if offset < reached:
            return start
    return words[-1][1] if words else 0
