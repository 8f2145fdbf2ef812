"""The report as the renderings read it: every key may be absent, every score null, every text anything.

`ReportReader` turns the presented report (a plain mapping, see `reports.builders`) into `reports.render.records`
with their words chosen, so that the PDF and the Excel file say the same thing and neither looks into the
mapping itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from reports.builders.wording import Language
from reports.render.formats import clean, date_and_time, one_line, percent, short_clock
from reports.render.labels import CATALOGUE, Labels
from reports.render.records import (
    AbilityItem,
    DimensionItem,
    EvidenceItem,
    HighlightItem,
    IndicatorItem,
    QuestionItem,
    SentenceItem,
)


def _int(value: object) -> int | None:
    found = _float(value)
    return None if found is None else round(found)


def _float(value: Any) -> float | None:
    """A finite number; None for anything else."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if is_number else None


def _rows(value: object) -> list[Mapping[str, Any]]:
    """The mappings in a list; nothing where there is no list."""
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        return []
    return [row for row in value if isinstance(row, Mapping)]


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _clock_ms(timestamp: object) -> int | None:
    """ "00:05:30" as milliseconds."""
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
        given = one_line(self.report.get("recommendation_label"))
        return given or self.labels.name("recommendation", self.report.get("recommendation") or "")

    @cached_property
    def abilities(self) -> tuple[AbilityItem, ...]:
        scores = _map(self.report.get("ability_scores"))
        evidence = _map(self.report.get("ability_evidence"))
        keys = [*scores, *(key for key in evidence if key not in scores)]
        return tuple(self._ability(key, scores.get(key), _map(evidence.get(key))) for key in keys)

    def _ability(self, key: str, score: object, detail: Mapping[str, Any]) -> AbilityItem:
        label = one_line(detail.get("label")) or self.labels.name("ability", key)
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
            label=one_line(row.get("label")) or self.labels.name("indicator", row.get("key")),
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
        for key, value in _map(self.report.get("dimension_details")).items():
            detail = _map(value)
            parts = tuple(
                (self.labels.name("parts", name), one_line(words))
                for name, words in detail.items()
                if name not in ("score", "reason", "reason_label") and not isinstance(words, (Mapping, list))
            )
            label, score = self.labels.name("dimensions", key), _int(detail.get("score"))
            items.append(DimensionItem(label, score, parts, self._reason(detail)))
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
        return one_line(row.get("label")) or self._names.get(key) or self._part(key)

    def _part(self, key: str) -> str:
        return self.labels.name("parts" if f"parts.{key}" in CATALOGUE else "indicator", key)

    @cached_property
    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for detail in _map(self.report.get("ability_evidence")).values():
            for row in _rows(_map(detail).get("indicators")):
                names[str(row.get("key"))] = one_line(row.get("label"))
        for name in _map(self.report.get("dimension_details")):
            names[name] = self.labels.name("dimensions", name)
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
                self.labels.name("kind", row.get("kind")),
                one_line(row.get("name")),
                one_line(row.get("version")),
                ", ".join(f"{key}={one_line(value)}" for key, value in _map(row.get("parameters")).items()),
            )
            for row in rows
        )

    @cached_property
    def not_measured(self) -> tuple[tuple[str, str], ...]:
        """(what, why) of everything without a value; "what" names the questions where it is about some only."""
        rows = _rows(self.report.get("not_measured"))
        return tuple((self._with_questions(row), self._reason(row)) for row in rows)

    def _with_questions(self, row: Mapping[str, Any]) -> str:
        found = row.get("question_ids") or ()
        places = [label for label in (self.question_label(str(key)) for key in found) if label]
        what = one_line(row.get("label"))
        return f"{what} ({self.labels.join(places)})" if places and len(places) < len(self.questions) else what

    @cached_property
    def notices(self) -> tuple[str, ...]:
        rows = _rows(self.report.get("notices"))
        return tuple(words for row in rows if (words := one_line(row.get("text"))))

    @cached_property
    def method(self) -> tuple[tuple[str, str], ...]:
        """(heading, text) on how scores are made and how far to trust them; what a notice says is not repeated."""
        said = {row.get("key") for row in _rows(self.report.get("notices"))}
        label = self.labels
        judges = "" if "judges_disagree" in said else label("method_judges_text")
        limits = ("" if self.language == "zh" else " ").join(
            part for part in (judges, label("method_limits_text")) if part
        )
        texts = [(label("method_how"), label("method_how_text"))] if self.has_scores else []
        texts.append((label("method_limits"), limits))
        if "person_decides" not in said:
            texts.append((label("method_person"), label("method_person_text")))
        return tuple(texts)

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
            ("interview_language", name("language", self.report.get("interview_language"))),
            ("end_reason", name("end_reason", self.report.get("end_reason"))),
            ("timezone", one_line(self.report.get("timezone"))),
            ("rubric_version", one_line(self.report.get("rubric_version"))),
            ("interview_id", one_line(self.report.get("interview_id"))),
            ("report_id", self.report_id),
            ("external_id", one_line(self.report.get("external_id"))),
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
        """ "Evidence covers 80% of the scoring weight", or nothing."""
        share = _float(self.report.get("coverage"))
        return "" if share is None else self.labels("coverage_of_weight", share=percent(share))
