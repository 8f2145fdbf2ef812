"""What people found, beside the AI: rows for the files, from the report's ``human``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reports.render.formats import MISSING, date_and_time, one_line
from reports.render.labels import Labels
from reports.render.reading import ReportReader


@dataclass(frozen=True, slots=True)
class PeopleItem:
    """``ai`` and ``people`` are words for the two; ``note`` is the reason, ``who`` the person and when."""

    what: str
    ai: str
    people: str
    note: str = ""
    who: str = ""


def people_of(reader: ReportReader) -> tuple[PeopleItem, ...]:
    """The decision, overrides, then what reviewers advise and how they rated; nothing where no person said anything."""
    human = _map(reader.report.get("human"))
    reviews = _map(human.get("reviews"))
    parts = (_decision(reader, human), _overrides(reader, human), _advice(reader, reviews), _abilities(reader, reviews))
    return tuple(item for part in parts for item in part)


def _decision(reader: ReportReader, human: Mapping[str, Any]) -> Iterator[PeopleItem]:
    found = _map(human.get("decision"))
    if found:
        outcome = reader.labels.name("outcome", found.get("outcome"))
        who = _who(reader, found, "decided")
        yield PeopleItem(reader.labels("decision"), MISSING, outcome, one_line(found.get("reason")), who)


def _overrides(reader: ReportReader, human: Mapping[str, Any]) -> Iterator[PeopleItem]:
    label = reader.labels
    for found in human.get("overrides") or ():
        target = str(found.get("target"))
        is_recommendation = target == "recommendation"
        what = label("recommendation") if is_recommendation else label.name("ability", target)
        said, ai = (_value(label, found.get(key), is_recommendation) for key in ("value", "ai_value"))
        reason, who = one_line(found.get("reason")), _who(reader, found, "overridden")
        yield PeopleItem(label("overridden", what=what), ai, said, reason, who)


def _advice(reader: ReportReader, reviews: Mapping[str, Any]) -> Iterator[PeopleItem]:
    label = reader.labels
    given = Counter(_value(label, advice, True) for advice in reviews.get("recommendations") or () if advice)
    if given:
        ai = _value(label, reader.report.get("recommendation"), True)
        people = "\n".join(f"{advice} × {count}" for advice, count in given.most_common())
        yield PeopleItem(label("reviewers_advice"), ai, people)


def _abilities(reader: ReportReader, reviews: Mapping[str, Any]) -> Iterator[PeopleItem]:
    label = reader.labels
    for key, found in _map(reviews.get("abilities")).items():
        if count := found.get("ratings"):
            mean = label("rating_of_one") if count == 1 else label("ratings_count", count=count)
            note = one_line(found.get("note")) or mean
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


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
