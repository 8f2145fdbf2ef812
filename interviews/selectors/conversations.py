"""Reading what was said, a piece at a time: by keys, on an index, as fast at the end as at the start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
from django.db.models import F, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from common.errors import NotFound
from interviews.errors import NoTranscript, TranscriptNotShared
from interviews.models import Conversation, Interview, InterviewQuerySet, Paragraph, Sentence
from interviews.transcripts.shown import ShownMinute, ShownParagraph, ShownSentence, ShownSpeaker
from positions.enums import CandidateReport

PARAGRAPHS_AT_ONCE = 100
_OF_INTERVIEW = ("public_id", "external_id", "status")
_OF_CONVERSATION = (
    *("state", "source", "language", "starts_at", "duration_ms"),
    *("keywords", "speakers_known", "revision", "tidied_by"),
)
_OF_PARAGRAPH = ShownParagraph._fields[:6]
_OF_SPEAKER = tuple(f"speaker__{name}" for name in ShownSpeaker._fields)
_OF_SENTENCE = tuple(f"sentences__{name}" for name in ShownSentence._fields[:5])
_OF_VERSION = {  # by whether it is the tidied one
    False: ("sentences__text", "sentences__first_word", "sentences__words"),
    True: ("sentences__tidy_text", "sentences__first_tidy_word", "sentences__tidy_words"),
}
_SPEAKER = len(_OF_PARAGRAPH)  # where in a row what begins
_SENTENCE = _SPEAKER + len(_OF_SPEAKER)
_WORDS = _SENTENCE + len(_OF_SENTENCE) + 2
_OF_MINUTE = ("start_ms", "text", *(f"paragraph__speaker__{name}" for name in ("role", "name_zh", "name_en")))


def transcript_visible_to(actor: Any, interview: Interview) -> Conversation:
    """The transcript of an interview the actor knows of, in whatever state. A candidate reads it where the position
    shares an evaluation. Raises `TranscriptNotShared`, `NoTranscript`."""
    if not _is_member(actor):
        _demand_shared(interview.position.candidate_report)
    conversation = conversation_of(interview)
    if conversation is None:
        raise NoTranscript
    return conversation


def shown_transcript(actor: Any, interview_id: str) -> Conversation:
    """The same by the interview's id, as `with_transcripts` reads it. Raises `NotFound` as well."""
    found = with_transcripts(Interview.objects.visible_to(actor)).filter(public_id=interview_id)
    interview = found.annotate(candidate_report=F("position__candidate_report")).first()
    if interview is None:
        raise NotFound
    if not _is_member(actor):
        _demand_shared(interview.candidate_report)
    if transcript_of(interview) is None:
        raise NoTranscript
    return interview.conversation


def with_transcripts(found: InterviewQuerySet) -> QuerySet:
    """Interviews for reading their transcripts (`transcript_of`): in one query, and with the columns alone that its
    pages show. ``last_number`` is that of the last paragraph, None before anything was said."""
    paragraphs = Paragraph.objects.filter(conversation=OuterRef("conversation")).order_by("-number")
    columns = (*_OF_INTERVIEW, *(f"conversation__{name}" for name in _OF_CONVERSATION))
    whole = found.select_related("conversation").only(*columns).order_by()
    return whole.annotate(last_number=Subquery(paragraphs.values("number")[:1]))


def transcript_of(interview: Interview) -> Conversation | None:
    """Of an interview that was read `with_transcripts`; None before anything was said."""
    return getattr(interview, "conversation", None)


def conversation_of(interview: Interview) -> Conversation | None:
    """The transcript of the whole interview, in whatever state; None before anything was said."""
    return Conversation.objects.filter(interview_id=interview.pk).first()


def paragraph_page(conversation: Conversation, *, page: int, page_size: int) -> tuple[int, list[ShownParagraph]]:
    """How many paragraphs there are, and those of one page."""
    last = conversation.paragraphs.order_by("-number").values_list("number", flat=True).first()
    total = 0 if last is None else last + 1
    return total, list(paragraphs_from(conversation, number=(page - 1) * page_size, limit=page_size))


def paragraphs_from(
    conversation: Conversation,
    *,
    number: int = 0,
    limit: int | None = None,
    tidied: bool = False,
    with_words: bool = False,
) -> Iterator[ShownParagraph]:
    """Paragraphs from ``number`` on, in their order, in one version; numbers have no gaps, so these are a range.

    Read a hundred at a time, one query each, so that the longest transcript takes no more memory than that; and as
    plain tuples, because making a model of every sentence takes longer than the query.
    """
    found = _paragraph_rows(conversation, tidied=tidied, with_words=with_words)
    end = None if limit is None else number + limit
    while end is None or number < end:
        following = number + PARAGRAPHS_AT_ONCE if end is None else min(number + PARAGRAPHS_AT_ONCE, end)
        rows = list(found.filter(number__gte=number, number__lt=following))
        yield from _paragraphs(rows)
        if not rows or rows[-1][0] < following - 1:
            return
        number = following


def sentences_after(
    conversation: Conversation, *, after: tuple[int, int] | None, limit: int
) -> tuple[list[ShownMinute], tuple[int, int] | None]:
    """At most ``limit`` sentences in the order of time, and the place of the last one where more follow.

    A place is a sentence's start, and how many before it start at that very millisecond. ``after`` is that of the last
    one seen: it stays right when sentences are added or numbered anew.
    """
    start_ms, ordinal = after or (0, -1)
    found = Sentence.objects.filter(conversation_id=conversation.pk, start_ms__gte=start_ms)
    rows = found.order_by("start_ms", "number").values_list(*_OF_MINUTE)[: ordinal + 1 + limit + 1]
    minutes = [ShownMinute._make(row) for row in rows]
    seen = sum(one.start_ms == start_ms for one in minutes[: ordinal + 1])
    shown = minutes[: seen + limit]
    return shown[seen:], _place(shown) if len(minutes) > len(shown) else None


def search_sentences(
    conversation: Conversation, text: str, *, tidied: bool = False, after: int | None = None, limit: int | None = None
) -> list[Sentence]:
    """Sentences that hold ``text`` (letters in either case), in their order, each with its paragraph and speaker.
    ``after`` is the number of the last one seen."""
    found = conversation.sentences.filter(**{"tidy_text__icontains" if tidied else "text__icontains": text})
    if after is not None:
        found = found.filter(number__gt=after)
    return list(found.select_related("paragraph__speaker").order_by("number")[:limit])


def _is_member(actor: Any) -> bool:
    return getattr(actor, "is_superuser", False) or getattr(actor, "is_enterprise", False)


def _demand_shared(candidate_report: str) -> None:
    if candidate_report == CandidateReport.NONE:
        raise TranscriptNotShared


def _paragraph_rows(conversation: Conversation, *, tidied: bool, with_words: bool) -> QuerySet:
    """A row a sentence, or one without for a paragraph that has none."""
    text, first_word, words = _OF_VERSION[tidied]
    columns: list[Any] = [*_OF_PARAGRAPH, *_OF_SPEAKER, *_OF_SENTENCE, text, first_word]
    if with_words:
        columns.append(Cast(words, TextField()))  # JSON as it is stored: reading it is most of the work
    return conversation.paragraphs.order_by("number", "sentences__number").values_list(*columns)


def _paragraphs(rows: Iterable[tuple[Any, ...]]) -> Iterator[ShownParagraph]:
    for _number, of_one in groupby(rows, key=itemgetter(0)):
        first, *others = of_one
        speaker = ShownSpeaker._make(first[_SPEAKER:_SENTENCE])
        sentences = [_sentence(row) for row in (first, *others) if row[_SENTENCE] is not None]
        yield ShownParagraph._make((*first[:_SPEAKER], speaker, sentences))


def _sentence(row: tuple[Any, ...]) -> ShownSentence:
    return ShownSentence(*row[_SENTENCE:_WORDS], *map(orjson.loads, row[_WORDS:]))


def _place(minutes: list[ShownMinute]) -> tuple[int, int]:
    """Of the last one: those before it are all that start with it."""
    start_ms = minutes[-1].start_ms
    return start_ms, sum(one.start_ms == start_ms for one in minutes) - 1
