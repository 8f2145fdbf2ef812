"""axe-core over every page there is, on a desk and on a phone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.conftest import aside
from tests.browser.test_pages import barriers
from tests.interview_ai.addresses import Company, admin_pages, filled_company, routes
from tests.people import make_people

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# Pages that open a socket, which this server has none of (tests of the room look at them), and a piece of a page.
_NOT_HERE = {
    "console/live/<int_id:interview_id>",
    "interviews/<int_id:interview_id>/room",
    "console/interviews/<int_id:interview_id>/paragraphs",
}
# The admin's first page, tables, and the pages of what HR works with; those of the rest are made of the same parts.
_OF_THE_ADMIN = (
    "/admin/",
    "/admin/questionbank/question/import/",
    "/admin/questionbank/question/export/",
    "/admin/interviews/invitation/import/",
    "/admin/interviews/invitation/export/",
)
_MAIN = re.compile(r"/admin/\w+/(position|question|invitation|interview|report|organization|user|analysisjob)/")


def addresses(company: Company) -> dict[Any, list[str]]:
    """By whom they are looked at."""
    found: dict[Any, list[str]] = {}
    for route in routes():
        if route not in _NOT_HERE:
            found.setdefault(company.visitor(route), []).append(company.address(route))
    found[company.people.owner] += [*_OF_THE_ADMIN, *(path for path in admin_pages(company) if _MAIN.match(path))]
    return found


@pytest.mark.parametrize(("language", "width", "dark"), [("zh-CN", 1440, False), ("en", 390, True)])
def test_no_page_has_a_serious_barrier(open_page, language, width, dark):
    company = aside(lambda: filled_company(make_people()))
    found = []
    for person, paths in aside(lambda: addresses(company)).items():
        page = open_page("/login", person, language=language, width=width, dark=dark)
        for path in paths:
            page.goto(path)
            found += barriers(page)
    assert found == []
