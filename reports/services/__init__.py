"""Writing reports. One file per part of a report's life; callers import from here."""

from reports.services.making import BUILD_TASK, build_report, facts_of, renew_report, request_report, sweep_reports
from reports.services.rescoring import (
    MOST_AT_ONCE,
    Asked,
    request_rescoring,
    request_rescorings,
    rescore,
    sweep_rescorings,
)

__all__ = [
    "BUILD_TASK",
    "MOST_AT_ONCE",
    "Asked",
    "build_report",
    "facts_of",
    "renew_report",
    "request_report",
    "request_rescoring",
    "request_rescorings",
    "rescore",
    "sweep_reports",
    "sweep_rescorings",
]
