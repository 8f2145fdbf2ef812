"""From answers to the score of the interview: what must hold whatever the answers are."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.contracts import ABILITIES, AbilityScore, AnswerResults, InterviewScore
from analysis.engines.results import Reason
from analysis.scoring.aggregate import score_answer, score_interview
from analysis.scoring.curves import curve_from
from analysis.scoring.pooling import MOST_EVIDENCE, norm_of, whole
from analysis.scoring.rubric import load_rubric
from tests.reports.samples import (
    follow_up,
    off_topic_answer,
    sample_answers,
    silent_answer,
    strong_answer,
    typed_answer,
    unanswered,
    weak_answer,
    with_content,
    without_kind,
    without_video,
)

RUBRIC = load_rubric()
KINDS = ("asr", "prosody", "content", "gaze", "posture", "expression")


def ability(score: InterviewScore, key: str) -> AbilityScore:
    return next(found for found in score.abilities if found.key == key)


def score(*answers: AnswerResults) -> InterviewScore:
    return score_interview(answers, rubric=RUBRIC)


def with_grades(answer: AnswerResults, level: float) -> AnswerResults:
    names = ("relevance", "point_coverage", "reference_coverage", "structure", "depth", "grade")
    return with_content(answer, **dict.fromkeys(names, level))


ratio = st.floats(0, 1)


@st.composite
def any_answer(draw: st.DrawFn) -> AnswerResults:
    number = draw(st.integers(1, 30))
    make = draw(st.sampled_from([strong_answer, weak_answer, off_topic_answer, silent_answer, typed_answer]))
    kind = draw(st.sampled_from(["basic", "technical", "behavioral"]))
    difficulty = draw(st.sampled_from(["easy", "medium", "hard"]))
    answer = make(question_id=f"q_{number}", order=number, question_type=kind, difficulty=difficulty)
    if "content" in answer.results:
        fields = ("relevance", "point_coverage", "depth", "structure", "grade")
        answer = with_content(answer, **{name: draw(st.none() | ratio) for name in fields})
    for name in draw(st.sets(st.sampled_from(KINDS))):
        answer = without_kind(answer, name)
    return answer


interviews = st.lists(any_answer(), max_size=6, unique_by=lambda answer: answer.question_id)
slow = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@slow
@given(interviews)
def test_scores_are_whole_numbers_within_bounds_or_missing_with_a_reason(answers: list[AnswerResults]) -> None:
    result = score(*answers)
    numbers = [result.overall_score, *(found.score for found in result.dimensions)]
    numbers += [found.score for found in (*result.abilities, *result.answers)]
    assert all(number is None or (isinstance(number, int) and 0 <= number <= 100) for number in numbers)
    for found in result.abilities:
        assert (found.score is None) == (found.reason is not None)
        assert 0 <= found.coverage <= 1
        for indicator in found.indicators:
            assert (indicator.score is None) == (indicator.value is None) == (indicator.reason is not None)
            assert len(indicator.evidence) <= MOST_EVIDENCE
            assert indicator.score is None or (0 <= indicator.score <= 100 and indicator.evidence)


@slow
@given(interviews, st.randoms())
def test_order_in_which_answers_come_does_not_matter(answers: list[AnswerResults], chance: random.Random) -> None:
    shuffled = list(answers)
    chance.shuffle(shuffled)
    assert score(*shuffled) == score(*answers)


@slow
@given(interviews)
def test_overall_score_is_the_weighted_mean_of_the_abilities_there_are(answers: list[AnswerResults]) -> None:
    result = score(*answers)
    there = [found for found in result.abilities if found.score is not None]
    covered = math.fsum(found.weight for found in there)
    assert result.covered_weight == pytest.approx(covered)
    if covered < 0.5 - 1e-9:
        assert (result.overall_score, result.recommendation) == (None, "insufficient_evidence")
    else:
        mean = math.fsum((found.score or 0) * found.weight for found in there) / covered
        assert result.overall_score == whole(mean)


@slow
@given(st.sampled_from(["basic", "technical", "behavioral"]), ratio, ratio)
def test_better_content_never_lowers_a_score(kind: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    worse = score(with_grades(strong_answer(question_type=kind), low))
    better = score(with_grades(strong_answer(question_type=kind), high))
    assert (better.overall_score or 0) >= (worse.overall_score or 0)
    assert (better.answers[0].score or 0) >= (worse.answers[0].score or 0)


@pytest.mark.parametrize("field", ["relevance", "point_coverage", "reference_coverage", "structure", "depth", "grade"])
def test_single_content_measure_raises_the_answer(field: str) -> None:
    base = with_grades(weak_answer(), 0.6)
    levels = [with_content(base, **{field: step / 10}) for step in range(11)]
    scores = [score_answer(answer, rubric=RUBRIC).score or 0 for answer in levels]
    assert scores == sorted(scores)
    assert scores[-1] > scores[0]


def test_nothing_answered_is_insufficient_evidence() -> None:
    result = score()
    assert result.overall_score is None
    assert result.recommendation == "insufficient_evidence"
    assert [found.key for found in result.abilities] == list(ABILITIES)
    assert all(found.score is None and found.coverage == 0 for found in result.abilities)


def test_silent_answers_are_never_zero() -> None:
    result = score(silent_answer(question_id="q_1"), silent_answer(question_id="q_2", order=2))
    assert result.recommendation == "insufficient_evidence"
    assert [found.score for found in result.answers] == [None, None]
    assert ability(result, "professional_knowledge").reason == Reason.NO_SPEECH
    assert ability(result, "professional_knowledge").indicators[0].value is None


def test_silent_candidate_who_looks_well_shows_no_communication() -> None:
    for kind in ("technical", "behavioral"):
        assert ability(score(silent_answer(question_type=kind)), "communication_potential").score is None


def test_silent_answer_leaves_the_others_scores_and_lowers_coverage() -> None:
    spoken = strong_answer(question_id="q_1")
    alone, beside = score(spoken), score(spoken, silent_answer(question_id="q_2", order=2))
    for key in ("professional_knowledge", "logical_thinking", "language_expression"):
        assert ability(beside, key).score == ability(alone, key).score
        assert ability(beside, key).coverage == pytest.approx(ability(alone, key).coverage / 2)


def test_mostly_unanswered_interview_is_insufficient_evidence() -> None:
    gaps = [unanswered(question_id=f"q_{number}", order=number) for number in range(2, 6)]
    result = score(strong_answer(question_id="q_1"), *gaps)
    assert result.overall_score is None
    assert ability(result, "professional_knowledge").coverage == pytest.approx(0.2)
    assert len(result.answers) == 1


def test_missing_indicator_passes_its_weight_on() -> None:
    full = ability(score(strong_answer()), "professional_knowledge")
    answer = with_content(strong_answer(), grade=None, missing={"grade": Reason.NO_REFERENCE})
    part = ability(score(answer), "professional_knowledge")
    kept = [found for found in full.indicators if found.key != "answer_grade"]
    total = math.fsum(found.weight for found in kept)
    expected = math.fsum((found.score or 0) * found.weight for found in kept) / total
    assert part.score == whole(expected)
    assert part.coverage == pytest.approx(full.coverage - 0.25)


def test_ability_under_its_minimum_coverage_is_missing_with_the_chief_reason() -> None:
    result = ability(score(typed_answer()), "language_expression")
    assert result.score is None
    assert result.coverage < 0.5
    assert result.reason == Reason.TEXT_ONLY


def test_knowledge_without_points_or_reference_is_not_judged() -> None:
    reasons = {"point_coverage": Reason.NO_SCORING_POINTS, "reference_coverage": Reason.NO_REFERENCE}
    blank = dict.fromkeys(("point_coverage", "reference_coverage", "grade"))
    answer = with_content(strong_answer(), **blank, missing={**reasons, "grade": Reason.NO_REFERENCE})
    assert ability(score(answer), "professional_knowledge").score is None


def test_knowledge_looks_at_basic_and_technical_questions_only() -> None:
    result = score(strong_answer(question_type="behavioral"))
    knowledge = ability(result, "professional_knowledge")
    assert knowledge.score is None
    assert knowledge.reason == Reason.NOT_ASKED


def test_strong_weak_and_off_topic_answers_are_told_apart() -> None:
    strong, weak, off_topic = (
        score_answer(make(), rubric=RUBRIC).score or 0 for make in (strong_answer, weak_answer, off_topic_answer)
    )
    assert strong >= 80
    assert strong - weak >= 25
    assert weak - off_topic >= 10


def test_eloquent_answers_off_topic_are_not_recommended() -> None:
    answers = [off_topic_answer(question_id=f"q_{number}", order=number) for number in (1, 2, 3)]
    answers.append(follow_up(off_topic_answer(), to=answers[0]))
    result = score(*answers)
    assert result.recommendation == "not_recommend"
    assert (ability(result, "professional_knowledge").score or 0) <= 15
    assert (ability(result, "logical_thinking").score or 0) <= 20
    assert (ability(result, "language_expression").score or 0) >= 70


def test_answer_that_covers_the_points_is_on_topic_whatever_its_relevance() -> None:
    covering = with_content(strong_answer(), relevance=0.05)
    structure = next(
        found for found in score_answer(covering, rubric=RUBRIC).indicators if found.key == "answer_structure"
    )
    plain = next(
        found for found in score_answer(strong_answer(), rubric=RUBRIC).indicators if found.key == "answer_structure"
    )
    assert structure.score == plain.score


def test_off_topic_answer_stays_under_the_cap_however_well_told() -> None:
    told = with_content(off_topic_answer(), relevance=0.1, point_coverage=0.0, structure=1.0, depth=1.0, grade=1.0)
    assert (score_answer(told, rubric=RUBRIC).score or 0) <= 35


def test_reason_of_a_half_silent_interview_is_the_silence() -> None:
    answers = [silent_answer(question_id=f"q_{number}", order=number) for number in (2, 3, 4)]
    found = ability(score(strong_answer(question_id="q_1"), *answers), "logical_thinking")
    assert found.score is None
    assert found.reason == Reason.NO_SPEECH


def test_star_lowers_no_coverage_where_no_question_called_for_it() -> None:
    assert ability(score(strong_answer(question_type="technical")), "logical_thinking").coverage == 1
    blank = with_content(strong_answer(question_type="behavioral"), missing={"star": Reason.TOO_SHORT})
    assert ability(score(blank), "logical_thinking").coverage == pytest.approx(0.8)


def test_answer_without_content_has_no_score_of_its_own() -> None:
    result = score_answer(without_kind(strong_answer(), "content"), rubric=RUBRIC)
    assert result.score is None
    assert result.reason == Reason.ENGINE_FAILED


def test_interview_without_video_is_still_scored() -> None:
    answers = [without_video(answer) for answer in sample_answers()]
    result = score(*answers)
    video = next(found for found in result.dimensions if found.key == "video")
    assert result.overall_score is not None
    assert video.score is None
    assert video.reason == Reason.NO_VIDEO
    assert set(video.labels.values()) == {None}


def test_typed_interview_with_follow_ups_is_scored_on_its_content() -> None:
    first = typed_answer(question_id="q_1", difficulty="easy")
    second = typed_answer(question_id="q_2", order=2, question_type="behavioral", difficulty="hard")
    result = score(first, follow_up(typed_answer(), to=first), second)
    assert result.overall_score is not None
    assert ability(result, "language_expression").score is None


def test_follow_up_that_falls_apart_lowers_composure() -> None:
    main = strong_answer(question_id="q_1")
    held = ability(score(main, follow_up(strong_answer(), to=main)), "stress_resistance").score
    lost = ability(score(main, follow_up(off_topic_answer(), to=main)), "stress_resistance").score
    assert held is not None
    assert lost is not None
    assert held - lost >= 30


def test_long_answers_count_more_for_delivery_but_within_bounds() -> None:
    def rate(short_ms: int, long_ms: int) -> float:
        answers = []
        for number, (speech_ms, fluency) in enumerate(((short_ms, 0.9), (long_ms, 0.5)), start=1):
            answer = strong_answer(question_id=f"q_{number}", order=number)
            prosody = replace(answer.results["prosody"], speech_ms=speech_ms, fluency=fluency)
            answers.append(replace(answer, results={**answer.results, "prosody": prosody}))
        found = ability(score(*answers), "language_expression").indicators
        return next(indicator.value or 0.0 for indicator in found if indicator.key == "fluency")

    assert rate(60_000, 60_000) == pytest.approx(0.7)
    assert rate(5_000, 60_000) < rate(60_000, 60_000)
    assert rate(1_000, 600_000) == pytest.approx((0.9 * 0.5 + 0.5 * 1.5) / 2)


def test_every_question_counts_the_same_for_content() -> None:
    long_one = with_content(strong_answer(question_id="q_1"), units=900, relevance=1.0)
    short_one = with_content(strong_answer(question_id="q_2", order=2), units=30, relevance=0.5)
    found = ability(score(long_one, short_one), "logical_thinking").indicators
    assert next(indicator.value for indicator in found if indicator.key == "relevance") == pytest.approx(0.75)


def test_too_fast_and_too_slow_do_not_cancel_out() -> None:
    answers = []
    for number, rate in enumerate((130.0, 470.0), start=1):
        answer = strong_answer(question_id=f"q_{number}", order=number)
        prosody = replace(answer.results["prosody"], articulation_rate=rate)
        answers.append(replace(answer, results={**answer.results, "prosody": prosody}))
    found = ability(score(*answers), "language_expression").indicators
    assert (next(indicator.score for indicator in found if indicator.key == "articulation_rate") or 0) < 70


@pytest.mark.parametrize(("language", "expected"), [("zh", (210, 390)), ("en", (190, 400))])
def test_norm_is_that_of_the_language_spoken(language: Any, expected: tuple[float, float]) -> None:
    found = ability(score(strong_answer(language=language)), "language_expression").indicators
    rate = next(indicator for indicator in found if indicator.key == "articulation_rate")
    assert (rate.norm, rate.norm_low, rate.norm_high) == ("between", *expected)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([[0, 0], [1, 100]], ("higher_better", None, None)),
        ([[0, 100], [1, 0]], ("lower_better", None, None)),
        ([[0, 0], [1, 100], [2, 100]], ("at_least", 1, None)),
        ([[0, 100], [1, 100], [2, 0]], ("at_most", None, 1)),
        ([[0, 0], [1, 100], [2, 100], [3, 0]], ("between", 1, 2)),
        ([[0, 50], [1, 50]], ("any", None, None)),
    ],
)
def test_norm_names_the_shape_of_the_curve(points: list[list[float]], expected: tuple[Any, ...]) -> None:
    assert norm_of(curve_from(points)) == expected


def test_evidence_shows_the_best_and_the_worst_answer() -> None:
    found = ability(score(*sample_answers()), "professional_knowledge").indicators
    depth = next(indicator for indicator in found if indicator.key == "depth")
    assert {"q_1", "q_3"} <= {place.question_id for place in depth.evidence}


@pytest.mark.parametrize(
    ("make", "speech", "content"),
    [
        (strong_answer, ("moderate", "excellent", "confident"), ("high", "clear", "deep")),
        (weak_answer, ("moderate", "fair", "nervous"), ("medium", "loose", "shallow")),
        (off_topic_answer, ("moderate", "excellent", "confident"), ("low", "loose", "shallow")),
    ],
)
def test_dimension_labels_describe_the_answer(make: Any, speech: tuple[str, ...], content: tuple[str, ...]) -> None:
    found = {dimension.key: dimension for dimension in score(make()).dimensions}
    assert tuple(found["speech"].labels.values()) == speech
    assert tuple(found["content"].labels.values()) == content


def test_forty_answers_are_scored() -> None:
    answers = [strong_answer(question_id=f"q_{number}", order=number) for number in range(1, 41)]
    result = score(*answers)
    assert len(result.answers) == 40
    assert result.overall_score is not None
