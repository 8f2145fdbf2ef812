"""Keywords."""

from __future__ import annotations

from interviews.transcripts.keywords import keywords_of

CHINESE = [
    "我在字节跳动做推荐系统，用Kubernetes部署了120个微服务。",
    "我们用Redis做缓存，用Kafka做消息队列，张三带队。",
    "推荐系统的召回用双塔模型，排序用DeepFM。",
    "消息队列保证了数据的一致性，Redis很快。",
]
ENGLISH = [
    "I worked on the payment service at Stripe, mostly with PostgreSQL and Kafka.",
    "Our queues were slow, so the queue was replaced by Kafka.",
    "The latency went down by half, and p95 latency stayed below 40 ms.",
]


def test_names_and_technical_terms_come_first() -> None:
    found = keywords_of(CHINESE)
    assert {"Redis", "Kafka", "Kubernetes", "DeepFM", "张三"} == set(found[:5])
    assert "推荐系统" in found
    assert "消息队列" in found


def test_english_terms_count_once_for_one_and_many() -> None:
    found = keywords_of(ENGLISH)
    assert found[0] == "Kafka"
    assert {"PostgreSQL", "Stripe", "p95"} < set(found[:5])
    assert "queue" in found
    assert "queues" not in found


def test_words_that_say_nothing_are_none() -> None:
    assert keywords_of(["这个问题我觉得就是说可以的，然后我们大家一起。", "I think you know what I mean."]) == []


def test_there_are_ten_at_most_and_always_the_same() -> None:
    many = [f"{text} {number}abc Word{number}x." for number, text in enumerate(CHINESE * 5)]
    assert len(keywords_of(many)) == 10
    assert keywords_of(many) == keywords_of(list(many))
    assert len(keywords_of(many, limit=3)) == 3


def test_nothing_said_has_none() -> None:
    assert keywords_of([]) == keywords_of(["", "……"]) == []
