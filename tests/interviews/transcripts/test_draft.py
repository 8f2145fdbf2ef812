"""Sentences, paragraphs and overlaps."""

from __future__ import annotations

import random
from typing import Any

import pytest

from interviews.transcripts.draft import ParagraphDraft, paragraphs_of, tidied
from interviews.transcripts.sentences import ends_with_stop, sentences_of, text_of
from interviews.transcripts.turns import Turn, Voice, Word

ASKS, ANSWERS = Voice("a", "interviewer"), Voice("b", "candidate")


def spoken(text: str, *, at: int = 0, gap: int = 0) -> list[Word]:
    """Words separated by |, 200 ms each, ``gap`` between them."""
    words, start = [], at
    for piece in text.split("|"):
        words.append(Word(piece, start, start + 200))
        start += 200 + gap
    return words


def texts(words: list[Word]) -> list[str]:
    return [text_of(sentence) for sentence in sentences_of(words)]


def said(voice: Voice, start_ms: int, text: str, **fields: Any) -> Turn:
    return Turn(voice, start_ms, start_ms + 200 * len(text), text, **fields)


def outline(paragraphs: list[ParagraphDraft]) -> list[tuple[str, list[str]]]:
    return [(one.voice.key, [sentence.text for sentence in one.sentences]) for one in paragraphs]


def test_sentences_end_at_stops() -> None:
    assert texts(spoken("好的。|我|开始！|可以|吗？|OK.|Then|we|go|on")) == [
        "好的。",
        "我开始！",
        "可以吗？",
        "OK.",
        "Then we go on",
    ]


@pytest.mark.parametrize(
    ("word", "following", "ends"),
    [
        ("3.5", "倍", False),
        ("Dr.", "Smith", False),
        ("e.g.", "this", False),
        ("done.", "Then", True),
        ("done.", "then", False),
        ("said.”", "", True),
        ("...", "", True),
    ],
)
def test_a_full_stop_ends_a_sentence_only_where_it_is_one(word: str, following: str, ends: bool) -> None:
    assert ends_with_stop(word, following) is ends


def test_sentences_end_at_long_silences() -> None:
    words = spoken("我|负责", at=0) + spoken("推荐|系统", at=1_399) + spoken("和|搜索", at=2_799)
    assert texts(words) == ["我负责推荐系统", "和搜索"]


def test_a_sentence_without_stops_does_not_grow_for_ever() -> None:
    assert max(len(text) for text in texts(spoken("|".join(["我们"] * 400)))) <= 92
    with_commas = spoken("|".join(["我们", "测试，"] * 100))
    assert all(text.endswith("，") for text in texts(with_commas))


def test_paragraphs_change_with_the_speaker_the_question_and_a_long_silence() -> None:
    turns = [
        said(ASKS, 0, "你好。", question_id="q_1"),
        said(ANSWERS, 1_000, "您好。", answer_id="ans_1"),
        said(ANSWERS, 2_000, "我叫张三。", answer_id="ans_1"),
        said(ANSWERS, 7_000, "对了。", answer_id="ans_1"),
        said(ANSWERS, 8_000, "下一个。", answer_id="ans_2"),
    ]
    assert outline(paragraphs_of(turns, {})) == [
        ("a", ["你好。"]),
        ("b", ["您好。", "我叫张三。"]),
        ("b", ["对了。"]),
        ("b", ["下一个。"]),
    ]


def test_what_the_far_side_says_of_paragraphs_is_kept() -> None:
    turns = [
        said(ANSWERS, 0, "一。", whole=True, continues=False),
        said(ANSWERS, 90_000, "二。三。", whole=True, continues=True),
        said(ANSWERS, 91_000, "四。", whole=True, continues=False),
    ]
    assert outline(paragraphs_of(turns, {})) == [("b", ["一。", "二。三。"]), ("b", ["四。"])]


def test_a_long_speech_is_cut_after_a_sentence() -> None:
    turns = [said(ANSWERS, 2_000 * n, "我们一起把它做完。", answer_id="x") for n in range(100)]
    sizes = [len(one.sentences) for one in paragraphs_of(turns, {})]
    assert sizes == [63, 37]


def test_overlapping_turns_stand_by_their_start_and_are_marked() -> None:
    turns = [
        Turn(ASKS, 3_000, 4_000, "等一下。"),
        Turn(ANSWERS, 0, 6_000, "我先把这一句话说完。"),
        Turn(ANSWERS, 9_000, 9_500, "好。"),
    ]
    paragraphs = paragraphs_of(turns, {})
    assert [one.start_ms for one in paragraphs] == [0, 3_000, 9_000]
    assert [one.overlaps for one in paragraphs] == [True, True, False]


def test_a_correction_finds_its_sentence_and_keeps_its_times() -> None:
    turns = [said(ANSWERS, 500, "我用瑞迪斯。然后上线。")]
    first, second = paragraphs_of(turns, {(500, "我用瑞迪斯。"): "嗯，我用Redis。"})[0].sentences
    assert (first.text, first.original_text, first.source) == ("嗯，我用Redis。", "我用瑞迪斯。", "corrected")
    assert (first.start_ms, first.end_ms) == (500, 500 + round(2_200 * 5 / 9))
    assert (second.text, second.source) == ("然后上线。", "asr")


def test_random_conversations_keep_every_rule() -> None:
    chooser = random.Random(5)
    said_before = ["嗯，那个，我我觉得可以。", "Well, um, I I think so", "一百二十个？对。", "呃", "三点五倍 and more"]
    for _round in range(30):
        turns = [
            said(chooser.choice([ASKS, ANSWERS]), chooser.randrange(60_000), chooser.choice(said_before))
            for _turn in range(12)
        ]
        paragraphs = paragraphs_of(turns, {})
        assert tidied(paragraphs)[0] == "rules"
        assert [one.start_ms for one in paragraphs] == sorted(one.start_ms for one in paragraphs)
        for sentence in (sentence for one in paragraphs for sentence in one.sentences):
            assert len(sentence.tidy_words) <= len(sentence.words)
            for words in (sentence.words, sentence.tidy_words):
                starts = [word.start_ms for word in words]
                assert starts == sorted(starts)
                assert all(sentence.start_ms <= word.start_ms <= word.end_ms <= sentence.end_ms for word in words)
        kept = "".join(sentence.text for one in paragraphs for sentence in one.sentences)
        assert sorted(kept.replace(" ", "")) == sorted("".join(turn.text for turn in turns).replace(" ", ""))
