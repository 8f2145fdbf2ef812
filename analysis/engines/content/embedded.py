"""Scores the content of an answer with what comes along: sentence embeddings, words, patterns. No network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from analysis.engines.base import AnswerInput, QuestionBrief
from analysis.engines.content import (
    calibration,
    coverage,
    depth,
    guard,
    points,
    relevance,
    segments,
    similarity,
    structure,
    words,
)
from analysis.engines.content.base import nothing_said
from analysis.engines.content.calibration import COVERAGE, DEPTH, GRADE, LENGTH, ramp
from analysis.engines.content.encoder import CHARACTERS_LIMIT, Embedder, Vectors
from analysis.engines.content.grade import grade_from
from analysis.engines.content.spoken import Spoken, read_answer
from analysis.engines.results import Content, PointCoverage, Quote, Reason


@dataclass(frozen=True, slots=True)
class _Task:
    """One question made ready: texts tidied, the reference cut into statements."""

    content: str
    behavioral: bool
    reference: str
    statements: tuple[str, ...]
    points: tuple[str, ...]
    given: similarity.Given
    topic: relevance.Topic

    @classmethod
    def of(cls, question: QuestionBrief) -> _Task:
        content, reference = words.tidy(question.content), words.tidy(question.reference_answer)
        statements = segments.split_statements(reference, limit=COVERAGE["statements"]) if reference else []
        return cls(
            content=content,
            behavioral=question.type == "behavioral",
            reference=reference,
            statements=tuple(statements or ([reference] if reference else [])),
            points=tuple(point for text in question.scoring_points if (point := words.tidy(text))),
            given=similarity.Given.of(content),
            topic=relevance.Topic.of(content, reference, words.tidy(question.parent_content or "")),
        )

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(points.core_of(point) for point in self.points if points.aspect_of(point) is None)


class EmbeddedContent:
    """The content engine that needs no server. Made once per process; `load` reads its model and dictionaries."""

    name: ClassVar[str] = "embedded"
    provides: ClassVar[str] = "content"
    requires: ClassVar[frozenset[str]] = frozenset()
    after: ClassVar[frozenset[str]] = frozenset({"asr"})

    def __init__(self, *, embedder: Embedder | None = None) -> None:
        self._embedder = embedder or Embedder()

    @property
    def version(self) -> str:
        return f"1.0/{calibration.VERSION}"

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"calibration": calibration.VERSION, "embeddings": "multilingual-e5-small q4", "words": "jieba 0.42.1"}

    def load(self) -> None:
        """Read the model and the dictionaries now. Raises `ModelMissingError`."""
        self._embedder.load()
        words.load()

    def run(self, answer: AnswerInput) -> Content:
        """Score one answer. Times of quotes are those of the transcript's sentences."""
        spoken = read_answer(answer)
        if isinstance(spoken, Reason):
            return nothing_said(spoken)
        return _Scoring(spoken=spoken, task=_Task.of(answer.question), vectors=Vectors(self._embedder)).content()

    def grade_features(self, answer: AnswerInput) -> Mapping[str, float] | None:
        """What the grade against the reference is made of, for calibration; None without a reference or a text."""
        spoken = read_answer(answer)
        if isinstance(spoken, Reason):
            return None
        return _Scoring(spoken=spoken, task=_Task.of(answer.question), vectors=Vectors(self._embedder)).grade_features()


class _Scoring:
    """One answer on its way through the measures."""

    def __init__(self, *, spoken: Spoken, task: _Task, vectors: Vectors) -> None:
        self.spoken, self.task, self.vectors = spoken, task, vectors
        self.answer = similarity.AnswerText.of(spoken.text, passages=[part.text for part in spoken.segments])
        self.listed = guard.is_keyword_list(spoken.text, prompts=[task.content, *task.points])
        self._embed()
        self.relevance, self.on_topic = self._relevance()
        self.structure = structure.measure_structure(spoken, vectors=vectors, behavioral=task.behavioral)
        self.depth = depth.measure_depth(spoken, on_topic=self.on_topic)
        self.collaboration = depth.find_collaboration(spoken)
        self.matches = [self._match(statement, listed=True) for statement in task.statements] if spoken.text else []
        self.reference_grade = self._reference_grade()
        self.points = tuple(self._cover_point(point) for point in task.points)

    def content(self) -> Content:
        """The result, with a reason for everything that could not be measured."""
        missing = self._missing()
        short = missing.get("structure") is not None
        gate = self._gate()
        references = tuple(coverage.cover_statement(match, spoken=self.spoken, factor=gate) for match in self.matches)
        return Content(
            units=self.spoken.units,
            relevance=round(self.relevance, 3),
            relevance_quote=self._relevance_quote(),
            points=self.points,
            point_coverage=round(coverage.mean_coverage(self.points), 3) if self.points else None,
            reference_coverage=self._reference_coverage(references),
            reference_points=references,
            structure=None if short else round(self.structure.score, 3),
            structure_marks=self.structure.marks,
            star=self.structure.star,
            depth=None if short else round(self.depth.score, 3),
            depth_marks=self.depth.marks,
            collaboration_marks=self.collaboration,
            grade=self._grade(),
            missing=missing,
        )

    def _embed(self) -> None:
        task = self.task
        about = [*task.topic.anchors, *relevance.NEUTRAL[task.topic.language], *task.statements, *task.facts]
        text, passages = self.spoken.text, [part.text for part in self.spoken.segments]
        if len(text) > CHARACTERS_LIMIT:
            self.vectors.average(text, parts=passages)
        if text:
            self.vectors.prepare(self.answer.pieces, asked=about)

    def _gate(self) -> float:
        """What coverage counts: nothing off topic, all of it on topic."""
        return ramp(self.relevance, low=COVERAGE["topic_low"], high=COVERAGE["topic_full"])

    def _match(self, statement: str, *, listed: bool) -> similarity.Match:
        return similarity.match_statement(
            statement, self.answer, given=self.task.given, vectors=self.vectors, listed=listed
        )

    def _relevance(self) -> tuple[float, list[float]]:
        """Relevance of the whole, and of each sentence (by the passage it stands in)."""
        text, topic = self.spoken.text, self.task.topic
        whole = relevance.measure_relevance(text, topic=topic, vectors=self.vectors)
        if self.listed:
            whole *= 0.5
        by_passage = {
            part.text: relevance.measure_relevance(part.text, topic=topic, vectors=self.vectors)
            for part in self.spoken.segments
        }
        shares = [
            max((value for passage, value in by_passage.items() if sentence and sentence in passage), default=0.0)
            for sentence in self.spoken.scored
        ]
        # A sentence inside an answer on topic is seldom off topic by itself ("we measured again after a week").
        pairs = zip(shares, self.spoken.scored, strict=True)
        return whole, [max(share, whole) if sentence else 0.0 for share, sentence in pairs]

    def _relevance_quote(self) -> Quote | None:
        if not self.spoken.segments or self.relevance < 0.5:
            return None
        best = max(
            self.spoken.segments,
            key=lambda part: relevance.measure_relevance(part.text, topic=self.task.topic, vectors=self.vectors),
        )
        return best.quote

    def _cover_point(self, point: str) -> PointCoverage:
        aspect = points.aspect_of(point)
        if aspect is not None:
            return coverage.cover_criterion(point, aspect, self._aspects())
        if not self.spoken.text:
            return PointCoverage(point=point, coverage=0.0)
        factor = self._gate() * (0.5 if self.listed else 1.0)
        said = coverage.cover_statement(
            self._match(points.core_of(point), listed=False), spoken=self.spoken, factor=factor
        )
        said = replace(said, point=point)
        told = self._cover_star(point, factor) if self.task.behavioral else None
        return told if told is not None and told.coverage > said.coverage else said

    def _cover_star(self, point: str, factor: float) -> PointCoverage | None:
        """A point that asks for a part of a STAR account ("states the result"), where the answer has that part."""
        parts = [part for part in points.star_parts_of(point) if part in self.structure.star]
        if not parts:
            return None
        base = COVERAGE["star_base"]
        value = factor * (base + (1 - base) * self.depth.specifics)
        return PointCoverage(point=point, coverage=round(value, 3), quote=self.structure.star[parts[0]])

    def _aspects(self) -> coverage.Aspects:
        together = ramp(len(self.collaboration), low=0, high=DEPTH["collaboration_full"])
        substance = self.depth.score
        values = {
            "structure": self.structure.score,
            "specifics": max(self.depth.specifics, substance * 0.8),
            "depth": substance,
            "collaboration": (together + substance) / 2,
            "correctness": substance if self.reference_grade is None else self.reference_grade,
        }
        return coverage.Aspects(values=values, quotes=self._aspect_quotes(), on_topic=self.relevance)

    def _aspect_quotes(self) -> dict[str, Quote]:
        shown = {"structure": self.structure.marks, "depth": self.depth.marks, "collaboration": self.collaboration}
        shown["specifics"] = tuple(mark for mark in self.depth.marks if mark.kind != "term") or self.depth.marks
        quotes = {aspect: mark.quote for aspect, marks in shown.items() for mark in marks[:1] if mark.quote}
        best = max(self.matches, key=lambda match: match.coverage, default=None)
        nearest = coverage.find_quote(best.piece, self.spoken) if best else None
        return quotes | ({"correctness": nearest} if nearest else {})

    def grade_features(self) -> dict[str, float] | None:
        """The features of the grade; None where there is nothing to compare with, or nothing said."""
        if not self.matches:
            return None
        return similarity.grade_features(
            self.answer,
            reference=self.task.reference,
            matches=self.matches,
            given=self.task.given,
            vectors=self.vectors,
        )

    def _reference_grade(self) -> float | None:
        features = self.grade_features()
        if features is not None:
            return grade_from(features, relevance=self.relevance)
        return 0.0 if self.task.reference else None

    def _reference_coverage(self, references: tuple[PointCoverage, ...]) -> float | None:
        if not self.task.reference:
            return None
        total = sum(match.weight for match in self.matches)
        if not total:
            return 0.0
        covered = sum(match.weight * point.coverage for match, point in zip(self.matches, references, strict=True))
        return round(covered / total, 3)

    def _grade(self) -> float | None:
        covered = coverage.mean_coverage(self.points) if self.points else None
        if self.reference_grade is not None:
            share = GRADE["points_share"] if covered is not None else 0.0
            return round((1 - share) * self.reference_grade + share * (covered or 0.0), 3)
        if covered is None:
            return None
        share = GRADE["relevance_share"]
        return round(share * self.relevance + (1 - share) * covered, 3)

    def _missing(self) -> dict[str, Reason]:
        missing: dict[str, Reason] = {}
        if self.spoken.units < LENGTH["minimum_units"]:
            missing |= dict.fromkeys(("structure", "depth"), Reason.TOO_SHORT)
        if not self.task.reference:
            missing["reference_coverage"] = Reason.NO_REFERENCE
        if not self.task.points:
            missing["point_coverage"] = Reason.NO_SCORING_POINTS
        if not self.task.reference and not self.task.points:
            missing["grade"] = Reason.NO_REFERENCE
        return missing
