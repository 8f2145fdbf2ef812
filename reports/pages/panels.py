"""What other parts of the product put on the report page.

Register a filler with `common.pages.slots.fill`. It takes the request and a list with the one report that is shown
(a `Report` with ``interview`` and ``interview.position`` read already, its ``document`` that of the version shown),
and gives, by the report's key, HTML made with `render_to_string`, which the page shows as it is:

    @fill("report_side")
    def review(request, reports):
        return {report.pk: render_to_string("console/_review.html", {"report": report}, request) for report in reports}

- ``report_head``: in the row of buttons in the page's head: a version chooser, share, decide. Inline elements.
- ``report_side``: panels under the player, some 25rem wide; begin with ``<section class="card">``. What people do
  with the report has the first ``place``.
- ``report_foot``: panels under everything, as wide as the page: comments, the trail. ``<section class="card">``.

A panel that changes something posts to an address of its own and comes back to the page, or swaps itself by htmx.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from common.pages import slots
from reports.models import Report

_SLOTS = ("head", "side", "foot")


def panels_of(request: HttpRequest, report: Report) -> dict[str, list[Any]]:
    """HTML by slot (``head``, ``side``, ``foot``) for the page of ``report``."""
    return {name: slots.filled(f"report_{name}", request, [report])[report.pk] for name in _SLOTS}
