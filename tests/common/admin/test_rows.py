"""The lists of the admin are those that unfold makes, cell by cell."""

from __future__ import annotations

import re

import pytest
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import override
from unfold.templatetags import unfold_list

from tests.common.admin.test_base import fill, ours, pages_of, staff  # noqa: F401  (fixtures)
from tests.factories import make_position
from tests.pages import browser


def as_unfold_makes_it(page):
    """The table of a list that was asked for, by unfold's own functions and template."""
    context = Context({"request": page.wsgi_request})
    made = unfold_list.result_list(context, page.context["cl"])
    return table_in(get_template("admin/change_list_results.html").template.render(Context(made)))


def table_in(html):
    return squeezed(html[html.index('<table id="result_list"') : html.index("</table>")])


def squeezed(html):
    return re.sub(r"\s+", " ", re.sub(r">\s+|\s+<", lambda found: found[0].strip(), html)).strip()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_list_is_the_one_unfold_makes(api, staff, language):  # noqa: F811
    fill(api, staff)
    for title in ("一", "<b>二</b>", "三", "四"):
        make_position(staff.owner, title=title)
    client = browser(staff.owner, language=language)
    for model in ours():
        page = client.get(f"{pages_of(model)}?o=1&q=")
        with override(language):
            assert table_in(page.content.decode()) == as_unfold_makes_it(page), model
        assert as_unfold_makes_it(page).count("<tbody") == page.context["cl"].result_count >= 1
