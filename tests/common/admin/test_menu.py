"""The admin's menu: every list of ours has a place, in the reader's language, and technical ones have none."""

from __future__ import annotations

import pytest
from django.contrib import admin

from accounts.models import User
from common.admin.base import ScopedAdmin
from common.admin.menu import labels
from tests.pages import browser


def test_every_list_of_ours_has_a_place_in_the_menu():
    ours = {model._meta.label_lower for model, page in admin.site._registry.items() if isinstance(page, ScopedAdmin)}
    assert labels() == ours


@pytest.mark.parametrize(("language", "first"), [("zh-CN", "职位"), ("en", "Positions")])
def test_menu_begins_with_the_work_of_hr_and_leaves_out_what_is_technical(people, language, first):
    User.objects.filter(pk=people.owner.pk).update(is_staff=True)
    response = browser(people.owner, language=language).get("/admin/")
    groups = response.context["sidebar_navigation"]
    assert groups[1]["items"][0]["title"] == first
    links = [item["link"] for group in groups for item in group["items"]]
    assert "/admin/positions/position/" in links
    assert not any("token" in link or "/auth/" in link for link in links)
    assert "token_blacklist" not in response.content.decode()


def test_menu_marks_the_list_one_is_in(people):
    User.objects.filter(pk=people.owner.pk).update(is_staff=True)
    page = browser(people.owner)
    for address in ("/admin/", "/admin/positions/position/", "/admin/positions/position/add/"):
        groups = page.get(address).context["sidebar_navigation"]
        active = [item["link"] for group in groups for item in group["items"] if item["active"]]
        assert active == [address.removesuffix("add/")]
    assert page.get("/admin/positions/position/").content.decode().count('aria-current="page"') == 1
