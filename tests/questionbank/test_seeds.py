"""The built-in bank: fifteen questions a category, the same ones in both languages."""

from __future__ import annotations

from collections import Counter

import pytest

from questionbank.rules import LONGEST_ANSWER, LONGEST_CONTENT, LONGEST_POINT
from questionbank.seeds import BANK_NAMES, CATEGORIES, load_seed


@pytest.fixture(params=BANK_NAMES)
def bank(request: pytest.FixtureRequest):
    return load_seed(request.param)


def test_bank_is_what_its_name_says(bank):
    assert f"{bank.category}_{bank.language}" in BANK_NAMES
    assert bank.title
    assert bank.requirements


def test_bank_has_fifteen_of_every_type_and_difficulty(bank):
    assert len(bank.questions) == len({question.content for question in bank.questions}) == 15
    types = Counter(question.type for question in bank.questions)
    assert set(types) == {"basic", "technical", "behavioral"}
    assert min(types.values()) >= 3
    assert {question.difficulty for question in bank.questions} == {"easy", "medium", "hard"}


def test_questions_are_complete_and_of_a_sensible_length(bank):
    shortest, longest = (60, 165) if bank.language == "en" else (100, 340)
    for question in bank.questions:
        answer = question.reference_answer
        length = len(answer.split()) if bank.language == "en" else len(answer)
        assert shortest <= length <= longest, (question.key, length)
        assert 3 <= len(question.scoring_points) <= 5, question.key
        assert len(set(question.scoring_points)) == len(question.scoring_points)
        assert 60 <= question.time_limit <= 240, question.key
        assert len(question.content) <= LONGEST_CONTENT
        assert len(answer) <= LONGEST_ANSWER
        assert max(map(len, question.scoring_points)) <= LONGEST_POINT


def test_texts_are_in_their_language(bank):
    for question in bank.questions:
        for text in (question.content, question.reference_answer, *question.scoring_points):
            has_han = any("\u4e00" <= letter <= "\u9fff" for letter in text)
            assert has_han == (bank.language == "zh"), (question.key, text)
            assert bank.language == "en" or "  " not in text


@pytest.mark.parametrize("category", CATEGORIES)
def test_both_languages_ask_the_same(category):
    def plan(language):
        return [
            (question.key, question.type, question.difficulty, question.time_limit, len(question.scoring_points))
            for question in load_seed(f"{category}_{language}").questions
        ]

    assert plan("zh") == plan("en")
