"""Drafted paragraphs into rows. Only what differs from the rows there are is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from common import clock
from interviews.enums import TranscriptState
from interviews.models import Conversation, Paragraph, Sentence, Speaker
from interviews.transcripts.draft import ParagraphDraft, SentenceDraft
from interviews.transcripts.turns import Voice, Word

SENTENCES_AT_ONCE = 200  # in one transaction: SQLite has one writer, and others wait meanwhile

_Row = tuple[Any, ...]


class RevisionLost(Exception):
    """Somebody else wrote the conversation meanwhile; what was worked out is out of date."""


def write_paragraphs(
    conversation: Conversation,
    paragraphs: Sequence[ParagraphDraft],
    *,
    voices: Mapping[str, Voice],
    values: Mapping[str, Any],
) -> None:
    """Make the rows those of ``paragraphs``, and ``values`` the conversation's: the next revision. What is long is
    written in several short transactions, and counts as being made until the last. Raises `RevisionLost`."""
    kept = _common_start(_stored(conversation), [_shape(paragraph) for paragraph in paragraphs])
    revision = conversation.revision
    parts = _parts(paragraphs, kept)
    for index, (first, last) in enumerate(parts):
        said = values if index == len(parts) - 1 else {"state": TranscriptState.MAKING, "fingerprint": ""}
        with transaction.atomic():
            _take_revision(conversation, revision, {**said, "revision": conversation.revision + 1})
            revision = conversation.revision + 1
            if index == 0:
                _delete_from(conversation, kept, sum(len(paragraph.sentences) for paragraph in paragraphs[:kept]))
                speakers = _write_speakers(conversation, voices)
            rows = [
                _paragraph(conversation, number, paragraphs[number], speakers[paragraphs[number].voice.key])
                for number in range(first, last)
            ]
            Paragraph.objects.bulk_create(rows)
            Sentence.objects.bulk_create(_sentences(conversation, paragraphs, rows))
    conversation.refresh_from_db()


def _parts(paragraphs: Sequence[ParagraphDraft], kept: int) -> list[tuple[int, int]]:
    """Ranges of the paragraphs from ``kept`` on, each of some `SENTENCES_AT_ONCE` sentences; one at least."""
    parts: list[tuple[int, int]] = []
    first, length = kept, 0
    for index in range(kept, len(paragraphs)):
        length += len(paragraphs[index].sentences)
        if length >= SENTENCES_AT_ONCE:
            parts.append((first, index + 1))
            first, length = index + 1, 0
    return [*parts, (first, len(paragraphs))] if first < len(paragraphs) or not parts else parts


def _take_revision(conversation: Conversation, revision: int, values: Mapping[str, Any]) -> None:
    mine = Conversation.objects.filter(pk=conversation.pk, revision=revision)
    if not mine.update(**values, updated_at=clock.now()):
        raise RevisionLost(f"{conversation} was written by somebody else.")


def _delete_from(conversation: Conversation, paragraph: int, sentence: int) -> None:
    conversation.sentences.filter(number__gte=sentence).delete()
    conversation.paragraphs.filter(number__gte=paragraph).delete()


def _write_speakers(conversation: Conversation, voices: Mapping[str, Voice]) -> dict[str, Speaker]:
    conversation.speakers.exclude(key__in=voices).delete()
    return {key: _write_speaker(conversation, voice) for key, voice in voices.items()}


def _write_speaker(conversation: Conversation, voice: Voice) -> Speaker:
    named = {
        "role": voice.role,
        "name_zh": voice.name_zh[:200],
        "name_en": voice.name_en[:200],
        "user_id": voice.user_id[:200],
    }
    return conversation.speakers.update_or_create(key=voice.key, defaults=named)[0]


def _paragraph(conversation: Conversation, number: int, draft: ParagraphDraft, speaker: Speaker) -> Paragraph:
    return Paragraph(
        conversation=conversation,
        number=number,
        speaker=speaker,
        start_ms=draft.start_ms,
        end_ms=draft.end_ms,
        question_id=draft.question_id,
        answer_id=draft.answer_id,
        overlaps=draft.overlaps,
    )


def _sentences(
    conversation: Conversation, paragraphs: Sequence[ParagraphDraft], rows: Sequence[Paragraph]
) -> list[Sentence]:
    """Rows for the sentences of the paragraphs ``rows``, numbered through the whole conversation."""
    before = (
        [sentence for paragraph in paragraphs[: rows[0].number] for sentence in paragraph.sentences] if rows else []
    )
    number = len(before)
    word, tidy_word = (sum(len(getattr(one, name)) for one in before) for name in ("words", "tidy_words"))
    made: list[Sentence] = []
    for row in rows:
        for draft in paragraphs[row.number].sentences:
            made.append(_sentence(conversation, row, number, draft, word, tidy_word))
            number, word, tidy_word = number + 1, word + len(draft.words), tidy_word + len(draft.tidy_words)
    return made


def _sentence(
    conversation: Conversation, paragraph: Paragraph, number: int, draft: SentenceDraft, word: int, tidy_word: int
) -> Sentence:
    return Sentence(
        conversation=conversation,
        paragraph=paragraph,
        number=number,
        start_ms=draft.start_ms,
        end_ms=draft.end_ms,
        source=draft.source,
        text=draft.text,
        tidy_text=draft.tidy_text,
        original_text=draft.original_text,
        words=_listed(draft.words),
        tidy_words=_listed(draft.tidy_words),
        first_word=word,
        first_tidy_word=tidy_word,
    )


def _listed(words: Sequence[Word]) -> list[list[Any]]:
    return [[word.text, word.start_ms, word.end_ms] for word in words]


def _stored(conversation: Conversation) -> list[_Row]:
    """The rows there are, each paragraph with its sentences, for comparing."""
    of_sentence = ("source", "text", "tidy_text", "original_text", "words", "tidy_words")
    sentences: dict[int, list[_Row]] = {}
    for paragraph, *values in conversation.sentences.order_by("number").values_list("paragraph_id", *of_sentence):
        sentences.setdefault(paragraph, []).append(tuple(values))
    of_paragraph = ("speaker__key", "start_ms", "end_ms", "question_id", "answer_id", "overlaps")
    rows = conversation.paragraphs.order_by("number").values_list("pk", *of_paragraph)
    return [(*values, tuple(sentences.get(key, ()))) for key, *values in rows]


def _shape(draft: ParagraphDraft) -> _Row:
    sentences = tuple(
        (one.source, one.text, one.tidy_text, one.original_text, _listed(one.words), _listed(one.tidy_words))
        for one in draft.sentences
    )
    turn = (draft.start_ms, draft.end_ms, draft.question_id, draft.answer_id, draft.overlaps)
    return (draft.voice.key, *turn, sentences)


def _common_start(one: Sequence[_Row], other: Sequence[_Row]) -> int:
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return index
    return min(len(one), len(other))
