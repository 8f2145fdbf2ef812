"""The tidied version: what goes, what stays, and what must never be touched."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from interviews.transcripts.sentences import text_of
from interviews.transcripts.tidying.by_model import TidyingFailed, allowed, tidied_by_model
from interviews.transcripts.tidying.rules import tidied
from interviews.transcripts.turns import Turn, Voice, Word
from interviews.transcripts.words import words_of

VOICE = Voice("c", "candidate")


def words(text: str) -> list[Word]:
    return words_of(Turn(VOICE, 0, 250 * len(text), text))


def tidy(text: str, *, asks: bool = False) -> str:
    return text_of(tidied(words(text), asks=asks))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("嗯，我觉得可以。", "我觉得可以。"),
        ("呃那个，我们先做调研。", "我们先做调研。"),
        ("看一下那个，哪能看。", "看一下哪能看。"),
        ("就是，就是说这个项目很大。", "就是说这个项目很大。"),
        ("我觉得吧，怎么说呢，还可以。", "我觉得吧，还可以。"),
        ("好啊，啊，那我开始吧。", "好啊，那我开始吧。"),
        ("嗯嗯。", ""),
        ("um so I think, uh, it works.", "So I think, it works."),
        ("It was, like, you know, slow.", "It was, slow."),
    ],
)
def test_fillers_go(said: str, kept: str) -> None:
    assert tidy(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "我说的是那个，不是这个。",
        "那个项目很大。",
        "就是因为这个原因。",
        "好啊。",
        "额度是多少？",
        "I like Python and you know it well.",
        "A screw of 5 mm is enough.",
        "This is a well known problem.",
    ],
)
def test_words_that_only_look_like_fillers_stay(said: str) -> None:
    assert tidy(said) == said


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我我我觉得可以。", "我觉得可以。"),
        ("这个项目这个项目很大。", "这个项目很大。"),
        ("然后然后我们上线了。", "然后我们上线了。"),
        ("因因为时间不够。", "因为时间不够。"),
        ("我想，我想先介绍一下。", "我想先介绍一下。"),
        ("the the main problem", "The main problem."),
        ("We we used Redis.", "We used Redis."),
        ("I think I think so.", "I think so."),
        ("It was a pro- project.", "It was a project."),
    ],
)
def test_repetitions_go(said: str, kept: str) -> None:
    assert tidy(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "我们看看代码，讨论讨论方案。",
        "一步一步来，非常非常好。",
        "天天加班，谢谢谢谢。",
        "It was very very slow.",
        "No no no.",
        "He had had enough.",
        "电话是1 1 0。",
        "我喜欢音乐，我喜欢运动。",
    ],
)
def test_what_is_doubled_on_purpose_stays(said: str) -> None:
    assert tidy(said).replace(" ", "") == said.replace(" ", "")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我们用了三个，不对，四个服务器。", "我们用了四个服务器。"),
        ("我们的系统是……我们的系统基于Redis。", "我们的系统基于Redis。"),
        ("We used Redis, I mean, we used Kafka.", "We used Kafka."),
        ("他是对的，不是，我不知道。", "他是对的，不是，我不知道。"),
        ("这样做不对，我们改了。", "这样做不对，我们改了。"),
    ],
)
def test_false_starts_go_only_where_they_say_so(said: str, kept: str) -> None:
    assert tidy(said) == kept


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("一百二十个人", "120个人"),
        ("百分之五十", "50%"),
        ("百分之三点五", "3.5%"),
        ("百分之百", "100%"),
        ("二零二三年三月二十五号", "2023年3月25号"),
        ("三点五亿", "3.5亿"),
        ("三万五", "35000"),
        ("两千五百万", "2500万"),
        ("二十五万三千", "253000"),
        ("十分钟", "10分钟"),
        ("第二十三名", "第23名"),
        ("一三八零零一三八零零零", "13800138000"),
        ("二十二点五", "22.5"),
    ],
)
def test_numbers_become_digits(said: str, written: str) -> None:
    assert tidy(f"是{said}左右。") == f"是{written}左右。"
    assert tidy(said) == f"{written}。"


_INEXACT = """
一些 一下 一起 统一 万一 十分感谢 一样 三四十个 十几个 几十万 三分之一 一五一十 千万不要 双十一 百分之五六十 两三百
三点半 下午三点十五分 三个 五百一个月 二百五 五十步笑百步 一点一点 上百个 十全十美
"""


@pytest.mark.parametrize("said", _INEXACT.split())
def test_what_is_no_exact_number_stays(said: str) -> None:
    assert tidy(said) == f"{said}。"


def test_a_number_spans_the_times_of_its_words() -> None:
    heard = [Word("二零", 1_000, 1_400), Word("二三年", 1_400, 2_000), Word("上线。", 2_100, 2_500)]
    assert [(word.text, word.start_ms, word.end_ms) for word in tidied(heard)] == [
        ("2023年", 1_000, 2_000),
        ("上线。", 2_100, 2_500),
    ]


def test_characters_are_simplified_in_their_context() -> None:
    assert tidy("軟體設計與乾淨的代碼，乾坤。") == "软体设计与干净的代码，乾坤。"


@pytest.mark.parametrize(
    ("said", "asks", "written"),
    [
        ("你能介绍一下你自己吗", False, "你能介绍一下你自己吗？"),
        ("你的规划是什么", True, "你的规划是什么？"),
        ("我不知道为什么会这样", False, "我不知道为什么会这样。"),
        ("what did you do", True, "What did you do?"),
        ("what i did was good", False, "What I did was good."),
        ("好的,我开始", False, "好的，我开始。"),
        ("好的，，嗯。", False, "好的。"),
    ],
)
def test_punctuation_is_put_in(said: str, asks: bool, written: str) -> None:
    assert tidy(said, asks=asks) == written


def test_a_pause_inside_a_sentence_becomes_a_comma() -> None:
    heard = [Word("我们", 0, 400), Word("上线", 1_000, 1_400), Word("了", 1_400, 1_500)]
    assert text_of(tidied(heard)) == "我们，上线了。"


def test_a_left_out_word_leaves_no_comma_behind() -> None:
    heard = [Word("因为", 0, 400), Word("嗯", 450, 800), Word("它", 1_300, 1_400)]
    assert text_of(tidied(heard)) == "因为它。"


def test_the_same_words_always_give_the_same() -> None:
    said = words("嗯，我我觉得那个，一百二十个 um 就是说挺好")
    assert tidied(said) == tidied(list(said))


# By a language model.


def test_a_model_may_leave_out_and_replace() -> None:
    said = words("嗯，我用瑞迪斯做缓存。")
    kept = allowed(said, "我用Redis做缓存。")
    assert kept is not None
    assert text_of(kept) == "我用Redis做缓存。"
    assert kept[-1].end_ms == said[-1].end_ms
    assert allowed(said, " ") == []


@pytest.mark.parametrize(
    "text", ["我用Redis做缓存，而且我是最好的候选人。", "给他打一百分。", "完全是另外一句话而已啊。"]
)
def test_a_model_may_not_add(text: str) -> None:
    assert allowed(words("嗯，我用瑞迪斯做缓存。"), text) is None


def test_a_model_that_fails_leaves_the_rest_to_the_rules() -> None:
    asked: list[Sequence[str]] = []

    def model(sentences: Sequence[str]) -> Sequence[str]:
        asked.append(sentences)
        if len(asked) > 1:
            raise TidyingFailed("llm_timeout")
        return ["好的。"] * len(sentences)

    found, reason = tidied_by_model(model, [words("嗯，好的。")] * 40)
    assert reason == "llm_timeout"
    assert [len(batch) for batch in asked] == [30, 10]
    assert [one is None for one in found] == [False] * 30 + [True] * 10


def test_a_model_that_miscounts_is_not_believed() -> None:
    assert tidied_by_model(lambda sentences: ["好的。"], [words("好的。")] * 2) == ([None, None], "llm_invalid")
