"""The report as the renderings read it: every key may be absent, every score null, every text anything.

`ReportReader` turns the presented report (a plain mapping, see `reports.builders`) into small frozen records
with their words chosen, so that the PDF and the Excel file say the same thing and neither looks into the
mapping itself. Times in these records count from the start of the interview, in milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reports.render.formats import clean, date_and_time, one_line, percent, short_clock
from reports.render.labels import Labels, Language


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    question: str  # "Q2"
    start_ms: int | None
    end_ms: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class IndicatorItem:
    ability: str
    label: str
    value: float | None
    unit: str
    norm: str
    norm_source: str
    score: float | None
    weight: float | None
    reason: str
    evidence: tuple[EvidenceItem, ...]


@dataclass(frozen=True, slots=True)
class AbilityItem:
    key: str
    label: str
    score: int | None
    weight: float | None
    coverage: float | None
    reason: str
    indicators: tuple[IndicatorItem, ...]


@dataclass(frozen=True, slots=True)
class DimensionItem:
    label: str
    score: int | None
    parts: tuple[tuple[str, str], ...]  # (name, words); words are empty where nothing was measured


@dataclass(frozen=True, slots=True)
class HighlightItem:
    number: int
    at_ms: int | None
    positive: bool
    kind: str
    description: str
    question: str
    quote: str


@dataclass(frozen=True, slots=True)
class SentenceItem:
    text: str
    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class QuestionItem:
    number: str  # "2", or "2.1" for a follow-up
    label: str  # "Q2"
    is_follow_up: bool
    content: str
    type: str
    difficulty: str
    offset_ms: int | None
    duration_ms: int | None
    score: int | None
    source: str
    reason: str
    sentences: tuple[SentenceItem, ...]
    answered: bool


def _int(value: object) -> int | None:
    return round(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _rows(value: object) -> list[Mapping[str, Any]]:
    """The mappings in a list; nothing where there is no list."""
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        return []
    return [row for row in value if isinstance(row, Mapping)]


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _clock_ms(timestamp: object) -> int | None:
    """"00:05:30" as milliseconds."""
    parts = str(timestamp or "").split(":")
    if not 2 <= len(parts) <= 3:
        return None
    try:
        values = [float(part) for part in parts]
    except ValueError:
        return None
    return round(sum(value * 60**power for power, value in enumerate(reversed(values))) * 1000)


class ReportReader:
    """One presented report, read in one language."""

    def __init__(self, report: Mapping[str, Any], *, language: Language) -> None:
        self.report = report
        self.labels = Labels(language)
        self.language = language

    # Identity -----------------------------------------------------------------------------------------------

    @property
    def report_id(self) -> str:
        return one_line(self.report.get("report_id"))

    @property
    def candidate(self) -> str:
        return one_line(_map(self.report.get("candidate")).get("username"))

    @property
    def position(self) -> str:
        return one_line(_map(self.report.get("position")).get("title"))

    @property
    def organization(self) -> str:
        return one_line(_map(self.report.get("organization")).get("name"))

    @property
    def title(self) -> str:
        return self.labels("title" if self.has_scores else "title_feedback")

    def when(self, key: str) -> str:
        return date_and_time(self.report.get(key), language=self.language, timezone=self.report.get("timezone"))

    # Scores -------------------------------------------------------------------------------------------------

    @property
    def has_scores(self) -> bool:
        """False for the feedback that a candidate may read: it carries no scores at all, not even null ones."""
        return "overall_score" in self.report or "ability_scores" in self.report

    @property
    def overall_score(self) -> int | None:
        return _int(self.report.get("overall_score"))

    @property
    def recommendation(self) -> str:
        key = self.report.get("recommendation")
        return self.labels.name("recommendation", key) if key else ""

    @cached_property
    def abilities(self) -> tuple[AbilityItem, ...]:
        scores = _map(self.report.get("ability_scores"))
        evidence = _map(self.report.get("ability_evidence"))
        keys = [*scores, *(key for key in evidence if key not in scores)]
        return tuple(self._ability(key, scores.get(key), _map(evidence.get(key))) for key in keys)

    def _ability(self, key: str, score: object, detail: Mapping[str, Any]) -> AbilityItem:
        label = one_line(detail.get("label")) or self.labels.name("abilities", key)
        return AbilityItem(
            key=key,
            label=label,
            score=_int(score if score is not None else detail.get("score")),
            weight=_float(detail.get("weight")),
            coverage=_float(detail.get("coverage")),
            reason=self._reason(detail),
            indicators=tuple(self._indicator(label, row) for row in _rows(detail.get("indicators"))),
        )

    def _indicator(self, ability: str, row: Mapping[str, Any]) -> IndicatorItem:
        return IndicatorItem(
            ability=ability,
            label=one_line(row.get("label")) or self.labels.name("parts", row.get("key")),
            value=_float(row.get("value")),
            unit=one_line(row.get("unit")),
            norm=one_line(row.get("norm")),
            norm_source=one_line(row.get("norm_source")),
            score=_float(row.get("score")),
            weight=_float(row.get("weight")),
            reason=self._reason(row),
            evidence=tuple(self._evidence(item) for item in _rows(row.get("evidence"))),
        )

    def _evidence(self, row: Mapping[str, Any]) -> EvidenceItem:
        question = str(row.get("question_id") or "")
        return EvidenceItem(
            question=self.question_label(question),
            start_ms=self._in_interview(question, row.get("start_ms")),
            end_ms=self._in_interview(question, row.get("end_ms")),
            quote=one_line(row.get("quote")),
        )

    @cached_property
    def dimensions(self) -> tuple[DimensionItem, ...]:
        items = []
        for key, detail in _map(self.report.get("dimension_details")).items():
            detail = _map(detail)
            parts = tuple(
                (self.labels.name("parts", name), one_line(words))
                for name, words in detail.items()
                if name not in ("score", "reason", "reason_label") and not isinstance(words, (Mapping, list))
            )
            items.append(DimensionItem(self.labels.name("dimensions", key), _int(detail.get("score")), parts))
        return tuple(items)

    # Moments and suggestions --------------------------------------------------------------------------------

    @cached_property
    def highlights(self) -> tuple[HighlightItem, ...]:
        rows = _rows(self.report.get("highlights"))
        return tuple(self._highlight(number, row) for number, row in enumerate(rows, start=1))

    def _highlight(self, number: int, row: Mapping[str, Any]) -> HighlightItem:
        kind = row.get("type") or "neutral"
        question = row.get("question_id")
        return HighlightItem(
            number=number,
            at_ms=_clock_ms(row.get("timestamp")),
            positive=kind == "positive",
            kind=self.labels.name("highlight", kind),
            description=one_line(row.get("description")),
            question=self.question_label(str(question)) if question else "",
            quote=one_line(row.get("quote")),
        )

    @cached_property
    def suggestions(self) -> tuple[tuple[str, str], ...]:
        rows = _rows(self.report.get("improvements"))
        return tuple((self._aspect(row), one_line(row.get("suggestion"))) for row in rows)

    def _aspect(self, row: Mapping[str, Any]) -> str:
        """The name of what a suggestion is about: an ability, a dimension or an indicator."""
        key = str(row.get("dimension") or "")
        return one_line(row.get("label")) or self._names.get(key) or self.labels.name("parts", key)

    @cached_property
    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for detail in _map(self.report.get("ability_evidence")).values():
            for row in _rows(_map(detail).get("indicators")):
                names[str(row.get("key"))] = one_line(row.get("label"))
        for group, key in (("dimensions", "dimension_details"), ("abilities", "ability_scores")):
            names.update((name, self.labels.name(group, name)) for name in _map(self.report.get(key)))
        names.update((item.key, item.label) for item in self.abilities)
        return names

    # Questions ----------------------------------------------------------------------------------------------

    @cached_property
    def questions(self) -> tuple[QuestionItem, ...]:
        return tuple(
            self._question(number, row) for number, row in zip(self._numbers.values(), self._question_rows, strict=True)
        )

    @cached_property
    def _question_rows(self) -> list[Mapping[str, Any]]:
        return _rows(self.report.get("questions"))

    @cached_property
    def _numbers(self) -> dict[str, str]:
        """Question id to "2", or to "2.1" for the first follow-up of the second question."""
        numbers: dict[str, str] = {}
        follow_ups: dict[str, int] = {}
        main = 0
        for position, row in enumerate(self._question_rows):
            key = str(row.get("question_id") or f"#{position}")
            parent = str(row.get("parent_question_id") or "")
            if parent in numbers:
                follow_ups[parent] = follow_ups.get(parent, 0) + 1
                numbers[key] = f"{numbers[parent]}.{follow_ups[parent]}"
            else:
                main += 1
                numbers[key if key not in numbers else f"#{position}"] = str(main)
        return numbers

    @cached_property
    def _offsets(self) -> dict[str, int | None]:
        return {str(row.get("question_id")): _int(row.get("offset_ms")) for row in self._question_rows}

    def question_label(self, question_id: str) -> str:
        number = self._numbers.get(question_id)
        return self._label(number) if number else ""

    def _label(self, number: str) -> str:
        return self.labels("follow_up_short" if "." in number else "question_short", number=number)

    def _in_interview(self, question_id: str, ms: object) -> int | None:
        """Time in an answer's recording as time in the interview."""
        at = _int(ms)
        return None if at is None else at + (self._offsets.get(question_id) or 0)

    def _question(self, number: str, row: Mapping[str, Any]) -> QuestionItem:
        question = str(row.get("question_id") or "")
        duration = _float(row.get("duration"))
        return QuestionItem(
            number=number,
            label=self._label(number),
            is_follow_up="." in number,
            content=clean(row.get("content")).strip(),
            type=self.labels.name("question_type", row.get("type")),
            difficulty=self.labels.name("difficulty", row.get("difficulty")),
            offset_ms=_int(row.get("offset_ms")),
            duration_ms=None if duration is None else round(duration * 1000),
            score=_int(row.get("score")),
            source=self.labels.name("transcript_source", row.get("transcript_source")),
            reason=one_line(row.get("transcript_reason_label") or row.get("reason_label")),
            sentences=tuple(self._sentences(question, row)),
            answered=bool(row.get("answer_id")),
        )

    def _sentences(self, question_id: str, row: Mapping[str, Any]) -> Iterator[SentenceItem]:
        sentences = _rows(row.get("sentences"))
        for sentence in sentences:
            start, end = (self._in_interview(question_id, sentence.get(key)) for key in ("start_ms", "end_ms"))
            if text := one_line(sentence.get("text")):
                yield SentenceItem(text, start, end)
        if not sentences:
            for paragraph in clean(row.get("transcript")).split("\n"):
                if paragraph.strip():
                    yield SentenceItem(paragraph.strip(), None, None)

    # Method -------------------------------------------------------------------------------------------------

    @cached_property
    def engines(self) -> tuple[tuple[str, str, str, str], ...]:
        """(task, engine, version, parameters) of every engine that was used."""
        rows = _rows(self.report.get("engines"))
        return tuple(
            (
                self.labels.name("engine_kind", row.get("kind")),
                one_line(row.get("name")),
                one_line(row.get("version")),
                ", ".join(f"{key}={one_line(value)}" for key, value in _map(row.get("parameters")).items()),
            )
            for row in rows
        )

    @cached_property
    def not_measured(self) -> tuple[tuple[str, str], ...]:
        return tuple((one_line(row.get("label")), self._reason(row)) for row in _rows(self.report.get("not_measured")))

    @cached_property
    def notices(self) -> tuple[str, ...]:
        texts = (clean(row.get("text")).strip() for row in _rows(self.report.get("notices")))
        return tuple(text for text in texts if text)

    def _reason(self, row: Mapping[str, Any]) -> str:
        return one_line(row.get("reason_label")) or one_line(row.get("reason")).replace("_", " ")

    # Facts --------------------------------------------------------------------------------------------------

    @cached_property
    def duration_ms(self) -> int | None:
        seconds = _float(self.report.get("total_duration"))
        return None if seconds is None else round(seconds * 1000)

    @cached_property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """(name, words) of what is known about the interview, for the cover; the unknown is left out."""
        label, name = self.labels, self.labels.name
        rows = (
            ("interview_date", self.when("started_at")),
            ("generated_at", self.when("generated_at")),
            ("duration", short_clock(self.duration_ms) if self.duration_ms is not None else ""),
            ("answers", self._answer_count()),
            ("mode", name("mode", self.report.get("mode"))),
            ("interviewer_style", name("interviewer_style", self.report.get("interviewer_style"))),
            ("report_language", name("language", self.report.get("language"))),
            ("end_reason", name("end_reason", self.report.get("end_reason"))),
            ("timezone", one_line(self.report.get("timezone"))),
            ("rubric_version", one_line(self.report.get("rubric_version"))),
            ("interview_id", one_line(self.report.get("interview_id"))),
            ("report_id", self.report_id),
        )
        return tuple((label(key), words) for key, words in rows if words)

    def _answer_count(self) -> str:
        answered = [item for item in self.questions if item.answered]
        follow_ups = sum(item.is_follow_up for item in answered)
        if not answered:
            return ""
        return self.labels("answers_count", main=len(answered) - follow_ups, follow_ups=follow_ups)

    @property
    def coverage(self) -> str:
        """"Evidence covers 80% of the scoring weight", or nothing."""
        share = _float(self.report.get("coverage"))
        return "" if share is None else self.labels("coverage_of_weight", share=percent(share))
