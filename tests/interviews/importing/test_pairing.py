"""Questions and answers out of a conversation."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from interviews.importing.matching import MATCHES_FROM, best_matches, rarity_of, similarity
from interviews.importing.pairing import BankQuestion, answer_text, pair_turns
from interviews.importing.roles import guess_roles
from interviews.importing.texts import asks, is_chinese, joined, says_nothing
from interviews.transcripts.turns import Turn, Voice
from questionbank import seeds
from tests.interviews.importing.samples import TALK, times

PAIRS = tomllib.loads(Path(__file__).with_name("question_pairs.toml").read_text())
SEEDS = {"zh": "ai_zh", "en": "system_en"}


def turns_of(talk):
    roles = {"I": "interviewer", "C": "candidate"}
    return [
        Turn(Voice(who, roles[who]), start, end, text)
        for (who, text), (start, end) in zip(talk, times(talk), strict=True)
    ]


def bank(language):
    path = Path(seeds.__file__).with_name(f"{SEEDS[language]}.toml")
    return [question["content"] for question in tomllib.loads(path.read_text())["questions"]]


def test_a_talk_becomes_questions_and_answers():
    turns = turns_of(TALK)
    pairs = pair_turns(
        turns, bank=[BankQuestion("q_1", "什么是过拟合？如何避免？"), BankQuestion("q_2", "什么是召回？")]
    )
    assert [(pair.content, pair.bank_id, pair.follows) for pair in pairs] == [
        ("先做一个自我介绍吧。", "", None),
        ("你刚才提到双塔召回，具体是怎么训练的？", "", 0),
        ("什么是过拟合？你会如何避免？", "q_1", None),
    ]
    assert answer_text(pairs[0], turns) == TALK[3][1] + TALK[5][1]
    assert [pair.answered for pair in pairs] == [[3, 5], [7], [9]]


def test_small_talk_and_the_candidates_own_questions_are_no_answers():
    said = {place for pair in pair_turns(turns_of(TALK), bank=[]) for place in pair.answered}
    assert not said & {1, 11}


def test_a_sound_of_the_candidate_does_not_cut_a_question():
    talk = [("I", "我们来看下一题。"), ("C", "嗯。"), ("I", "什么是死锁？"), ("C", "两个线程互相等待对方的锁。")]
    (pair,) = pair_turns(turns_of(talk), bank=[])
    assert (pair.content, pair.answered) == ("什么是死锁？", [3])


def test_a_bank_question_without_an_answer_stays_and_an_improvised_one_goes():
    talk = [
        ("I", "什么是过拟合？如何避免？"),
        ("I", "好吧。"),
        ("C", "嗯。"),
        ("I", "那你平时几点起床？"),
        ("C", "好的。"),
    ]
    pairs = pair_turns(turns_of(talk), bank=[BankQuestion("q_1", "什么是过拟合？如何避免？")])
    assert [(pair.bank_id, says_nothing(answer_text(pair, turns_of(talk)))) for pair in pairs] == [("q_1", True)]


def test_a_follow_up_of_a_follow_up_belongs_to_the_main_question():
    talk = [*TALK[2:8], ("I", "为什么用批内负采样？"), ("C", "因为批内负采样不用另外取样本，很省时间。")]
    assert [pair.follows for pair in pair_turns(turns_of(talk), bank=[])] == [None, 0, 0]


def test_a_new_topic_is_a_main_question():
    talk = [*TALK[2:6], ("I", "操作系统里进程和线程有什么区别？"), ("C", "进程有独立的地址空间。")]
    assert [pair.follows for pair in pair_turns(turns_of(talk), bank=[])] == [None, None]


def test_nobody_asks_nothing_is_paired():
    assert pair_turns(turns_of([("C", "我来介绍一下我自己。"), ("C", "我叫张三。")]), bank=[]) == []
    assert pair_turns([], bank=[]) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_questions_as_people_put_them_are_found_in_the_bank(language):
    """Each by itself: at most one in twenty is taken for another question than the one that is meant."""
    questions = bank(language)
    wrong = [
        pair["asked"] for pair in PAIRS[language] if best_matches([pair["asked"]], questions).get(0, -1) != pair["bank"]
    ]
    assert len(wrong) <= len(PAIRS[language]) / 20, wrong


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_threshold_lies_in_a_gap(language):
    """Nothing that is asked scores near it: the highest wrong and the lowest right match stay .05 away."""
    questions = bank(language)
    rarity = rarity_of(questions)
    for pair in PAIRS[language]:
        best = max(similarity(pair["asked"], question, rarity=rarity) for question in questions)
        assert abs(best - MATCHES_FROM) > 0.05, (pair["asked"], best)


def test_each_question_of_the_bank_is_used_once():
    assert best_matches(["什么是过拟合？", "过拟合怎么避免？"], ["什么是过拟合？如何避免？"]) in ({0: 0}, {1: 0})


@pytest.mark.parametrize(
    "text",
    [
        "什么是过拟合？",
        "介绍一下你自己",
        "请说说你的项目",
        "你用过 Redis 吗",
        "Tell me about yourself.",
        "So, why did you leave?",
    ],
)
def test_asks(text):
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    ["好的，谢谢。", "嗯嗯", "我先介绍一下我们公司。", "OK, great.", "We build payment systems.", "今天就到这里。"],
)
def test_does_not_ask(text):
    assert not asks(text)


def test_roles_of_three_people():
    talk = [("A", "什么是过拟合？"), ("C", TALK[9][1]), ("B", "你刚才说的早停怎么实现？"), ("C", TALK[7][1])]
    turns = [Turn(Voice(who, ""), place, place + 1, text) for place, (who, text) in enumerate(talk)]
    assert guess_roles(turns) == {"A": "interviewer", "C": "candidate", "B": "interviewer"}


def test_words_are_joined_as_they_are_written():
    assert joined(["我", "用", "Redis", "cluster,", "很", "快。"]) == "我用Redis cluster,很快。"
    assert is_chinese("我用 Redis 做缓存")
