"""Which question of the bank an interviewer's words ask, told by the words they share.

Lexical on purpose: it runs where there is no model, and it is easy to say why two questions match. A paraphrase that
shares no content word is not found and counts as improvised.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

# Measured on tests/interviews/importing/question_pairs.toml (49 questions as people put them, 22 of them not in the
# bank): every threshold from .22 to .36 tells all of them apart.
MATCHES_FROM = 0.30

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_RUN = re.compile(rf"[{_HAN}]+|[a-z0-9]+(?:[+#.]+[a-z0-9+#]*)*", re.IGNORECASE)
# How a question is put, not what it is about.
_ZH_FRAME = re.compile(
    r"请问?|您|你们?|我们?|他们?|咱们?|介绍|说明|说说|说一说|谈谈|讲讲|讲一讲|讲|描述|解释|阐述|分享|聊聊|简单|简要|详细|具体|"
    r"一下|一个|一次|一些|什么样|是什么|什么|怎么样|怎么|怎样|如何|为什么|为何|哪些|哪个|哪|多少|能不能|可不可以|可以|能否|可否|"
    r"是不是|是否|有没有|会不会|应该|觉得|认为|知道|了解|理解|方面|关于|对于|以及|还有|或者|然后|那么|这个|那个|这些|那些|最后|"
    r"刚才|吗|呢|吧|啊|的|了|是|在|和|与|及|对|给|把|被|会|要|时|里|中|下|上|过|做|用|说|到|让|从|就|也|都|再|先|会|自己|一般|通常|平时"
)
_EN_FRAME = re.compile(
    r"a|an|the|of|to|in|on|at|for|with|by|from|as|into|about|over|under|than|then|that|this|these|those|"
    r"it|its|is|are|was|were|be|been|being|do|does|did|done|can|could|would|will|should|may|might|must|"
    r"have|has|had|having|you|your|yours|we|our|us|i|me|my|he|she|they|them|their|what|which|who|whom|"
    r"whose|when|where|why|how|and|or|but|if|so|not|no|tell|describe|explain|give|talk|walk|through|"
    r"example|please|just|also|there|here|let|lets|go|make|made|any|some|one|two|like|maybe|ok|okay|well|"
    r"now|next|right|between"
)
_SUFFIX = re.compile(r"(?:ing|edly|ed|ies|es|s|ly|ment|ation|ions?|ency|ence)$")


def terms_of(text: str) -> Counter[str]:
    """What a question is about: pairs of Chinese characters and stems of English words, each with how often."""
    found: Counter[str] = Counter()
    for run in _RUN.findall(text.lower()):
        if re.match(f"[{_HAN}]", run):
            for piece in _ZH_FRAME.sub(" ", run).split():
                found.update(piece[at : at + 2] for at in range(max(1, len(piece) - 1)))
        elif not _EN_FRAME.fullmatch(run):
            found[_stem(run)] += 1
    return found


def similarity(asked: str, question: str, *, rarity: Mapping[str, float] | None = None) -> float:
    """0 to 1: how much of what both are about is shared. Half of it is how much of the shorter one the longer one
    holds, because interviewers shorten a question or talk around it; a very short one proves little."""
    ours, theirs = terms_of(asked), terms_of(question)
    if not ours or not theirs:
        return 0.0
    weigh = _weigher(rarity or {})
    shared = weigh(ours & theirs)
    sizes = sorted((weigh(ours), weigh(theirs)))
    held = shared / sizes[0] * min(1.0, min(len(ours), len(theirs)) / 4)
    return (2 * shared / sum(sizes) + held) / 2


def rarity_of(questions: Sequence[str]) -> dict[str, float]:
    """How much a term says about which question of a bank is meant: those that many questions hold say little."""
    held = Counter(term for question in questions for term in terms_of(question))
    return {term: math.log(1 + len(questions) / count) for term, count in held.items()}


def best_matches(asked: Sequence[str], bank: Sequence[str]) -> dict[int, int]:
    """Asked question to question of the bank, by place; each of either at most once, the surest first."""
    rarity = rarity_of(bank)
    scored = [
        (similarity(text, question, rarity=rarity), place, number)
        for place, text in enumerate(asked)
        for number, question in enumerate(bank)
    ]
    matched: dict[int, int] = {}
    for score, place, number in sorted(scored, key=lambda found: (-found[0], found[1], found[2])):
        if score >= MATCHES_FROM and place not in matched and number not in matched.values():
            matched[place] = number
    return matched


def _weigher(rarity: Mapping[str, float]) -> Callable[[Counter[str]], float]:
    usual = max(rarity.values(), default=1.0)  # what the bank does not hold is as rare as anything in it

    def weigh(terms: Counter[str]) -> float:
        return sum(rarity.get(term, usual) * min(2, count) for term, count in terms.items())

    return weigh


def _stem(word: str) -> str:
    short = _SUFFIX.sub("", word) if len(word) > 4 else word
    return short.rstrip("e") if len(short) > 3 else short
