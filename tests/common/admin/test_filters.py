"""The filter by another model's title is the one unfold makes, however many titles there are."""

from __future__ import annotations

import pytest
from django.contrib.admin import RelatedFieldListFilter
from django.template.loader import render_to_string

from questionbank.models import Question
from tests.common.admin.test_base import pages_of, staff  # noqa: F401  (a fixture)
from tests.common.admin.test_rows import squeezed
from tests.factories import make_position
from tests.pages import browser

TITLES = ("一", '<b>"二"</b>', "__words__ & __address__", "四")


@pytest.mark.parametrize("asked", ["", "?position__id__exact={}", "?q=__words__&position__id__exact={}", "?_facets=1"])
def test_filter_is_the_one_unfold_makes(staff, asked):  # noqa: F811
    positions = [make_position(staff.owner, title=title) for title in TITLES]
    make_position(staff.stranger, title="别人的")
    page = browser(staff.owner).get(pages_of(Question) + asked.format(positions[1].pk))
    rows = page.context["cl"]
    [spec] = [spec for spec in rows.filter_specs if isinstance(spec, RelatedFieldListFilter)]
    choices = list(RelatedFieldListFilter.choices(spec, rows))
    assert len(choices) == 1 + len(TITLES)
    wanted = render_to_string("admin/filter.html", {"title": spec.title, "choices": choices, "spec": spec})
    assert list(spec.choices(rows)) == choices
    assert squeezed(wanted) in squeezed(page.content.decode())
