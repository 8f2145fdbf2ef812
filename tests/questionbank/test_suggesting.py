"""Questions that fit a position come first, and not only those of one kind."""

from __future__ import annotations

import pytest

from questionbank.models import Question
from questionbank.services import add_suggested, suggested_questions
from tests.factories import make_position

FLINK = "负责用 Flink 处理实时乱序数据，设计窗口和水位线，保证迟到数据不丢。"


def keys(**options):
    return [question.key for question in suggested_questions(**options)]


def test_suggestions_follow_the_description():
    assert keys(category="bigdata", language="zh", description=FLINK)[0] == "watermark"
    slow = "You will tune SQL queries, joins, execution plans and materialised tables."
    found = keys(category="bigdata", language="en", description=slow)
    assert found.index("sql_optimization") < found.index("cdc_pipeline")


def test_title_counts_more_than_description():
    found = keys(category="iot", language="zh", title="固件空中升级工程师", description="负责设备研发")
    assert found[0] == "ota_update"


@pytest.mark.parametrize("category", ["ai", "bigdata", "iot", "system"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_suggestions_are_all_there_is_without_a_description(category, language):
    found = suggested_questions(category=category, language=language, description="")
    assert len({question.key for question in found}) == 15


def test_few_suggestions_are_spread_over_types_and_difficulties():
    found = suggested_questions(category="ai", language="zh", description="深度学习算法工程师", count=6)
    assert (
        sorted(question.type for question in found)
        == ["basic", "basic", "behavioral", "behavioral"] + ["technical"] * 2
    )
    assert len({question.difficulty for question in found}) >= 2


def test_language_as_spoken_is_that_of_the_description():
    english = suggested_questions(category="system", language="auto", description="Backend engineer, databases")
    assert english[0].content.isascii()
    chinese = suggested_questions(category="system", language="auto", description="后端工程师")
    assert not chinese[0].content.isascii()


def test_unknown_category_has_no_suggestions():
    assert keys(category="cooking", language="zh", description="厨师") == []


@pytest.mark.parametrize("text", ["", "<script>alert(1)</script>", "x" * 20_000, "。，！", "\x00"])
def test_odd_descriptions_do_no_harm(text):
    assert len(keys(category="ai", language="auto", description=text, title=text)) == 15


def test_chosen_suggestions_are_added_once(people):
    position = make_position(people.owner, questions=0, category="iot", language="en")
    added = add_suggested(position, actor=people.owner, chosen=["ota_update", "mqtt_qos", "none", "ota_update"])
    assert [question.type for question in added] == ["technical", "basic"]
    assert add_suggested(position, actor=people.owner, chosen=["ota_update"]) == []
    kept = Question.objects.get(content__contains="over-the-air")
    assert (len(kept.scoring_points), kept.versions.get().changed_by) == (5, people.owner)
