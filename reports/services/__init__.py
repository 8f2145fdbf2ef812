"""Writing reports. One file per part of a report's life; callers import from here."""

from reports.services.making import BUILD_TASK, build_report, facts_of, renew_report, request_report, sweep_reports

__all__ = ["BUILD_TASK", "build_report", "facts_of", "renew_report", "request_report", "sweep_reports"]
