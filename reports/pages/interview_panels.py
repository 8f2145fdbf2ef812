"""What reports show on pages of interviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from common.pages.slots import fill
from interviews.models import Interview
from reports import selectors


@fill("interview_score")
def scores(request: HttpRequest, interviews: Sequence[Interview]) -> dict[int, Any]:
    """The overall score with a link to the report, in lists."""
    found = selectors.reports_of(interviews, actor=request.user)
    by_key = {interview.pk: interview for interview in interviews}
    return {
        key: render_to_string("console/_report_score.html", {"report": report, "interview": by_key[key]})
        for key, report in found.items()
    }


@fill("interview_report")
def buttons(request: HttpRequest, interviews: Sequence[Interview]) -> dict[int, Any]:
    """The way to the report, on the interview's page."""
    found = selectors.reports_of(interviews, actor=request.user)
    by_key = {interview.pk: interview for interview in interviews}
    return {
        key: render_to_string("console/_report_buttons.html", {"report": report, "interview": by_key[key]})
        for key, report in found.items()
    }
