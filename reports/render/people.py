"""What people found, beside the AI: rows for the files, from the report's ``human``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reports.render.formats import MISSING, date_and_time, one_line
from reports.render.labels import Labels
from reports.render.reading import ReportReader


@dataclass(frozen=True, slots=True)
class PeopleItem:
    """``ai`` and ``people`` are words for the two; ``note`` is the reason and who said it when."""

    what: str
    ai: str
    people: str
    note: str


def people_of(reader: ReportReader) -> tuple[PeopleItem, ...]:
    """The decision, overrides, then the abilities that reviewers rated; nothing where no person said anything."""
    human = _map(reader.report.get("human"))
    return (*_decision(reader, human), *_overrides(reader, human), *_abilities(reader, human))


def _decision(reader: ReportReader, human: Mapping[str, Any]) -> Iterator[PeopleItem]:
    found = _map(human.get("decision"))
    if found:
        outcome = reader.labels.name("outcome", found.get("outcome"))
        who = _who(reader, found, "decided")
        yield PeopleItem(reader.labels("decision"), MISSING, outcome, _note(found, who))


def _overrides(reader: ReportReader, human: Mapping[str, Any]) -> Iterator[PeopleItem]:
    label = reader.labels
    for found in human.get("overrides") or ():
        target = str(found.get("target"))
        is_recommendation = target == "recommendation"
        what = label("recommendation") if is_recommendation else label.name("ability", target)
        said, ai = (_value(label, found.get(key), is_recommendation) for key in ("value", "ai_value"))
        yield PeopleItem(label("overridden", what=what), ai, said, _note(found, _who(reader, found, "overridden")))


def _abilities(reader: ReportReader, human: Mapping[str, Any]) -> Iterator[PeopleItem]:
    label = reader.labels
    for key, found in _map(_map(human.get("reviews")).get("abilities")).items():
        if found.get("ratings"):
            note = one_line(found.get("note")) or label("ratings_count", count=found["ratings"])
            people = _value(label, found.get("people"), False)
            yield PeopleItem(label.name("ability", key), _value(label, found.get("ai"), False), people, note)


def _value(label: Labels, value: Any, is_recommendation: bool) -> str:
    if value is None or value == "":
        return MISSING
    return label.name("recommendation", value) if is_recommendation else one_line(value)


def _who(reader: ReportReader, found: Mapping[str, Any], act: str) -> str:
    name = one_line(_map(found.get(f"{act}_by")).get("username"))
    at = date_and_time(found.get(f"{act}_at"), language=reader.language, timezone=reader.report.get("timezone"))
    return ", ".join(part for part in (name, at) if part)


def _note(found: Mapping[str, Any], who: str) -> str:
    return f"{one_line(found.get('reason'))} ({who})" if who else one_line(found.get("reason"))


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
