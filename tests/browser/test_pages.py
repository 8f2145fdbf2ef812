"""Every page in a real browser: no serious barrier, nothing wider than the screen, nothing the policy forbids."""

from __future__ import annotations

from typing import Any

import pytest

from interviews.models import Interview
from reports.models import Report
from tests.browser.conftest import aside
from tests.client import ApiClient
from tests.factories import make_position
from tests.interviews.pages.test_console import converse
from tests.interviews.pages.test_imports import FEISHU, paste
from tests.pages import browser, post
from tests.people import PASSWORD, People, make_people
from tests.reports.samples import sample_document
from tests.reports.test_api import hold

pytestmark = pytest.mark.django_db(transaction=True)

OPEN = ("/login", "/sign-up", "/password-reset")
CONSOLE = (
    "/console/",
    "/console/interviews/",
    "/console/interviews/{interview}",
    "/console/reports/",
    "/console/reports/{interview}",
    "/console/imports/",
    "/console/imports/{job}",
    "/console/imports/new?way=remote",
    "/console/imports/new?way=transcript",
    "/console/imports/new?way=recording",
    "/console/accounts/",
    "/console/applications/",
    "/password",
)
MAIN = (
    "/console/",
    "/console/interviews/{interview}",
    "/console/reports/{interview}",
    "/console/imports/new?way=recording",
)
SERIOUS = {"serious", "critical"}


def barriers(page: Any) -> list[str]:
    """What axe-core finds serious."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {rule['id']}: {node['html'][:160]}"
        for rule in found
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]


def is_too_wide(page: Any) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def furnished(people: People) -> dict[str, str]:
    """A company with something on every page; names of a hundred characters."""
    paste(people.owner, make_position(people.owner, title="长" * 100))
    post(browser(people.owner), "/console/accounts/", FEISHU)
    post(browser(people.owner), "/console/applications/", {"name": "n" * 100, "scopes": ["transcripts:read"]})
    interview_id = hold(lambda user: ApiClient(user), people).rsplit("/", 1)[1]
    converse(Interview.objects.get(public_id=interview_id), paragraphs=6)
    Report.objects.filter(interview__public_id=interview_id).update(document=sample_document(), overall_score=71)
    return {"interview": interview_id, "job": people.owner.memberships.get().organization.imports.get().public_id}


@pytest.mark.parametrize(
    ("language", "dark", "paths"),
    [
        ("zh-CN", False, MAIN),
        pytest.param("zh-CN", True, CONSOLE, marks=pytest.mark.slow),
        pytest.param("en", False, CONSOLE, marks=pytest.mark.slow),
    ],
)
def test_pages_have_no_serious_barrier_and_fit_a_phone(open_page, language, dark, paths):
    people = make_people()
    ids = aside(lambda: furnished(people))
    found, wide = [], []
    pages = {None: OPEN, people.owner: paths, people.candidate: ("/my/interviews",)}
    for person, addresses in pages.items():
        page = open_page("/login", person, language=language, dark=dark)
        for path in addresses:
            page.set_viewport_size({"width": 1280, "height": 800})
            page.goto(path.format(**ids))
            found += barriers(page)
            page.set_viewport_size({"width": 390, "height": 800})
            wide += [page.url] if is_too_wide(page) else []
    assert found == []
    assert wide == []


def test_login_theme_and_language_by_keyboard_and_click(open_page):
    people = make_people()
    page = open_page("/console/reports/")
    page.fill("#id_email", people.owner.email)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/reports/")
    page.click("[data-theme-switch] >> visible=true")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    page.click("button[name=language] >> visible=true")
    page.wait_for_selector("html[lang=en]")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"


def test_menu_opens_on_a_phone(open_page):
    page = open_page("/console/", make_people().owner, width=390)
    assert not page.is_visible("#sidebar")
    page.click("[popovertarget=sidebar]")
    page.click("#sidebar nav a[href='/console/interviews/']")
    page.wait_for_url("**/console/interviews/")


def test_recording_is_uploaded_with_progress_and_brought_in(open_page, tmp_path, monkeypatch):
    monkeypatch.setattr("interviews.services.imports.jobs.enqueue", lambda *_args: None)
    people = make_people()
    position = make_position(people.owner)
    file = tmp_path / "recording.wav"
    file.write_bytes(b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(200_000))
    page = open_page("/console/imports/new?way=recording", people.owner)
    page.set_input_files("[data-file]", file)
    page.wait_for_selector("[data-share]:text-is('100%')")
    page.select_option("#id_position", position.public_id)
    page.click("main button[type=submit]")
    page.wait_for_url("**/console/imports/imp_*")
    assert "recording.wav" in page.inner_text("main")


def test_file_that_is_no_recording_is_refused_in_words(open_page, tmp_path):
    file = tmp_path / "notes.html"
    file.write_text("<p>no sound</p>")
    page = open_page("about:blank", make_people().owner)
    page.goto("/console/imports/new?way=recording")
    with page.expect_response("**/uploads") as answered:
        page.set_input_files("[data-file]", file)
    assert answered.value.status == 400
    page.wait_for_selector("[data-problem]:not([hidden])")
    assert page.inner_text("[data-problem]").strip()
    assert page.is_hidden("[data-progress]")
