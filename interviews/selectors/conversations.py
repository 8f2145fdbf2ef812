"""Reading what was said, a piece at a time: by keys, on an index, as fast at the end as at the start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from interviews.errors import NoTranscript, TranscriptNotShared
from interviews.models import Conversation, Interview, Paragraph, Sentence
from positions.enums import CandidateReport

PARAGRAPHS_AT_ONCE = 100


def transcript_visible_to(actor: Any, interview: Interview) -> Conversation:
    """The transcript of an interview the actor knows of, in whatever state. A candidate reads it where the position
    shares an evaluation. Raises `TranscriptNotShared`, `NoTranscript`."""
    is_member = getattr(actor, "is_superuser", False) or getattr(actor, "is_enterprise", False)
    if not is_member and interview.position.candidate_report == CandidateReport.NONE:
        raise TranscriptNotShared
    conversation = conversation_of(interview)
    if conversation is None:
        raise NoTranscript
    return conversation


def paragraph_page(
    conversation: Conversation, *, page: int, page_size: int, tidied: bool | None = None
) -> tuple[int, list[Paragraph]]:
    """How many paragraphs there are, and those of one page; numbers have no gaps, so a page is a range of them."""
    last = conversation.paragraphs.order_by("-number").values_list("number", flat=True).first()
    total = 0 if last is None else last + 1
    first = (page - 1) * page_size
    return total, list(paragraphs_from(conversation, number=first, limit=page_size, tidied=tidied))


def conversation_of(interview: Interview) -> Conversation | None:
    """The transcript of the whole interview, in whatever state; None before anything was said."""
    return Conversation.objects.filter(interview_id=interview.pk).first()


def sentences_after(conversation: Conversation, *, after: tuple[int, int] | None, limit: int) -> list[Sentence]:
    """At most ``limit`` sentences in the order of time, each with its paragraph and speaker, without words.

    ``after`` is the place (`place_of`) of the last one seen: it stays right when sentences are added or numbered
    anew.
    """
    found = conversation.sentences.select_related("paragraph__speaker").defer("words", "tidy_words")
    found = found.order_by("start_ms", "number")
    if after is None:
        return list(found[:limit])
    start_ms, ordinal = after
    rows = list(found.filter(start_ms__gte=start_ms)[: limit + ordinal + 1])
    seen = sum(1 for row in rows[: ordinal + 1] if row.start_ms == start_ms)
    return rows[seen : seen + limit]


def place_of(sentence: Sentence) -> tuple[int, int]:
    """Where a sentence stands in time: its start, and how many before it start at that very millisecond."""
    same = Sentence.objects.filter(conversation_id=sentence.conversation_id, start_ms=sentence.start_ms)
    return sentence.start_ms, same.filter(number__lt=sentence.number).count()


def paragraphs_from(
    conversation: Conversation, *, number: int = 0, limit: int | None = None, tidied: bool | None = None
) -> Iterator[Paragraph]:
    """Paragraphs from ``number`` on, in their order, with ``speaker`` and ``sentences.all()`` read already.

    Read a hundred at a time, two queries each, so that the longest transcript takes no more memory than that. Say by
    ``tidied`` which version is wanted: the words of the other one are then not read.
    """
    unread = {None: (), True: ("words",), False: ("tidy_words",)}[tidied]
    sentences = Prefetch("sentences", Sentence.objects.defer(*unread).order_by("number"))
    while limit is None or limit > 0:
        count = min(limit or PARAGRAPHS_AT_ONCE, PARAGRAPHS_AT_ONCE)
        found = conversation.paragraphs.filter(number__gte=number).order_by("number")
        rows = list(found.select_related("speaker").prefetch_related(sentences)[:count])
        yield from rows
        if len(rows) < count:
            return
        number = rows[-1].number + 1
        limit = None if limit is None else limit - count


def search_sentences(
    conversation: Conversation, text: str, *, tidied: bool = False, after: int | None = None, limit: int | None = None
) -> list[Sentence]:
    """Sentences that hold ``text`` (letters in either case), in their order, each with its paragraph and speaker.
    ``after`` is the number of the last one seen."""
    found = conversation.sentences.filter(**{"tidy_text__icontains" if tidied else "text__icontains": text})
    if after is not None:
        found = found.filter(number__gt=after)
    return list(found.select_related("paragraph__speaker").order_by("number")[:limit])
