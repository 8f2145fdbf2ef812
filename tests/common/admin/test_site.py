"""The admin's site makes the list of all models where a page shows it."""

from __future__ import annotations

import pytest
from django.contrib import admin

from accounts.models import User
from common.admin.site import Site
from tests.factories import make_position
from tests.pages import browser


@pytest.fixture
def staff(people):
    User.objects.filter(pk=people.owner.pk).update(is_staff=True)
    return browser(people.owner)


def test_the_site_is_ours():
    assert isinstance(admin.site, Site)


def test_page_of_an_app_lists_its_models(staff):
    answer = staff.get("/admin/interviews/")
    assert answer.status_code == 200
    assert "/admin/interviews/invitation/" in answer.content.decode()


def test_page_of_no_app_is_not_found(staff):
    assert staff.get("/admin/nothing/").status_code == 404


def test_a_list_does_without_the_list_of_all_models(staff, monkeypatch):
    def refuse(*_given):
        raise AssertionError("the list of all models was made")

    monkeypatch.setattr(Site, "_build_app_dict", refuse)
    assert staff.get("/admin/interviews/invitation/").status_code == 200


def test_theme_and_search_of_the_frame_are_in_chinese(staff):
    page = staff.get("/admin/").content.decode()
    assert "跟随系统" in page
    assert ">System<" not in page
    found = staff.get("/admin/search/?s=面试&extended=1", headers={"hx-request": "true"}).content.decode()
    assert "条结果" in found
    assert "Found" not in found


def test_empty_list_says_whether_something_was_asked_for(staff):
    plain = staff.get("/admin/interviews/interview/").content.decode()
    assert "暂无内容" in plain
    assert "没有符合条件的内容" not in plain
    for asked in ("q=x", "status__exact=created", "created_at__year=2020"):
        page = staff.get(f"/admin/interviews/interview/?{asked}").content.decode()
        assert "没有符合条件的内容" in page, asked
        assert "暂无内容" not in page


def test_empty_list_leads_to_the_first_row_where_one_may_be_added(staff):
    assert 'href="/admin/positions/position/add/"' in staff.get("/admin/positions/position/").content.decode()
    assert "/add/" not in staff.get("/admin/interviews/answer/").content.decode()


def test_a_list_offers_the_way_to_all_its_rows_where_some_are_left_out(staff, people):
    make_position(people.owner)
    assert "显示全部" not in staff.get("/admin/positions/position/").content.decode()
    for asked in ("q=", "o=1", "p=1"):
        assert "显示全部" not in staff.get(f"/admin/positions/position/?{asked}").content.decode(), asked
    for asked in ("q=后端", "status__exact=open", "created_at__year=2026"):
        assert "显示全部" in staff.get(f"/admin/positions/position/?{asked}").content.decode(), asked
