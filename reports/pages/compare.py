"""Candidates of one position side by side."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.pages.views import MemberPage
from common.tables.writing import XLSX_TYPE, write_xlsx
from reports.builders.wording import Language
from reports.comparing.chosen import MOST_COMPARED, chosen_reports
from reports.comparing.overlay import Overlay, overlay_of
from reports.comparing.table import Cell, Comparison, compare
from reports.models import Report, Review
from reports.reviews.reading import decisions_by_interview


class Compare(MemberPage):
    """``?report=`` several times: ids of reports or of their interviews, in the order of the columns."""

    template_name = "console/compare.html"
    section = "reports"

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = chosen_reports(request.user, asked(request))
        comparison = comparison_of(chosen, language=_language())
        return self.show(
            chosen=chosen,
            position=chosen[0].interview.position if chosen else None,
            comparison=comparison,
            overlay=_overlay(comparison),
            columns=_with_links(request, comparison, chosen),
            most=MOST_COMPARED,
            query="&".join(f"report={report.public_id}" for report in chosen),
        )


class CompareFile(MemberPage):
    """The same as an Excel file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = chosen_reports(request.user, asked(request))
        comparison = comparison_of(chosen, language=_language())
        file = io.BytesIO()
        names = [column.name for column in comparison.columns]
        heads = [_("What"), *names, _("Spread")]
        write_xlsx(file, heads=heads, rows=_rows(comparison), widths=(44, *(22 for _name in names), 10))
        response = HttpResponse(file.getvalue(), content_type=XLSX_TYPE)
        response["Content-Disposition"] = 'attachment; filename="comparison.xlsx"'
        response["Cache-Control"] = "private, no-store"
        return response


def asked(request: HttpRequest) -> list[str]:
    """Ids as they stand in the address: one too many is enough to refuse."""
    return [text for text in request.GET.getlist("report") if text][: 4 * MOST_COMPARED]


def comparison_of(chosen: Sequence[Report], *, language: Language) -> Comparison:
    interviews = [report.interview for report in chosen]
    reviews: dict[int, list[Review]] = defaultdict(list)
    for review in Review.objects.filter(interview__in=interviews, submitted_at__isnull=False):
        reviews[review.interview_id].append(review)
    decisions = decisions_by_interview(interviews)
    return compare(chosen, language=language, decisions=decisions, reviews=reviews)


def _overlay(comparison: Comparison) -> Overlay | None:
    first = next((column for column in comparison.columns if column.abilities), None)
    if first is None:
        return None
    labels = [ability["label"] for ability in first.abilities.values()]
    keys = list(first.abilities)
    series = [[column.abilities.get(key, {}).get("score") for key in keys] for column in comparison.columns]
    return overlay_of(labels, series)


def _with_links(request: HttpRequest, comparison: Comparison, chosen: Sequence[Report]) -> list[dict[str, Any]]:
    """Each column with the address of the page without it."""
    found = []
    for column in comparison.columns:
        others = [report.public_id for report in chosen if report.pk != column.report.pk]
        found.append({"column": column, "without": "?" + "&".join(f"report={key}" for key in others)})
    return found


def _rows(comparison: Comparison) -> Iterator[list[Any]]:
    columns = comparison.columns
    yield [_("Score"), *(column.overall for column in columns), None]
    yield [_("Recommendation"), *(column.recommendation_label for column in columns), None]
    shares = (None if column.coverage is None else round(100 * column.coverage) for column in columns)
    yield [_("Evidence, %"), *shares, None]
    yield [
        _("Decision"),
        *(column.decision.get_outcome_display() if column.decision else "" for column in columns),
        None,
    ]
    yield [_("Reviews"), *(None if column.is_hidden else column.reviews for column in columns), None]
    for row in comparison.abilities:
        yield [row.label, *map(_value, row.cells), row.spread]
        if any(cell.people is not None for cell in row.cells):
            yield [f"{row.label} · {_('reviewers')}", *(cell.people for cell in row.cells), None]
    for row in comparison.questions:
        yield [row.label, *map(_value, row.cells), row.spread]


def _value(cell: Cell) -> Any:
    """The score, or in words why there is none."""
    if cell.score is not None:
        return cell.score
    return {"unasked": _("not asked"), "unanswered": _("not answered")}.get(cell.state, cell.reason or None)


def _language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "zh"
