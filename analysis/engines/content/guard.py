"""What an answer may not be scored for: orders to the grader, the question said back, the same thing said again.

Such passages are left out before anything is measured, so that an answer with them scores exactly as the same
answer without them, and an answer made of nothing else scores zero.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.engines.content import words

_TOP = r"(?:full|maximum|max|highest|perfect|top|100|10/10|hundred|five stars?|excellent)"
_MARKS = r"(?:marks?|scores?|points?|grades?|ratings?|credits?)"
_TOP_ZH = r"(?:满分|最高分|高分|100\s?分|一百分|10\s?分|十分|五星|100%|通过)"
_ORDERS = re.compile(
    "|".join(
        (
            # Set the rules aside.
            r"\b(?:ignore|disregard|forget|override|bypass|skip)\b.{0,40}"
            r"\b(?:instruction|prompt|rule|criteri|guideline|rubric|above|previous|prior)",
            r"(?:忽略|无视|忘记|忘掉|不要理会|不要管|跳过|绕过|覆盖).{0,16}(?:指令|指示|提示|规则|标准|要求|内容|设定|约束)",
            # Give me the top mark.
            rf"\b(?:give|award|assign|grant|rate|grade|score|mark|put)\b.{{0,30}}\b{_TOP}\b"
            rf"(?:.{{0,14}}\b{_MARKS}|\W*$|\W+(?:%|percent|out of))",
            rf"\b(?:give|award|assign|grant)\b.{{0,12}}\b(?:me|this answer|this candidate)\b.{{0,20}}\b{_MARKS}\b",
            r"\b(?:set|change|output|return)\b.{0,20}\b(?:score|grade|rating|relevance|coverage)\b.{0,12}(?:to|=|:|as)\s*\S",
            r"\bthis (?:answer|response|candidate)\b.{0,20}\b(?:deserves?|(?:should|must) (?:get|receive|be given))\b",
            rf"(?:给|打|评|判|算|记)[我本这该个出为上他她此]?.{{0,10}}{_TOP_ZH}",
            r"(?:评分|打分|分数|得分|成绩|评价).{0,8}"
            rf"(?:设为|改[为成]|设成|必须|应[该当]|请给|为|是).{{0,4}}(?:{_TOP_ZH}|\d)",
            r"请.{0,6}(?:录用|通过)(?:我|该候选人|这个候选人)",
            # You are now something else.
            r"\byou are (?:now |actually )?(?:an? )?(?:\w+ )?(?:grader|evaluator|ai|assistant|language model|judge)\b",
            r"\b(?:system|developer) (?:prompt|message|instruction)",
            r"\b(?:as|dear|hey|attention) (?:the |an? )?(?:ai|grader|evaluator|model)\b",
            r"你(?:现在)?(?:是|扮演)(?:一个|一名|一位)?.{0,6}(?:评分|打分|AI|ai|人工智能|助手|大模型|语言模型|评委|机器人)",
            r"系统(?:提示|指令|消息)",
            r"[\"']?(?:score|grade|relevance)[\"']?\s*[:=]\s*[\d\"']",
        )
    ),
    re.IGNORECASE | re.DOTALL,
)
_CLAUSE_END = re.compile(r"(?<=[。！？!?；;，,\n])|(?<=[a-zA-Z0-9)][.])(?:\s+|(?=[\u3400-\u9fffA-Z]))")
_REPEAT_WEIGHT = 0.2  # a clause with one word as telling as this that the question has not is no repeat
_REPEAT_TERMS = 4  # a shorter clause may well be the answer ("UDP" to "TCP or UDP?")
_REPEAT_UNITS = 4  # words of a piece of the question said back
_LIST_TERMS = 5  # a shorter list is an answer in key words


@dataclass(frozen=True, slots=True)
class Screened:
    """The sentences as they may be scored (same number and order; "" where nothing is left) and what was found."""

    sentences: tuple[str, ...]
    orders: bool  # an instruction to the grader
    repeats_question: bool


def screen(sentences: Sequence[str], *, question: str, prompts: Sequence[str] = ()) -> Screened:
    """Leave out of every sentence what may not be scored.

    ``prompts`` are texts for the grader's eyes (scoring points that are no facts): where they stand in the answer word
    for word, they are cut out.
    """
    asked = {term.key for term in words.terms(question)}
    seen: set[str] = set()
    kept: list[str] = []
    orders = repeats = False
    for sentence in sentences:
        clauses, had_order = _without_orders(sentence)
        orders = orders or had_order
        text = _without(clauses, prompts).strip()
        if _repeats(text, asked) or _stands_in(text, question):
            repeats, text = True, ""
        mark = _bare(text)
        kept.append("" if mark in seen else text)
        seen.add(mark)
    return Screened(sentences=tuple(kept), orders=orders, repeats_question=repeats)


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def _without(text: str, prompts: Sequence[str]) -> str:
    for prompt in prompts:
        text = re.sub(r"\s+".join(map(re.escape, prompt.split())), " ", text, flags=re.IGNORECASE)
    return text


def _stands_in(text: str, question: str) -> bool:
    """Whether a text is a piece of the question word for word, and longer than a choice the question may offer."""
    return words.count_units(text) >= _REPEAT_UNITS and _bare(text) in _bare(question)


def _without_orders(sentence: str) -> tuple[str, bool]:
    if not _ORDERS.search(sentence):
        return sentence, False
    kept = [clause for clause in _CLAUSE_END.split(sentence) if clause and not _ORDERS.search(clause)]
    rest = "".join(kept)
    # An order spread over several clauses: nothing of the sentence can be trusted.
    return ("", True) if _ORDERS.search(rest) or rest == sentence else (rest, True)


def _repeats(text: str, asked: set[str]) -> bool:
    found = words.terms(text)
    if len(found) < _REPEAT_TERMS or not asked:
        return False
    return all(term.key in asked for term in found if term.weight >= _REPEAT_WEIGHT)


def is_keyword_list(text: str, *, prompts: Sequence[str]) -> bool:
    """Whether a text only strings together words of ``prompts`` (question and scoring points) without saying anything.

    True when at least five content words, nearly all of them from the prompts, stand with hardly a function word.
    """
    found = words.terms(text)
    if len(found) < _LIST_TERMS:
        return False
    given = {term.key for prompt in prompts for term in words.terms(prompt)}
    borrowed = sum(term.key in given for term in found) / len(found)
    everything = words.raw_words(text)
    function_share = sum(words.is_stop(word) for word in everything) / len(everything)
    return borrowed >= 0.8 and function_share < 0.25
