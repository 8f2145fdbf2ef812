"""The admin's site makes the list of all models where a page shows it."""

from __future__ import annotations

import pytest
from django.contrib import admin

from accounts.models import User
from common.admin.site import Site
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
