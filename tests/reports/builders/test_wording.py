"""Every word of a report exists in both languages."""

from __future__ import annotations

from itertools import product
from string import Formatter

import pytest
from django.utils import translation

from analysis.contracts import ABILITIES, Reason
from analysis.scoring.rubric import available_versions, load_rubric
from positions.enums import Ability
from reports.builders.highlights import Moment
from reports.builders.improvements import advice_key
from reports.builders.wording import CATALOGUE, LANGUAGES, has_wording, say
from reports.enums import PersonRecommendation, Recommendation
from tests.reports.samples import score_of, strong_answer


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_entry_has_both_languages_with_the_same_placeholders(key: str) -> None:
    words = CATALOGUE[key]
    assert set(words) == set(LANGUAGES)
    assert all(words[language].strip() for language in LANGUAGES)
    assert placeholders(words["zh"]) == placeholders(words["en"])
    assert "" not in placeholders(words["zh"]), "placeholders are named"


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_entry_in_chinese_is_chinese(key: str) -> None:
    text = CATALOGUE[key]["zh"]
    is_symbolic = not any(char.isalpha() for char in text)
    assert is_symbolic or any("\u4e00" <= char <= "\u9fff" for char in text)
    assert not any("\u4e00" <= char <= "\u9fff" for char in CATALOGUE[key]["en"])


def used_keys() -> set[str]:
    keys = {f"ability.{key}" for key in ABILITIES} | {f"reason.{reason}" for reason in Reason}
    for version in available_versions():
        rubric = load_rubric(version)
        for rule in rubric.indicators.values():
            keys |= {f"indicator.{rule.key}", f"unit.{rule.unit}", f"source.{rule.norm_source}"}
            keys |= {f"label.{label}" for label in rule.values}
        for dimension in rubric.dimensions.values():
            for label in dimension.labels.values():
                keys |= {f"label.{word}" for steps in label.steps.values() for _, word in steps}
    recommendations = ("strongly_recommend", "recommend", "consider", "not_recommend", "insufficient_evidence")
    keys |= {f"recommendation.{key}" for key in recommendations}
    keys |= {f"norm.{kind}" for kind in ("between", "at_least", "at_most", "higher_better", "lower_better", "any")}
    kinds = ("asr", "prosody", "face", "gaze", "expression", "posture", "content")
    return keys | {f"kind.{kind}" for kind in kinds}


def test_every_key_a_rubric_or_result_can_name_has_words() -> None:
    assert sorted(key for key in used_keys() if not has_wording(key)) == []


def test_every_suggestion_says_what_was_seen_and_what_to_do() -> None:
    keys = {key.rsplit(".", 1)[0] for key in CATALOGUE if key.startswith("improve.")}
    for key, part in product(keys, ("seen", "advice")):
        assert placeholders(CATALOGUE[f"{key}.{part}"]["zh"]) == ({"value"} if part == "seen" else set())


def test_every_range_has_a_suggestion_for_either_side() -> None:
    for ability in score_of([strong_answer()]).abilities:
        for indicator in ability.indicators:
            if indicator.norm == "between":
                for side in ("", "_low", "_high"):
                    assert has_wording(f"improve.{indicator.key}{side}.advice")
            assert advice_key(indicator).startswith(indicator.key)


def test_moments_in_the_code_and_in_the_wording_are_the_same() -> None:
    named = {key.removeprefix("highlight.") for key in CATALOGUE if key.startswith("highlight.")}
    constants = {const for function in _functions() for const in function.__code__.co_consts if const in named}
    assert constants == named
    assert Moment.__dataclass_fields__["key"].type == "str"


def _functions() -> list[object]:
    from reports.builders import highlights

    return [found for found in vars(highlights).values() if hasattr(found, "__code__")]


def test_say_of_an_unknown_key_or_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("highlight.charm", language="zh")
    with pytest.raises(KeyError):
        say("highlight.long_pause", language="zh")


@pytest.mark.parametrize(("language", "locale"), [("zh", "zh-hans"), ("en", "en")])
def test_choices_are_called_in_reports_what_they_are_called_on_pages(language: str, locale: str) -> None:
    with translation.override(locale):
        for group, choices in (("ability", Ability), ("recommendation", Recommendation)):
            said = {value: CATALOGUE[f"{group}.{value}"][language] for value in choices.values}
            assert said == {choice.value: str(choice.label) for choice in choices}
    people = set(PersonRecommendation.choices)
    assert people < set(Recommendation.choices)
