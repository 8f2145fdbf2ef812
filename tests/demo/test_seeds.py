"""The question banks that come with the product keep the rules an interview relies on."""

from __future__ import annotations

from collections import Counter

import pytest

from questionbank.seeds import SEED_NAMES, SeedPosition, load_seed


@pytest.fixture(params=SEED_NAMES)
def seed(request: pytest.FixtureRequest) -> SeedPosition:
    return load_seed(request.param)


def length(text: str, language: str) -> int:
    """Words of English, characters of Chinese."""
    return len(text.split()) if language == "en" else len(text)


def test_position_has_what_the_api_asks_for(seed: SeedPosition):
    assert seed.title
    assert seed.description
    assert seed.requirements
    assert seed.category in {"ai", "bigdata", "iot", "system"}
    assert seed.language in {"zh", "en"}
    assert seed.question_count <= len(seed.questions)


def test_questions_are_fifteen_of_every_type_and_difficulty(seed: SeedPosition):
    assert len(seed.questions) == 15
    types = Counter(question.type for question in seed.questions)
    assert set(types) == {"basic", "technical", "behavioral"}
    assert min(types.values()) >= 3
    assert {question.difficulty for question in seed.questions} == {"easy", "medium", "hard"}


def test_nothing_is_there_twice(seed: SeedPosition):
    for texts in (
        [question.key for question in seed.questions],
        [question.content for question in seed.questions],
        [question.reference_answer for question in seed.questions],
        [point for question in seed.questions for point in question.scoring_points],
    ):
        assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_time_limits_are_sensible(seed: SeedPosition):
    assert all(60 <= question.time_limit <= 240 for question in seed.questions)


def test_reference_answers_have_a_speakable_length(seed: SeedPosition):
    low, high = (60, 150) if seed.language == "en" else (100, 250)
    lengths = {q.key: length(q.reference_answer, seed.language) for q in seed.questions}
    assert {key: n for key, n in lengths.items() if not low <= n <= high} == {}


def test_scoring_points_are_three_to_five_statements(seed: SeedPosition):
    shortest = 5 if seed.language == "en" else 8
    for question in seed.questions:
        assert 3 <= len(question.scoring_points) <= 5, question.key
        assert all(length(point, seed.language) >= shortest for point in question.scoring_points), question.key


def test_question_is_found_by_its_key(seed: SeedPosition):
    assert seed.question(seed.questions[3].key) is seed.questions[3]
    with pytest.raises(KeyError):
        seed.question("none")


def test_unknown_seed_is_refused():
    with pytest.raises(ValueError, match="system_en"):
        load_seed("../secrets")
