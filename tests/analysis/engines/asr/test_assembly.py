"""Words and sentences from a recogniser's pieces."""

from __future__ import annotations

from analysis.engines.asr.assembly import sentences_of, simplified, text_of, tidy_words
from analysis.engines.results import Span, Word


def pieces(*texts: str, step_ms: int = 200) -> list[Word]:
    return [Word(text, i * step_ms, (i + 1) * step_ms, 0.9) for i, text in enumerate(texts)]


def test_tidy_words_joins_parts_of_english_words_and_attaches_punctuation() -> None:
    words = tidy_words(pieces("我", "用", "Py", "thon", "写", "，", " Django", "."), speech=())

    assert [word.text for word in words] == ["我", "用", "Python", "写，", "Django."]
    assert (words[2].start_ms, words[2].end_ms) == (400, 800)


def test_tidy_words_keeps_english_words_apart() -> None:
    words = tidy_words(pieces(" I", " don't", " know", "."), speech=())

    assert [word.text for word in words] == ["I", "don't", "know."]
    assert text_of(words) == "I don't know."


def test_tidy_words_of_punctuation_alone_is_nothing() -> None:
    assert tidy_words(pieces("。", "。", "…"), speech=()) == []


def test_tidy_words_trims_silence_that_alignment_added() -> None:
    words = tidy_words([Word(" hello", 0, 2500), Word(" there", 2500, 9000)], speech=(Span(2000, 3000),))

    assert (words[0].start_ms, words[0].end_ms) == (1880, 2500)
    assert (words[1].start_ms, words[1].end_ms) == (2500, 3120)


def test_sentences_of_splits_at_stops_and_long_pauses() -> None:
    words = [
        Word("我负责后端。", 0, 900),
        Word("然后", 1000, 1300),
        Word("我们", 2100, 2400),
        Word("上线了", 2400, 3000),
    ]

    found = sentences_of(words)

    assert [item.sentence.text for item in found] == ["我负责后端。", "然后", "我们上线了"]
    assert (found[2].sentence.start_ms, found[2].sentence.end_ms) == (2100, 3000)


def test_sentences_of_does_not_split_a_number_or_a_short_pause() -> None:
    words = [Word("about", 0, 200), Word("3.5", 200, 500), Word("seconds", 900, 1300)]

    assert [item.sentence.text for item in sentences_of(words)] == ["about 3.5 seconds"]


def test_sentences_of_endless_sentence_is_cut_at_a_comma() -> None:
    words = [
        Word("一二三四五六七八九，" if i % 2 else "一二三四五六七八九十", i * 100, i * 100 + 100) for i in range(12)
    ]

    assert len(sentences_of(words)) > 1


def test_simplified_writes_traditional_characters_simply() -> None:
    assert [word.text for word in simplified(pieces("軟體", "開發", "Go"))] == ["软体", "开发", "Go"]
