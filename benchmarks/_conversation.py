"""A three-hour interview as turns, the same every time."""

from __future__ import annotations

import random
from collections.abc import Iterator

from interviews.transcripts.turns import Turn, Voice

WORDS = 30_000
HOURS = 3
_ASKS = Voice("interviewer", "interviewer", name_zh="王总", name_en="Wang")
_ANSWERS = Voice("candidate", "candidate", name_zh="张三", name_en="Zhang San")
_QUESTIONS = (
    "请介绍一下你负责的推荐系统。",
    "为什么选择Kafka做消息队列？",
    "遇到过哪些线上故障，怎么解决的？",
    "好的，请继续。",
)
_ANSWERS_SAID = (
    "嗯，我我负责推荐系统的召回和排序，大概有一百二十个微服务。",
    "就是，我们用Redis做缓存，用Kafka做消息队列，延迟从三百毫秒降到了五十毫秒。",
    "后来发现数据库的连接池太小，所以我们调整了参数，并且增加了监控和告警。",
    "那个，这个项目我是负责人，带了五个同事，二零二三年上线，百分之九十的流量都走新系统。",
    "I think the the main problem was the tail latency, um, so we added a second cache.",
)
_WORDS_A_SENTENCE = 15  # as jieba cuts these, on average


def long_interview(*, words: int = WORDS, hours: float = HOURS) -> Iterator[Turn]:
    """Turns of a question and five to nine sentences of an answer, spread evenly over the time."""
    chooser = random.Random(11)
    sentences = words // _WORDS_A_SENTENCE
    step_ms = round(hours * 3_600_000 / sentences)
    said = 0
    while said < sentences:
        yield _turn(_ASKS, said * step_ms, step_ms, chooser.choice(_QUESTIONS))
        said += 1
        for _sentence in range(chooser.randint(5, 9)):
            yield _turn(_ANSWERS, said * step_ms, step_ms, chooser.choice(_ANSWERS_SAID))
            said += 1


def _turn(voice: Voice, start_ms: int, step_ms: int, text: str) -> Turn:
    return Turn(voice, start_ms, start_ms + round(step_ms * 0.9), text)
