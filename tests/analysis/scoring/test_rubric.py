"""The rubric is checked when it is loaded."""

from __future__ import annotations

import copy
import math
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from analysis.contracts import ABILITIES
from analysis.scoring.rubric import FOLDER, RubricError, available_versions, load_rubric, parse_rubric


@pytest.fixture(name="content")
def content_fixture() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "2026-11.toml").read_text(encoding="utf-8"))


def test_abilities_have_the_weights_of_the_specification() -> None:
    weights = {key: rule.weight for key, rule in load_rubric().abilities.items()}
    assert weights == dict(zip(ABILITIES, (0.25, 0.20, 0.20, 0.20, 0.15), strict=True))


def test_load_without_a_version_gives_the_newest() -> None:
    assert load_rubric().version == available_versions()[-1]
    assert load_rubric("2026-11").version == "2026-11"


@pytest.mark.parametrize("version", ["1999-01", "../secret", "2026-11.toml"])
def test_load_of_an_unknown_version_names_those_there_are(version: str) -> None:
    with pytest.raises(RubricError, match="2026-11"):
        load_rubric(version)


@pytest.mark.parametrize("version", available_versions())
def test_every_published_rubric_is_sound(version: str) -> None:
    rubric = load_rubric(version)
    assert rubric.version == version
    for rule in (*rubric.abilities.values(), *rubric.dimensions.values()):
        assert math.isclose(math.fsum(rule.weights.values()), 1, abs_tol=1e-9)


def _drop(*path: str) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        table = content
        for key in path[:-1]:
            table = table[key]
        del table[path[-1]]

    return change


def _put(value: Any, *path: str) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        table = content
        for key in path[:-1]:
            table = table[key]
        table[path[-1]] = value

    return change


BROKEN = [
    (_put(0.5, "abilities", "logical_thinking", "weight"), "sum to 1.3"),
    (_put(0.9, "abilities", "logical_thinking", "weights", "star"), "logical_thinking: the weights sum"),
    (_put(0.1, "abilities", "logical_thinking", "weights", "charm"), "unknown indicator charm"),
    (_put(0, "abilities", "logical_thinking", "minimum_coverage"), "minimum_coverage"),
    (_put(-0.25, "abilities", "professional_knowledge", "weight"), "negative"),
    (_drop("abilities", "stress_resistance"), "must name these abilities"),
    (_drop("dimensions", "video"), "must name these dimensions"),
    (_drop("overall"), "lacks 'overall'"),
    (_drop("indicators", "depth", "unit"), "lacks 'unit'"),
    (_put({"unit": "ratio"}, "indicators", "charm"), "lacks|unknown"),
    (_put([[0, 0], [1, 100], [2, 50], [3, 80]], "indicators", "depth", "curve"), "depth.*single peak"),
    (_drop("indicators", "articulation_rate", "curves", "other"), "articulation_rate"),
    (_put(95, "overall", "recommend"), "recommendations"),
    (_put([2, 1], "answers", "length_bounds"), "length_bounds"),
    (_put(1.5, "answers", "content_share"), "content_share"),
    (_put("mood", "dimensions", "speech", "labels", "fluency", "by"), "value, score or label"),
    (_put(["charm"], "gate", "coverage"), "unknown indicator charm"),
    (_put(7, "abilities"), "malformed"),
]


@pytest.mark.parametrize(("change", "message"), BROKEN)
def test_rubric_that_contradicts_itself_is_refused(
    content: dict[str, Any], change: Callable[[dict[str, Any]], None], message: str
) -> None:
    broken = copy.deepcopy(content)
    change(broken)
    with pytest.raises(RubricError, match=message):
        parse_rubric(broken)


def test_with_weights_changes_the_abilities_and_nothing_else() -> None:
    rubric = load_rubric()
    weights = dict(zip(ABILITIES, (0.4, 0.2, 0.2, 0.1, 0.1), strict=True))
    changed = rubric.with_weights(weights, version="2026-11+position")
    assert {key: rule.weight for key, rule in changed.abilities.items()} == weights
    assert changed.indicators == rubric.indicators
    assert changed.version == "2026-11+position"
    assert rubric.abilities["professional_knowledge"].weight == 0.25


@pytest.mark.parametrize("weights", [{}, dict.fromkeys(ABILITIES, 0.3), {**dict.fromkeys(ABILITIES, 0.2), "charm": 0}])
def test_with_weights_that_do_not_fit_is_refused(weights: dict[str, float]) -> None:
    with pytest.raises(RubricError):
        load_rubric().with_weights(weights)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (100, "strongly_recommend"),
        (85, "strongly_recommend"),
        (84, "recommend"),
        (70, "recommend"),
        (69, "consider"),
        (55, "consider"),
        (54, "not_recommend"),
        (0, "not_recommend"),
        (None, "insufficient_evidence"),
    ],
)
def test_recommendation_follows_the_limits(score: int | None, expected: str) -> None:
    assert load_rubric().overall.recommendation(score, content=score) == expected


def test_articulation_rate_differences_under_a_tenth_do_not_score() -> None:
    for language in ("zh", "en"):
        curve = load_rubric().indicators["articulation_rate"].curve(language)
        low, high = curve.best_range()
        assert low is not None
        assert high is not None
        assert high / low > 1.5
        assert curve.score(265) == curve.score(265 * 1.09)


def test_curve_for_an_unlisted_language_is_the_general_one() -> None:
    rule = load_rubric().indicators["articulation_rate"]
    assert rule.curve("fr") is rule.curve(None) is rule.curves["other"]


@pytest.mark.parametrize(
    ("overall", "content", "expected"),
    [
        (86, 80, "strongly_recommend"),
        (86, 70, "recommend"),
        (72, 60, "recommend"),
        (72, 59, "consider"),
        (72, None, "recommend"),
        (60, 30, "not_recommend"),
        (None, 90, "insufficient_evidence"),
    ],
)
def test_recommendation_needs_content_as_well(overall, content, expected):
    assert load_rubric().overall.recommendation(overall, content=content) == expected
