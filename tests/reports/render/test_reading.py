"""The report as the renderings read it."""

from __future__ import annotations

from reports.render.reading import ReportReader
from tests.reports.render.cases import CASES, from_specification, unscored
from tests.reports.samples import sample_report


def test_reader_numbers_follow_ups_under_their_question() -> None:
    reader = ReportReader(sample_report("en"), language="en")
    assert [item.label for item in reader.questions] == ["Q1", "Q1.1", "Q2", "Q3", "Q4"]
    assert [item.is_follow_up for item in reader.questions] == [False, True, False, False, False]


def test_reader_evidence_times_count_from_the_start_of_the_interview() -> None:
    report = sample_report("zh")
    reader = ReportReader(report, language="zh")
    offsets = {row["question_id"]: row["offset_ms"] for row in report["questions"]}
    raw = report["ability_evidence"]["professional_knowledge"]["indicators"][0]["evidence"]
    read = next(item for item in reader.abilities if item.key == "professional_knowledge").indicators[0].evidence
    assert raw
    assert [item.start_ms for item in read] == [row["start_ms"] + offsets[row["question_id"]] for row in raw]


def test_reader_sentences_keep_text_and_times() -> None:
    report = sample_report("zh")
    first = ReportReader(report, language="zh").questions[0]
    assert [item.text for item in first.sentences] == [row["text"] for row in report["questions"][0]["sentences"]]
    assert first.sentences[0].start_ms == 11_000


def test_reader_missing_score_stays_none_with_its_reason() -> None:
    reader = ReportReader(unscored("zh"), language="zh")
    missing = next(item for item in reader.abilities if item.key == "stress_resistance")
    assert missing.score is None
    assert missing.reason == "看不到脸"
    assert reader.overall_score is None
    assert reader.recommendation.startswith("证据不足")
    assert reader.not_measured == (("视线分析 (第2题)", "看不到脸"),)


def test_reader_zero_is_a_score() -> None:
    report = from_specification() | {"overall_score": 0, "ability_scores": {"logical_thinking": 0}}
    reader = ReportReader(report, language="en")
    assert reader.overall_score == 0
    assert reader.abilities[0].score == 0


def test_reader_feedback_has_no_scores() -> None:
    reader = ReportReader(CASES["feedback"]("en"), language="en")
    assert not reader.has_scores
    assert reader.title == "Interview feedback"
    assert reader.abilities == ()
    assert reader.suggestions


def test_reader_suggestion_names_its_aspect() -> None:
    reader = ReportReader(from_specification(), language="zh")
    assert reader.suggestions == (("回答结构", "采用 STAR 法则"),)
    assert reader.highlights[0].at_ms == 330_000


def test_reader_limits_are_said_once() -> None:
    spoken = ReportReader(from_specification(), language="en")
    noticed = ReportReader(sample_report("en"), language="en")
    assert sum("Naim" in words for _, words in spoken.method) == 1
    assert sum("Naim" in words for _, words in noticed.method) == 0
    assert sum("Naim" in words for words in noticed.notices) == 1


def test_reader_empty_report_has_nothing() -> None:
    reader = ReportReader({}, language="zh")
    assert (reader.abilities, reader.highlights, reader.questions, reader.engines, reader.facts) == ((),) * 5
