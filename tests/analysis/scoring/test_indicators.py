"""Each indicator reads what it should, and says why it cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.contracts import AnswerResults
from analysis.engines.results import Filler, Mark, Reason, Sentence, Span, Transcript
from analysis.scoring.indicators import EXTRACTORS
from analysis.scoring.indicators_text import WINDOW, moving_type_token_ratio, tokens
from analysis.scoring.measurement import Measurement, Setting
from tests.reports.samples import (
    follow_up,
    silent_answer,
    strong_answer,
    typed_answer,
    unanswered,
    with_content,
    without_kind,
    without_video,
)


def measure(key: str, answer: AnswerResults, setting: Setting | None = None) -> Measurement:
    return EXTRACTORS[key](answer, setting or Setting())


CONTENT = ("point_coverage", "reference_coverage", "answer_grade", "depth", "relevance", "answer_structure")
SPEECH = ("fluency", "articulation_rate", "pause_ratio", "fillers", "pitch_movement", "response_latency", "hnr")
VIDEO = ("eye_contact", "posture", "movement", "animation")


@pytest.mark.parametrize("key", [*CONTENT, "connectives", *SPEECH, *VIDEO, "vocabulary", "sentence_length"])
def test_indicator_of_a_full_answer_is_measured(key: str) -> None:
    found = measure(key, strong_answer())
    assert found.value is not None
    assert found.reason is None


@pytest.mark.parametrize("key", [*CONTENT, "connectives", "vocabulary", "sentence_length", *SPEECH])
def test_indicator_of_a_silent_answer_is_missing_not_zero(key: str) -> None:
    found = measure(key, silent_answer())
    assert found.value is None
    assert found.reason == Reason.NO_SPEECH


@pytest.mark.parametrize("key", [key for key in EXTRACTORS if key not in ("star", "collaboration")])
def test_indicator_of_an_unanswered_question_is_missing(key: str) -> None:
    assert measure(key, unanswered()).value is None


@pytest.mark.parametrize("key", VIDEO)
def test_indicator_without_video_carries_the_reason(key: str) -> None:
    answer = without_video(strong_answer(), reason=Reason.NOT_CONSENTED)
    assert measure(key, answer) == Measurement(reason="not_consented")


@pytest.mark.parametrize("key", SPEECH)
def test_indicator_of_typed_text_has_no_voice(key: str) -> None:
    assert measure(key, typed_answer()).reason == Reason.TEXT_ONLY


def test_failed_engine_is_named_as_the_reason() -> None:
    assert measure("relevance", without_kind(strong_answer(), "content")).reason == Reason.ENGINE_FAILED
    assert measure("fluency", without_kind(strong_answer(), "prosody")).reason == Reason.ENGINE_FAILED


def test_field_without_a_value_carries_its_own_reason() -> None:
    answer = with_content(strong_answer(), point_coverage=None, missing={"point_coverage": Reason.NO_SCORING_POINTS})
    assert measure("point_coverage", answer).reason == Reason.NO_SCORING_POINTS


@pytest.mark.parametrize("key", ["star", "collaboration"])
def test_behavioral_indicator_is_not_expected_of_technical_answers(key: str) -> None:
    assert measure(key, strong_answer(question_type="technical")).reason == Reason.NOT_ASKED
    assert measure(key, silent_answer(question_type="technical")).reason == Reason.NOT_ASKED
    assert measure(key, strong_answer(question_type="behavioral")).value is not None


def test_star_counts_its_parts_with_their_quotes() -> None:
    found = measure("star", strong_answer(question_type="behavioral"))
    assert found.value == 3
    assert len(found.evidence) == 3
    assert all(place.quote for place in found.evidence)


def test_connectives_repeated_count_once() -> None:
    once = with_content(strong_answer(), units=100, structure_marks=(Mark("order", "then"),))
    often = with_content(strong_answer(), units=100, structure_marks=(Mark("order", "then"),) * 9)
    assert measure("connectives", once).value == measure("connectives", often).value == 1


def test_connectives_of_a_very_short_answer_are_not_counted() -> None:
    assert measure("connectives", with_content(strong_answer(), units=8)).reason == Reason.TOO_SHORT


def test_pause_evidence_is_the_longest_pauses() -> None:
    pauses = (Span(0, 2_100), Span(5_000, 9_000), Span(20_000, 22_500), Span(30_000, 32_200))
    answer = strong_answer()
    prosody = replace(answer.results["prosody"], long_pauses=pauses)
    found = measure("pause_ratio", replace(answer, results={**answer.results, "prosody": prosody}))
    assert [(place.start_ms, place.end_ms) for place in found.evidence] == [
        (5_000, 9_000),
        (20_000, 22_500),
        (30_000, 32_200),
    ]


def test_filler_evidence_quotes_the_filler() -> None:
    answer = strong_answer()
    prosody = replace(answer.results["prosody"], fillers=(Filler("呃", 100, 300),))
    found = measure("fillers", replace(answer, results={**answer.results, "prosody": prosody}))
    assert [place.quote for place in found.evidence] == ["呃"]


def test_tokens_take_chinese_by_character_and_english_by_word() -> None:
    assert tokens("我用 PyTorch，don't 停") == ["我", "用", "pytorch", "don't", "停"]


def test_vocabulary_of_a_loop_is_poorer_than_of_running_text() -> None:
    loop = ["a", "b"] * WINDOW
    varied = [str(number) for number in range(2 * WINDOW)]
    assert moving_type_token_ratio(loop) == pytest.approx(2 / WINDOW)
    assert moving_type_token_ratio(varied) == 1


def test_vocabulary_of_a_short_text_is_not_measured() -> None:
    answer = strong_answer()
    short = Transcript(text="很短。", language="zh", sentences=(Sentence("很短。"),))
    answer = replace(answer, results={**answer.results, "asr": short})
    assert measure("vocabulary", answer).reason == Reason.TOO_SHORT
    assert measure("sentence_length", answer).reason == Reason.TOO_SHORT


@pytest.mark.parametrize("key", ["follow_up_quality", "follow_up_change", "follow_up_relevance"])
def test_follow_up_indicator_of_a_main_answer_is_not_expected(key: str) -> None:
    assert measure(key, strong_answer()).reason == Reason.NO_FOLLOW_UP


def _pair() -> tuple[AnswerResults, AnswerResults]:
    main = strong_answer()
    return main, follow_up(strong_answer(), to=main)


def test_follow_up_change_compares_only_what_both_answers_have() -> None:
    main, second = _pair()
    content = {main.question_id: {"answer_grade": 0.1, "relevance": 0.9}, second.question_id: {"relevance": 0.5}}
    setting = Setting(answers=(main, second), content=content, something_to_hold=0.25)
    assert measure("follow_up_change", second, setting).value == pytest.approx(-0.4)


def test_follow_up_change_without_anything_to_hold_is_not_measured() -> None:
    main, second = _pair()
    content = {main.question_id: {"relevance": 0.1}, second.question_id: {"relevance": 0.1}}
    setting = Setting(answers=(main, second), content=content, something_to_hold=0.25)
    assert measure("follow_up_change", second, setting).reason == Reason.NOT_APPLICABLE


def test_pressure_fluency_is_the_difference_to_calmer_answers() -> None:
    easy = strong_answer(question_id="q_1", difficulty="easy")
    hard = strong_answer(question_id="q_2", difficulty="hard")
    prosody = replace(hard.results["prosody"], fluency=0.58)
    hard = replace(hard, results={**hard.results, "prosody": prosody})
    found = measure("pressure_fluency", hard, Setting(answers=(easy, hard)))
    assert found.value == pytest.approx(0.58 - 0.88)
    assert measure("pressure_fluency", easy, Setting(answers=(easy, hard))).reason == Reason.NOT_ASKED
