"""Words and their times."""

from __future__ import annotations

import random

import pytest

from interviews.transcripts.letters import is_spoken, joined
from interviews.transcripts.turns import Turn, Voice, Word
from interviews.transcripts.words import retimed, words_of

VOICE = Voice("c", "candidate")

SENTENCES = [
    "嗯，我我我觉得这个方案还是不错的。",
    "我在字节跳动用Kubernetes和C++做了一百二十个微服务，二零二三年上线！",
    "Um, I think the the p95 latency was 3.5 ms; we used node.js, e.g. for CI/CD.",
    "他说：“don't”，然后走了（见附录）。",
    "软體設計，S2。看 https://a.example/b?c=d 吧",
    "5%的用户，$5一个月。",
]


def turn(text: str, *words: tuple[str, int, int], **fields: object) -> Turn:
    return Turn(VOICE, 0, 6_000, text, tuple(Word(*word) for word in words), **fields)


def shown(words: list[Word]) -> list[tuple[str, int, int]]:
    return [(word.text, word.start_ms, word.end_ms) for word in words]


def test_characters_of_a_recogniser_become_chinese_words_as_the_specification_shows() -> None:
    heard = turn(
        "",
        ("看", 4400, 4640),
        ("一", 4640, 4800),
        ("下", 4800, 5000),
        ("那", 5000, 5200),
        ("个", 5200, 5360),
        ("哪", 8780, 9000),
        ("能", 9000, 9260),
        ("看", 9260, 9500),
        ("。", 9500, 9500),
    )
    assert shown(words_of(heard)) == [
        ("看", 4400, 4640),
        ("一下", 4640, 5000),
        ("那个", 5000, 5360),
        ("哪能", 8780, 9260),
        ("看。", 9260, 9500),
    ]


def test_a_recognisers_long_word_is_cut_by_syllables() -> None:
    assert shown(words_of(turn("", ("我负责推荐系统", 0, 700)))) == [
        ("我", 0, 100),
        ("负责", 100, 300),
        ("推荐", 300, 500),
        ("系统", 500, 700),
    ]


def test_text_has_the_punctuation_and_the_recogniser_the_times() -> None:
    heard = turn("你好，我是 Bob。", ("你好", 100, 300), ("我", 300, 400), ("是", 400, 500), ("bob", 600, 900))
    assert shown(words_of(heard)) == [("你好，", 100, 300), ("我", 300, 400), ("是", 400, 500), ("Bob。", 600, 900)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我会Python 3.5和C++。", ["我会", "Python", "3.5", "和", "C++。"]),
        ("I don't do CI/CD, he said.", ["I", "don't", "do", "CI/CD,", "he", "said."]),
        ("他说“你好”。（完）", ["他", "说", "“你好”。", "（完）"]),
        ("涨了50%，到$5。", ["涨", "了", "50%，", "到", "$5。"]),
        ("a + b", ["a", "+", "b"]),
        ("<b>f(x)</b> https://a.example/x", ["<b>f(x)</b>", "https://a.example/x"]),
        ("，开始", ["，开始"]),
    ],
)
def test_mixed_text_is_cut_into_words(text: str, words: list[str]) -> None:
    assert [word.text for word in words_of(turn(text))] == words


def test_text_without_words_shares_out_the_time_by_length() -> None:
    words = words_of(Turn(VOICE, 1_000, 3_000, "我们测试，好的"))
    assert words[0].start_ms == 1_000
    assert words[-1].end_ms == 3_000
    lengths = {word.text.rstrip("，"): word.end_ms - word.start_ms for word in words}
    assert lengths["我们"] == pytest.approx(2_000 * 2 / 6, abs=2)


def test_imported_words_stay_as_they_were_cut() -> None:
    far = turn("", ("里", 0, 10), ("面的", 10, 20), (",", 20, 20), ("用 ", 30, 40), source="imported")
    assert shown(words_of(far)) == [("里", 0, 10), ("面的,", 10, 20), ("用", 30, 40)]


@pytest.mark.parametrize("text", ["", "   ", "……", "\n\t"])
def test_nothing_heard_is_no_words(text: str) -> None:
    assert words_of(turn(text)) == []


@pytest.mark.parametrize("text", SENTENCES)
def test_no_character_is_lost(text: str) -> None:
    words = words_of(turn(text))
    assert "".join(word.text for word in words).replace(" ", "") == text.replace(" ", "")
    assert words_of(turn(joined(word.text for word in words))) == words


@pytest.mark.parametrize("text", SENTENCES)
def test_times_never_go_back(text: str) -> None:
    chooser = random.Random(text)
    for _round in range(20):
        pieces, at = [], 0
        for character in text:
            if is_spoken(character):
                at += chooser.choice([-200, 0, 40, 300, 2_000])
                pieces.append((character, at, at + chooser.choice([-50, 0, 120])))
        words = words_of(turn(text, *pieces))
        starts = [word.start_ms for word in words]
        assert starts == sorted(starts)
        assert all(0 <= word.start_ms <= word.end_ms for word in words)


def test_words_put_down_anew_keep_the_times_of_those_that_stay() -> None:
    old = [Word("我", 0, 100), Word("用", 100, 200), Word("瑞迪斯", 200, 800), Word("缓存。", 1_000, 1_400)]
    assert shown(retimed("我们用Redis缓存。", old)) == [
        ("我们", 0, 100),
        ("用", 100, 200),
        ("Redis", 200, 1_000),
        ("缓存。", 1_000, 1_400),
    ]
