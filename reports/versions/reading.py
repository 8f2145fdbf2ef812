"""Reading the versions of a report."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from analysis.selectors import rubric_of
from common.errors import NotFound
from common.jobs import ENDED_STATES, JobState
from interviews.models import Interview
from reports.models import Report, ReportVersion, Rescoring
from reports.selectors import sees_everything
from reports.services.making import weights_of
from reports.versions.words import corrected_at


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version as a list shows it."""

    number: int
    overall_score: int | None
    recommendation: str
    rubric_version: str
    reason: str
    reason_label: str
    made_by: str
    made_at: dt.datetime
    is_present: bool


@dataclass(frozen=True, slots=True)
class Outdated:
    """Why the present scores no longer say what they would say now; nothing set: they do."""

    corrected_at: dt.datetime | None = None
    rubric_changed: bool = False
    weights_changed: bool = False

    def __bool__(self) -> bool:
        return self.corrected_at is not None or self.rubric_changed or self.weights_changed


def versions_of(report: Report) -> list[VersionLine]:
    """Every version, newest first; none before the report is made."""
    if report.generated_at is None:
        return []
    earlier = report.versions.defer("document").select_related("made_by") if report.version > 1 else ()
    return [_present(report), *(_earlier(version) for version in earlier)]


def document_of_version(report: Report, number: int) -> dict[str, Any]:
    """What the report said in that version. Raises `NotFound`."""
    if number == report.version and report.document is not None:
        return report.document
    found = ReportVersion.objects.filter(report_id=report.pk, number=number).first()
    if found is None:
        raise NotFound
    return found.document


def at_version(actor: Any, report: Report, number: int | None) -> Report:
    """``report`` with the document of that version, the present one without a number, and ``shown_version``. Earlier
    versions are for members: raises `NotFound` for others, and for a version that never was."""
    if number is not None and number != report.version:
        if not sees_everything(actor):
            raise NotFound
        report.document = document_of_version(report, number)
    report.shown_version = number or report.version
    return report


def outdated(report: Report, interview: Interview) -> Outdated:
    """What changed since the present version was scored."""
    if report.state != JobState.DONE:
        return Outdated()
    rubric = rubric_of(interview)
    corrected = corrected_at(interview)
    is_newer = corrected is not None and (report.corrected_until is None or corrected > report.corrected_until)
    return Outdated(
        corrected_at=corrected if is_newer else None,
        rubric_changed=report.rubric_version != rubric.version,
        weights_changed=report.weights != weights_of(interview),
    )


def rescoring_under_way(report: Report) -> Rescoring | None:
    """The one that waits or goes on."""
    return report.rescorings.exclude(state__in=ENDED_STATES).first()


def _present(report: Report) -> VersionLine:
    assert report.generated_at is not None
    return VersionLine(
        number=report.version,
        overall_score=report.overall_score,
        recommendation=report.recommendation,
        rubric_version=report.rubric_version,
        reason=report.version_reason,
        reason_label=report.get_version_reason_display(),
        made_by=report.version_by.username if report.version_by else "",
        made_at=report.generated_at,
        is_present=True,
    )


def _earlier(version: ReportVersion) -> VersionLine:
    return VersionLine(
        number=version.number,
        overall_score=version.overall_score,
        recommendation=version.recommendation,
        rubric_version=version.rubric_version,
        reason=version.reason,
        reason_label=version.get_reason_display(),
        made_by=version.made_by.username if version.made_by else "",
        made_at=version.made_at,
        is_present=False,
    )
