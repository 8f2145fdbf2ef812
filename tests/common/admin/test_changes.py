"""Two people on one page of the admin: the second is told, and writes nothing over."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from common.admin.changes import SEEN
from positions.models import Position
from questionbank.models import Question
from tests.common.admin.test_base import staff  # noqa: F401  (a fixture)
from tests.factories import make_position
from tests.pages import browser, post, text_of

TOLD = "打开此页期间，其他人已修改了这条记录"


def page_of(row, kind="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{kind}", args=[row.pk])


def opened(client, path):
    """What the browser would send back unchanged."""
    form = client.get(path).context["adminform"].form
    given = {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields}
    given = {name: form[name].value() for name in given}
    empty = {name: "" if value is None else value for name, value in given.items()}
    counts = ("TOTAL_FORMS", "INITIAL_FORMS")
    inlines = {f"{name}-{count}": 0 for name in ("questions", "memberships") for count in counts}
    return {name: value for name, value in empty.items() if value is not False} | inlines


@pytest.fixture
def rows(staff):  # noqa: F811
    position = make_position(staff.owner, title="一个职位")
    return {
        "position": (position, "title"),
        "question": (position.questions.first(), "content"),
        "organization": (staff.owner.memberships.get().organization, "opening_text_zh"),
    }


@pytest.mark.parametrize("which", ["position", "question", "organization"])
def test_second_to_save_is_told_and_writes_nothing_over(staff, rows, which):  # noqa: F811
    row, name = rows[which]
    client, path = browser(staff.owner), page_of(row)
    first, second = opened(client, path), opened(client, path)
    assert post(client, path, {**first, name: "第一个人"}).status_code == 302
    told = post(client, path, {**second, name: "第二个人"})
    assert (told.status_code, TOLD in told.content.decode()) == (200, True)
    row.refresh_from_db()
    assert getattr(row, name) == "第一个人"
    assert post(client, path, {**opened(client, path), name: "第二个人"}).status_code == 302
    row.refresh_from_db()
    assert getattr(row, name) == "第二个人"


def test_weights_changed_by_another_are_noticed_too(staff, rows):  # noqa: F811
    position, _name = rows["position"]
    client, path = browser(staff.owner), page_of(position)
    given = opened(client, path)
    Position.objects.filter(pk=position.pk).update(weights={"logical_thinking": 1.0})
    assert TOLD in post(client, path, {**given, "title": "x"}).content.decode()


def test_same_values_are_no_change_of_another(staff, rows):  # noqa: F811
    question, _name = rows["question"]
    client, path = browser(staff.owner), page_of(question)
    given = opened(client, path)
    Question.objects.filter(pk=question.pk).update(version=question.version)
    assert post(client, path, {**given, "content": "?"}).status_code == 302


def test_who_only_looks_sees_no_field_of_it(staff, rows):  # noqa: F811
    staff.owner.memberships.update(role="viewer")
    for row, _name in rows.values():
        page = text_of(browser(staff.owner), page_of(row))
        assert not re.search(f'name="{SEEN}"', page), row
