"""Reports: waited for, listed, saved."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from interview_ai.sdk.errors import ReportFailed, TimeoutExceeded
from interview_ai.sdk.flow import Flow, Offload, Sleep
from interview_ai.sdk.models import Page, Report
from interview_ai.sdk.report_actions import ReportActions
from interview_ai.sdk.resource import Mode, Pages, endpoint, listing
from interview_ai.sdk.transport import Call, at


class Reports(ReportActions[Mode]):
    @endpoint
    def get(
        self,
        interview_id: str,
        *,
        wait: bool = True,
        timeout: float = 600.0,
        on_progress: Callable[[float], None] | None = None,
        poll_interval: float = 1.0,
    ) -> Flow[Report]:
        """The report of an ended interview.

        With ``wait`` the server is asked every ``poll_interval`` seconds until the report is there; ``on_progress``
        hears how far it is (0-1). Raises `ReportFailed` when it cannot be made and `TimeoutExceeded` after
        ``timeout`` seconds. Without ``wait`` the answer is returned as it is: see ``Report.is_ready``.
        """
        deadline = time.monotonic() + timeout
        while True:
            report = yield from self._session.perform(_fetch(interview_id))
            if not wait:
                return report
            if on_progress is not None:
                on_progress(1.0 if report.is_ready else report.progress or 0.0)
            if report.is_ready:
                return report
            if report.report_status == "failed":
                raise ReportFailed(report.reason or "the report could not be made", report=report)
            if time.monotonic() >= deadline:
                raise TimeoutExceeded(f"the report of {interview_id} was not ready after {timeout:g} seconds")
            yield Sleep(poll_interval)

    @endpoint
    def list(
        self,
        *,
        position_id: str | None = None,
        min_score: int | None = None,
        recommendation: str | None = None,
        page: int = 1,
        page_size: int = 20,
    ) -> Call[Page[Report]]:
        """One page of reports."""
        filters = {"position_id": position_id, "min_score": min_score, "recommendation": recommendation}
        return _page(filters, page, page_size)

    @listing
    def iter(
        self,
        *,
        position_id: str | None = None,
        min_score: int | None = None,
        recommendation: str | None = None,
        page_size: int = 100,
    ) -> Pages[Report]:
        """Every report that matches, fetched page by page."""
        filters = {"position_id": position_id, "min_score": min_score, "recommendation": recommendation}
        return lambda page: _page(filters, page, page_size)

    @endpoint
    def export(self, interview_id: str, *, format: str, path: str | os.PathLike[str]) -> Flow[Path]:
        """Save the report as a file; ``format`` is pdf or excel. Returns where it lies."""
        content = yield from self._session.perform(
            Call(
                "GET",
                at("/reports/{}/export", interview_id),
                _content,
                query={"format": format},
                raw=True,
            )
        )
        target = Path(path)
        yield Offload(lambda: target.write_bytes(content))
        return target


def _fetch(interview_id: str) -> Call[Report]:
    return Call("GET", at("/reports/{}", interview_id), Report.from_json)


def _page(filters: dict[str, Any], page: int, page_size: int) -> Call[Page[Report]]:
    query = {**filters, "page": page, "page_size": page_size}
    return Call("GET", "/reports", Page.of(Report.from_json), query=query)


def _content(response: httpx.Response) -> bytes:
    return response.content
