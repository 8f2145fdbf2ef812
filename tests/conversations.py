"""Interviews that were held, with what was said in them, as rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from interviews.enums import EndReason, InterviewStatus, SpeakerRole, TranscriptSource, TranscriptState
from interviews.models import Conversation, Interview, Paragraph, Sentence, Speaker

STARTS_AT = dt.datetime(2026, 11, 20, 6, 30, 0, 123000, tzinfo=dt.UTC)
STARTS_AT_MS = 1795156200123
WORD_MS, PAUSE_MS = 300, 200
FILLER = "~"  # before a word that the tidied text leaves out

SPEAKERS = {
    "interviewer": {"role": SpeakerRole.INTERVIEWER, "name_zh": "王总", "name_en": "Wang", "user_id": "u_interviewer"},
    "candidate": {"role": SpeakerRole.CANDIDATE, "name_zh": "张三", "name_en": "Zhang San"},
}
# (speaker, sentences); a sentence is its words.
TALK = (
    ("interviewer", ["你好， 可以 做 一下 自我介绍 么？"]),
    ("candidate", ["~嗯， 我 叫 张三。", "我 做 搜索 排序， 用 Python 和 C++ & Go。"]),
    ("interviewer", ["好， 排序 怎么 评测 ？"]),
    ("candidate", ["~嗯。", "线下 看 NDCG。", "线上 做 A/B 实验， 看 转化率 和 100% 流量。"]),
)


def hold(interview: Interview, *, status: str = InterviewStatus.COMPLETED) -> Interview:
    """As if the interview had been started, and ended where ``status`` says so."""
    interview.status, interview.started_at = status, STARTS_AT
    interview.deadline_at = STARTS_AT + dt.timedelta(minutes=30)
    if status != InterviewStatus.IN_PROGRESS:
        interview.ended_at, interview.end_reason = interview.deadline_at, EndReason.FINISHED
    interview.save()
    return interview


def make_conversation(interview: Interview, talk: Sequence[Any] = TALK, **fields: Any) -> Conversation:
    """Every word takes 300 ms, with 200 ms after each sentence."""
    given = {"state": TranscriptState.READY, "starts_at": STARTS_AT, "keywords": ["排序", "NDCG"], **fields}
    conversation = Conversation.objects.create(interview=interview, source=TranscriptSource.ASR, **given)
    speakers = {key: Speaker.objects.create(conversation=conversation, key=key, **SPEAKERS[key]) for key in dict(talk)}
    for key, sentences in talk:
        add_turn(conversation, speakers[key], sentences)
    return conversation


def add_turn(conversation: Conversation, speaker: Speaker, sentences: Sequence[str]) -> Paragraph:
    """One more paragraph, after all that was said."""
    start = conversation.duration_ms
    paragraph = Paragraph.objects.create(
        conversation=conversation,
        number=conversation.paragraphs.count(),
        speaker=speaker,
        start_ms=start,
        end_ms=start,
    )
    for words in sentences:
        _add_sentence(paragraph, words.split(" "))
    paragraph.end_ms = conversation.duration_ms - PAUSE_MS
    paragraph.save()
    conversation.save()
    return paragraph


def _add_sentence(paragraph: Paragraph, marked: list[str]) -> None:
    conversation, start = paragraph.conversation, paragraph.conversation.duration_ms
    words = [
        [word.removeprefix(FILLER), start + at * WORD_MS, start + (at + 1) * WORD_MS] for at, word in enumerate(marked)
    ]
    tidy = [word for word, mark in zip(words, marked, strict=True) if not mark.startswith(FILLER)]
    before = list(conversation.sentences.all())
    Sentence.objects.create(
        conversation=conversation,
        paragraph=paragraph,
        number=len(before),
        start_ms=start,
        end_ms=words[-1][2],
        source=TranscriptSource.ASR,
        text="".join(word[0] for word in words),
        tidy_text="".join(word[0] for word in tidy),
        words=words,
        tidy_words=tidy,
        first_word=sum(len(sentence.words) for sentence in before),
        first_tidy_word=sum(len(sentence.tidy_words) for sentence in before),
    )
    conversation.duration_ms = words[-1][2] + PAUSE_MS
