"""Whether a passage belongs to the question, judged against what unrelated passages look like.

Cosines of multilingual-e5 are all high and differ by language, so they say little by themselves. The measure here
is how much nearer question and passage are to each other than each is to neutral passages on unrelated matters
(cross-domain similarity local scaling, Conneau et al. 2018, with a fixed neighbourhood).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from analysis.engines.content import words
from analysis.engines.content.calibration import RELEVANCE
from analysis.engines.content.encoder import Vectors

NEUTRAL = {
    "zh": (
        "今天天气很好，我想出去走走。",
        "谢谢大家，很高兴认识你们。",
        "我周末喜欢做饭和看电影。",
        "这个我不太清楚，不好意思。",
        "那家餐厅的菜味道不错，价格也便宜。",
        "昨天晚上的球赛很精彩，最后一分钟进了球。",
        "花园里的花开了，孩子们在草地上跑。",
        "火车晚点了半个小时，站台上人很多。",
    ),
    "en": (
        "The weather is nice today and I want to go for a walk.",
        "Thank you all, it is nice to meet you.",
        "On weekends I like cooking and watching films.",
        "I am not sure about this, sorry.",
        "The food in that restaurant is good and not expensive.",
        "The match last night was exciting, with a goal in the last minute.",
        "The flowers in the garden are open and the children run on the grass.",
        "The train was half an hour late and the platform was crowded.",
    ),
}


@dataclass(frozen=True, slots=True)
class Topic:
    """What the answer should be about: the question and, where there is one, its reference answer."""

    anchors: tuple[str, ...]
    keys: frozenset[str]
    language: str

    @classmethod
    def of(cls, *anchors: str) -> Topic:
        kept = tuple(text for text in anchors if text)
        keys = frozenset(
            term.key for text in kept for term in words.terms(text) if term.weight >= RELEVANCE["shared_weight"]
        )
        return cls(anchors=kept, keys=keys, language=words.language_of(" ".join(kept)))


def measure_relevance(text: str, *, topic: Topic, vectors: Vectors) -> float:
    """How surely ``text`` belongs to ``topic``, 0-1: the best over the topic's anchors; 0 for an empty text."""
    if not text or not topic.anchors:
        return 0.0
    nearer = max(_nearer(text, anchor, topic.language, vectors) for anchor in topic.anchors)
    shared = _shared(text, topic)
    z = (nearer - RELEVANCE["middle"]) / RELEVANCE["width"] + RELEVANCE["shared_words"] * min(1.0, shared)
    return 1.0 / (1.0 + math.exp(-z))


def _nearer(text: str, anchor: str, language: str, vectors: Vectors) -> float:
    around = sum(vectors.cosine(neutral, text) + vectors.cosine(neutral, anchor) for neutral in NEUTRAL[language])
    return 2 * vectors.cosine(text, anchor) - around / len(NEUTRAL[language])


def _shared(text: str, topic: Topic) -> float:
    """How many telling words of the topic the text uses (weights summed, each word once)."""
    return sum({term.key: term.weight for term in words.terms(text) if term.key in topic.keys}.values())
