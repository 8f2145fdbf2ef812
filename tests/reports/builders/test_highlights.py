"""Moments worth seeing again rest on evidence and never give the marking scheme away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analysis.contracts import AnswerResults, Filler, Span
from reports.builders.facts import clock_time
from reports.builders.highlights import MOST_HIGHLIGHTS, find_highlights
from tests.reports.samples import (
    follow_up,
    off_topic_answer,
    sample_answers,
    score_of,
    silent_answer,
    strong_answer,
    typed_answer,
    weak_answer,
    with_content,
)


def highlights(*answers: AnswerResults) -> list[dict[str, Any]]:
    return find_highlights(answers, scores=score_of(answers).answers)


def keys(found: list[dict[str, Any]], kind: str | None = None) -> set[str]:
    return {moment["key"] for moment in found if kind in (None, moment["type"])}


def test_strong_answer_has_good_moments_alone() -> None:
    found = highlights(strong_answer())
    assert keys(found, "positive") == {"covered_point", "specific_detail", "clear_structure", "star_story"}
    assert keys(found, "negative") == set()


def test_weak_answer_shows_pause_fillers_and_looking_away() -> None:
    assert keys(highlights(weak_answer())) == {"long_pause", "filler_cluster", "looked_away"}


def test_off_topic_answer_is_never_praised() -> None:
    found = highlights(off_topic_answer())
    assert keys(found) == {"off_topic"}
    assert found[0]["quote"].startswith("我从小在海边长大")


def test_silent_answer_has_no_moments() -> None:
    assert highlights(silent_answer()) == []


def test_every_moment_rests_on_a_place() -> None:
    for moment in highlights(*sample_answers()):
        assert moment["question_id"]
        assert moment["quote"] or moment["start_ms"] is not None


def test_moments_come_in_the_order_of_the_interview_and_are_few() -> None:
    answers = [make(question_id=f"q_{n}", order=n) for n in range(1, 41) for make in _makers(n)]
    found = highlights(*answers)
    assert len(found) == MOST_HIGHLIGHTS
    assert [moment["timestamp"] for moment in found] == sorted(moment["timestamp"] for moment in found)
    assert {moment["type"] for moment in found} == {"positive", "negative"}


def _makers(number: int) -> list[Any]:
    return [(strong_answer, weak_answer, off_topic_answer)[number % 3]]


def test_timestamp_counts_from_the_start_of_the_interview() -> None:
    answer = replace(weak_answer(), offset_ms=3_600_000)
    pause = next(moment for moment in highlights(answer) if moment["key"] == "long_pause")
    assert (pause["timestamp"], pause["start_ms"], pause["end_ms"]) == ("01:00:06", 6_500, 12_000)
    assert pause["params"] == {"seconds": 5.5}


@pytest.mark.parametrize(("ms", "text"), [(0, "00:00:00"), (330_000, "00:05:30"), (3_661_999, "01:01:01")])
def test_clock_time_is_hours_minutes_seconds(ms: int, text: str) -> None:
    assert clock_time(ms) == text


def test_typed_answer_has_moments_at_the_start_of_the_answer() -> None:
    found = highlights(typed_answer())
    assert found
    assert all(moment["start_ms"] is None and moment["quote"] for moment in found)
    assert {moment["timestamp"] for moment in found} == {"00:00:10"}


def test_short_pauses_and_scattered_fillers_are_no_moments() -> None:
    answer = strong_answer()
    fillers = tuple(Filler("嗯", at, at + 200) for at in range(0, 60_000, 10_000))
    prosody = replace(answer.results["prosody"], long_pauses=(Span(0, 2_500),), fillers=fillers)
    found = highlights(replace(answer, results={**answer.results, "prosody": prosody}))
    assert keys(found, "negative") == set()


def test_follow_up_held_or_lost_is_a_moment() -> None:
    main = strong_answer()
    assert "strong_follow_up" in keys(highlights(main, follow_up(strong_answer(), to=main)))
    weak = with_content(follow_up(weak_answer(), to=main), relevance=0.3, structure=0.0, depth=0.0)
    assert "weak_follow_up" in keys(highlights(main, weak))


def test_moments_never_name_a_scoring_point() -> None:
    assert "point 1" not in str(highlights(*sample_answers()))
