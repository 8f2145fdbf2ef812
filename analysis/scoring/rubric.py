"""The rubric: what is measured, what it is worth, and from which limits on. Read from `rubrics/<version>.toml`."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.contracts import ABILITIES
from analysis.scoring.curves import Curve, CurveError, curve_from
from analysis.scoring.indicators import KNOWN_INDICATORS

FOLDER = Path(__file__).parent / "rubrics"
DIMENSIONS = ("speech", "video", "content")
ANY_LANGUAGE = "other"


class RubricError(ValueError):
    """A rubric is absent or contradicts itself; the message says where."""


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """How one indicator becomes a score. ``curves`` is by language, with ``other`` as the rest.

    ``gated``: the score shrinks when the answer is off topic.
    ``optional``: without a question that calls for it, its weight leaves the coverage too.
    ``weak``: never named as something to improve.
    ``by_length``: answers count by their length, not each the same.
    ``values`` maps a label to a value.
    """

    key: str
    unit: str
    norm_source: str
    curves: Mapping[str, Curve]
    gated: bool = False
    optional: bool = False
    weak: bool = False
    by_length: bool = False
    values: Mapping[str, float] = field(default_factory=dict)

    def curve(self, language: str | None) -> Curve:
        return self.curves.get(language or ANY_LANGUAGE) or self.curves[ANY_LANGUAGE]


@dataclass(frozen=True, slots=True)
class AbilityRule:
    """``weights`` (by indicator) sum to 1; ``question_types`` limits the answers looked at, empty meaning all."""

    key: str
    weight: float
    minimum_coverage: float
    weights: Mapping[str, float]
    question_types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LabelRule:
    """Which word describes an indicator: by its value or score (``steps``), or by its most frequent label."""

    indicator: str
    by: str  # value | score | label
    steps: Mapping[str, tuple[tuple[float, str], ...]] = field(default_factory=dict)

    def label_of(self, number: float, language: str | None) -> str:
        steps = self.steps.get(language or ANY_LANGUAGE) or self.steps[ANY_LANGUAGE]
        return [label for start, label in steps if start <= number or start == steps[0][0]][-1]


@dataclass(frozen=True, slots=True)
class DimensionRule:
    key: str
    minimum_coverage: float
    weights: Mapping[str, float]
    labels: Mapping[str, LabelRule]


@dataclass(frozen=True, slots=True)
class OverallRule:
    """Limits for the whole interview; the recommendations are lowest scores. The content dimension may lie at most
    ``content_slack`` points under such a limit: fluent delivery alone recommends nobody."""

    minimum_weight: float
    strongly_recommend: int
    recommend: int
    consider: int
    content_slack: int
    improve_below: int

    def recommendation(self, score: int | None, *, content: int | None) -> str:
        """The recommendation an overall ``score`` earns, ``content`` being the score of the content dimension."""
        if score is None:
            return "insufficient_evidence"
        for name in ("strongly_recommend", "recommend", "consider"):
            limit = getattr(self, name)
            if score >= limit and (content is None or content >= limit - self.content_slack):
                return name
        return "not_recommend"


@dataclass(frozen=True, slots=True)
class AnswerRule:
    follow_up_weight: float
    content_share: float
    full_length_seconds: float
    full_length_units: float
    length_bounds: tuple[float, float]


@dataclass(frozen=True, slots=True)
class GateRule:
    """What being off topic costs. ``share`` is percent kept, ``answer_cap`` the highest score of the answer."""

    relevance: str
    coverage: tuple[str, ...]
    share: Curve
    answer_cap: Curve
    something_to_hold: float


@dataclass(frozen=True, slots=True)
class Rubric:
    version: str
    abilities: Mapping[str, AbilityRule]
    indicators: Mapping[str, IndicatorRule]
    dimensions: Mapping[str, DimensionRule]
    overall: OverallRule
    answers: AnswerRule
    gate: GateRule
    has_own_weights: bool = False  # of a position, not those it was published with

    def with_weights(self, weights: Mapping[str, float], *, version: str | None = None) -> Rubric:
        """Return this rubric with other ability weights, for a position that asks for them.

        Raises `RubricError` unless all five abilities are named and the weights sum to 1.
        """
        if set(weights) != set(ABILITIES):
            raise RubricError("weights must name the five abilities and nothing else")
        _check_weights("abilities", weights)
        abilities = {key: replace(rule, weight=weights[key]) for key, rule in self.abilities.items()}
        return replace(self, abilities=abilities, version=version or self.version, has_own_weights=True)


def available_versions() -> tuple[str, ...]:
    """Return the versions there are, oldest first."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@lru_cache(maxsize=8)
def load_rubric(version: str | None = None) -> Rubric:
    """Return a checked rubric, the newest when no version is named; raise `RubricError` otherwise."""
    versions = available_versions()
    wanted = version or (versions[-1] if versions else "")
    if wanted not in versions:
        raise RubricError(f"there is no rubric {wanted!r}; there are: {', '.join(versions) or 'none'}")
    try:
        content = tomllib.loads((FOLDER / f"{wanted}.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RubricError(f"rubric {wanted}: {error}") from error
    return parse_rubric(content)


def parse_rubric(content: Mapping[str, Any]) -> Rubric:
    """Make a rubric of the parsed TOML and check it; raise `RubricError` naming what is wrong."""
    try:
        rubric = Rubric(
            version=str(content["version"]),
            abilities={key: _ability(key, table) for key, table in content["abilities"].items()},
            indicators={key: _indicator(key, table) for key, table in content["indicators"].items()},
            dimensions={key: _dimension(key, table) for key, table in content["dimensions"].items()},
            overall=OverallRule(**content["overall"]),
            answers=_answers(content["answers"]),
            gate=_gate(content["gate"]),
        )
    except KeyError as error:
        raise RubricError(f"the rubric lacks {error.args[0]!r}") from error
    except (TypeError, AttributeError, CurveError) as error:
        raise RubricError(f"the rubric is malformed: {error}") from error
    _check(rubric)
    return rubric


def _ability(key: str, table: Mapping[str, Any]) -> AbilityRule:
    return AbilityRule(
        key=key,
        weight=float(table["weight"]),
        minimum_coverage=float(table["minimum_coverage"]),
        weights=dict(table["weights"]),
        question_types=frozenset(table.get("question_types", ())),
    )


def _indicator(key: str, table: Mapping[str, Any]) -> IndicatorRule:
    try:
        curves = {language: curve_from(points) for language, points in _by_language(table, "curve").items()}
    except CurveError as error:
        raise RubricError(f"indicator {key!r}: {error}") from error
    return IndicatorRule(
        key=key,
        unit=table["unit"],
        norm_source=table["norm_source"],
        curves=curves,
        gated=bool(table.get("gated", False)),
        optional=bool(table.get("optional", False)),
        weak=bool(table.get("weak", False)),
        by_length=table.get("weighting", "question") == "length",
        values=dict(table.get("values", {})),
    )


def _by_language(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    curves = table.get(f"{name}s") or {ANY_LANGUAGE: table[name]}
    if ANY_LANGUAGE not in curves:
        raise CurveError(f"no curve for languages not named ({ANY_LANGUAGE!r})")
    return curves


def _dimension(key: str, table: Mapping[str, Any]) -> DimensionRule:
    labels = {name: _label(rule) for name, rule in table["labels"].items()}
    return DimensionRule(key, float(table["minimum_coverage"]), dict(table["weights"]), labels)


def _label(table: Mapping[str, Any]) -> LabelRule:
    steps = {
        language: tuple((float(start), str(label)) for start, label in rows)
        for language, rows in table.get("steps", {}).items()
    }
    return LabelRule(indicator=table["indicator"], by=table["by"], steps=steps)


def _answers(table: Mapping[str, Any]) -> AnswerRule:
    low, high = table["length_bounds"]
    return AnswerRule(
        follow_up_weight=float(table["follow_up_weight"]),
        content_share=float(table["content_share"]),
        full_length_seconds=float(table["full_length_seconds"]),
        full_length_units=float(table["full_length_units"]),
        length_bounds=(float(low), float(high)),
    )


def _gate(table: Mapping[str, Any]) -> GateRule:
    return GateRule(
        relevance=table["relevance"],
        coverage=tuple(table["coverage"]),
        share=curve_from(table["share"]),
        answer_cap=curve_from(table["answer_cap"]),
        something_to_hold=float(table["something_to_hold"]),
    )


def _check(rubric: Rubric) -> None:
    if set(rubric.abilities) != set(ABILITIES):
        raise RubricError(f"the rubric must name these abilities: {', '.join(ABILITIES)}")
    if set(rubric.dimensions) != set(DIMENSIONS):
        raise RubricError(f"the rubric must name these dimensions: {', '.join(DIMENSIONS)}")
    _check_known("indicators", rubric.indicators, KNOWN_INDICATORS)
    _check_known("gate", (rubric.gate.relevance, *rubric.gate.coverage), rubric.indicators)
    _check_weights("abilities", {key: rule.weight for key, rule in rubric.abilities.items()})
    rules: list[AbilityRule | DimensionRule] = [*rubric.abilities.values(), *rubric.dimensions.values()]
    for rule in rules:
        _check_known(rule.key, rule.weights, rubric.indicators)
        _check_weights(rule.key, rule.weights)
        _check_share(f"{rule.key}.minimum_coverage", rule.minimum_coverage)
    _check_limits(rubric)
    for dimension in rubric.dimensions.values():
        _check_labels(dimension, rubric)


def _check_known(where: str, names: Collection[str], known: Collection[str]) -> None:
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise RubricError(f"{where}: unknown indicator {', '.join(unknown)}")


def _check_weights(where: str, weights: Mapping[str, float]) -> None:
    if any(weight < 0 for weight in weights.values()):
        raise RubricError(f"{where}: a weight is negative")
    total = math.fsum(weights.values())
    if not math.isclose(total, 1.0, abs_tol=1e-6):
        raise RubricError(f"{where}: the weights sum to {total:g}, not to 1")


def _check_share(where: str, share: float) -> None:
    if not 0 < share <= 1:
        raise RubricError(f"{where} must lie above 0 and not above 1")


def _check_limits(rubric: Rubric) -> None:
    overall, (low, high) = rubric.overall, rubric.answers.length_bounds
    _check_share("overall.minimum_weight", overall.minimum_weight)
    _check_share("answers.follow_up_weight", rubric.answers.follow_up_weight)
    if not 100 >= overall.strongly_recommend > overall.recommend > overall.consider > 0:
        raise RubricError("overall: the recommendations must fall from strongly_recommend to consider")
    if not 0 < rubric.answers.content_share < 1:
        raise RubricError("answers.content_share must lie between 0 and 1")
    if not 0 < low <= high:
        raise RubricError("answers.length_bounds must be two rising numbers above 0")


def _check_labels(dimension: DimensionRule, rubric: Rubric) -> None:
    for name, rule in dimension.labels.items():
        where = f"{dimension.key}.labels.{name}"
        _check_known(where, (rule.indicator,), rubric.indicators)
        if rule.by not in ("value", "score", "label") or (rule.by != "label" and ANY_LANGUAGE not in rule.steps):
            raise RubricError(f"{where}: name what to look at (value, score or label) and the steps")
