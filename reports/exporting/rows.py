"""One row of an Excel file for each report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from analysis.contracts import ABILITIES
from reports.builders.wording import Language, say
from reports.enums import DecisionOutcome, Recommendation
from reports.models import Report, ReportQuerySet

# Rows read from the database at once: a report without its document is some 2 KB.
CHUNK = 500
WIDTHS = (24, 30, 36, 10, 20, *(12 for _key in ABILITIES), 10, 12, 10, 14, 20, 20, 34, 24)


def heads(language: Language) -> list[str]:
    """Words of the active language, the abilities in ``language``."""
    return [
        _("Candidate"),
        _("E-mail"),
        _("Position"),
        _("Score"),
        _("Recommendation"),
        *(say(f"ability.{key}", language=language) for key in ABILITIES),
        _("Evidence, %"),
        _("Decision"),
        _("Version"),
        _("Rubric"),
        _("Held"),
        _("Made"),
        _("Interview"),
        _("External id"),
    ]


def rows(found: ReportQuerySet, *, most: int, on_chunk: Callable[[int], None]) -> Iterator[list[Any]]:
    """The first ``most`` reports as rows: their keys at once, then one chunk after another, so that no query stays open
    while others write. ``on_chunk`` is told how many rows there are so far. What the reader must not see yet is
    left empty, and so is what was not measured."""
    names = {choice.value: str(choice.label) for choice in Recommendation}
    outcomes = {choice.value: str(choice.label) for choice in DecisionOutcome}
    keys = list(found.values_list("pk", flat=True)[:most])
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        by_key = {report.pk: report for report in found.filter(pk__in=chunk)}
        for key in chunk:
            if key in by_key:
                yield _row(by_key[key], names, outcomes)
        on_chunk(start + len(chunk))


def _row(report: Report, names: Mapping[str, str], outcomes: Mapping[str, str]) -> list[Any]:
    interview = report.interview
    account = interview.candidate
    hidden = report.is_hidden
    scores = {} if hidden else report.ability_scores
    coverage = None if hidden or report.coverage is None else round(100 * report.coverage)
    return [
        account.username if account else interview.candidate_name,
        account.email if account else interview.candidate_email,
        interview.position.title,
        report.shown_score,
        names.get(report.shown_recommendation, ""),
        *(scores.get(key) for key in ABILITIES),
        coverage,
        "" if hidden else outcomes.get(report.outcome or "", ""),
        report.version,
        report.rubric_version,
        _moment(interview.started_at, interview.timezone),
        _moment(report.generated_at, interview.timezone),
        interview.public_id,
        interview.external_id,
    ]


def _moment(moment: Any, zone: str) -> str:
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if moment else ""
