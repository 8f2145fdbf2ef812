"""Whole interviews in a real browser, in front of the product as it runs: servers, workers, sockets."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from interview_ai.supervisor.embedded import Site, running_site
from tests.browser.conftest import BROWSERS
from tests.browser.faces import write_face, write_voice
from tests.browser.test_pages import barriers, is_too_wide
from tests.browser.walking import QUESTIONS, Walk, flags, wait_until, web_process

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.filterwarnings("ignore::UserWarning:platformdirs"),
]


def launched(chromium: Any, options: list[str]) -> Any:
    """Another browser of the same kind."""
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    return chromium.browser_type.launch(executable_path=path, args=options)


@pytest.fixture(scope="module")
def devices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What camera and microphone give."""
    folder = tmp_path_factory.mktemp("devices")
    write_face(folder / "face.mjpeg")
    write_voice(folder / "voice.wav")
    return folder


@pytest.fixture(scope="module")
def candidates_browser(chromium: Any, devices: Path) -> Iterator[Any]:
    browser = launched(chromium, flags(devices))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def site(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`manage.py run`, its heavy engines stood in for. Depends on the browser: without one nothing is started."""
    env = {"DJANGO_SETTINGS_MODULE": "tests.browser.site_settings", "JOB_LEASE_SECONDS": "6"}
    with running_site(tmp_path_factory.mktemp("site"), env=env) as running:
        yield running


@pytest.fixture
def walk(site: Site, candidates_browser: Any) -> Iterator[Callable[..., Walk]]:
    """``walk(language=, width=, **position)``; what the browser complains about fails the test."""
    walks: list[Walk] = []

    def begun(browser: Any = None, **options: Any) -> Walk:
        walks.append(Walk(site, browser or candidates_browser, **options))
        return walks[-1]

    yield begun
    complaints = [complaint for made in walks for complaint in made.complaints]
    for made in walks:
        made.close()
    assert complaints == []


def follow_ups(walk: Walk) -> list[Any]:
    return [answer for answer in walk.answers() if "_f" in answer.question_id]


def hold(walk: Walk) -> None:
    """From the invitation to the report, two questions and what is asked further."""
    walk.begin()
    asked = walk.answer_all()
    walk.page.wait_for_url("**/done")
    for question in QUESTIONS[walk.language]:
        assert question in asked
    assert follow_ups(walk), "nothing was asked further"
    assert len(walk.answers()) == len(asked)
    report = walk.report()
    assert report.report_status == "ready"
    assert {answer.status for answer in walk.answers()} == {"analyzed"}


def test_interview_from_invitation_to_report_in_chinese(walk):
    hold(walk(language="zh"))


@pytest.mark.slow
def test_interview_on_a_phone_in_english_has_no_barrier(walk):
    held = walk(language="en", width=390)
    held.sign_up()
    held.agree()
    found, wide = [], []

    def look() -> None:
        found.extend(barriers(held.page))
        wide.extend([held.page.url] if is_too_wide(held.page) else [])

    held.enter()
    held.page.wait_for_selector("[data-begin]:not([disabled])")
    look()
    held.page.click("[data-begin]")
    held.reaches("reading")
    look()
    held.record(3)
    look()
    held.page.click("[data-thinking]")
    held.page.wait_for_timeout(1500)  # a voice is heard meanwhile
    assert held.page.inner_text("[data-notice]") == "All right, take your time."
    held.page.click("[data-opens=room-help]")
    look()
    held.page.click("#room-help [data-closes]")
    held.page.click("[data-write]")
    look()
    held.page.fill("[data-text]", "I kept an idempotency key in a table with a unique constraint.")
    held.page.click("[data-form] button[type=submit]")
    held.reaches("reading")
    assert found == []
    assert wide == []


@pytest.mark.slow
def test_captions_and_no_countdown_hold_in_the_room(walk):
    held = walk(language="en")
    page = held.page
    held.sign_up()
    held.agree()
    page.goto(f"/interviews/{held.interview.id}/practice")
    page.check("[name=captions]")
    page.check("[name=no_countdown]")
    page.click("form:has([name=captions]) button[type=submit]")
    held.enter()
    page.click("[data-begin]")
    held.reaches("reading")
    assert page.inner_text("[data-status]") == "Recording starts in a moment"
    assert page.is_hidden("[data-countdown]")
    page.keyboard.press("Enter")
    held.reaches("recording")
    assert page.inner_text("[data-caption]") == "Welcome, and thank you for your time. Let us begin."
    assert page.is_hidden("[data-countdown]")


@pytest.mark.slow
def test_room_is_walked_by_keyboard_alone_and_speaks_once(walk):
    held = walk(language="en")
    page = held.page
    held.sign_up()
    held.agree()
    held.enter()
    page.wait_for_selector("[data-begin]:not([disabled])")
    page.focus("[data-begin]")
    page.keyboard.press("Enter")
    held.reaches("reading")
    assert page.evaluate("document.activeElement.matches('[data-heading]')")
    said = page.inner_text("[data-spoken-status]")
    page.wait_for_timeout(1500)  # the seconds go down, and nothing is said again
    assert page.inner_text("[data-spoken-status]") == said
    assert page.inner_text("[data-status]") != said
    page.keyboard.press("Space")
    held.reaches("recording")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('[data-finish]:focus-visible')")
    page.keyboard.press("Alt+0")
    page.wait_for_selector("#room-help[open]")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('[data-finish]')")
    assert page.get_attribute("#room", "data-state") == "recording"
    page.keyboard.press("Control+Enter")
    held.reaches("saving", "waiting", "reading")


@pytest.mark.slow
def test_reload_in_the_middle_of_an_answer_goes_on_with_it(walk):
    held = walk()
    held.begin()
    held.record(6)
    asked = held.asked()
    held.page.reload()
    held.reaches("reading", "recording")
    assert held.asked() == asked
    held.reaches("recording")
    time.sleep(4)
    held.page.click("[data-finish]")
    held.reaches("waiting", "reading")
    wait_until(lambda: len(held.answers()) == 1)
    assert held.answers()[0].duration >= 7


@pytest.mark.slow
def test_server_killed_in_the_middle_of_an_answer_loses_nothing(walk, site):
    held = walk()
    held.begin()
    held.record(3)
    web_process(site).kill()
    time.sleep(5)
    assert held.page.get_attribute("#room", "data-state") == "recording"
    held.page.click("[data-finish]")
    held.reaches("waiting", "reading")
    wait_until(lambda: len(held.answers()) == 1)
    assert held.answers()[0].duration >= 7


@pytest.mark.slow
def test_network_cut_during_the_upload_loses_nothing(walk):
    held = walk()
    held.begin()
    held.record(3)
    held.context.set_offline(True)
    time.sleep(10)
    held.page.wait_for_selector("[data-trouble]:not([hidden])")
    held.page.click("[data-finish]")
    held.reaches("saving")
    time.sleep(10)
    assert held.page.inner_text("[data-uploads]")
    held.context.set_offline(False)
    held.reaches("waiting", "reading")
    wait_until(lambda: len(held.answers()) == 1)
    assert held.answers()[0].duration >= 12


@pytest.mark.slow
def test_page_closed_during_the_upload_sends_the_rest_when_it_is_opened_again(walk):
    held = walk()
    held.begin()
    held.record(3)
    held.context.set_offline(True)
    time.sleep(6)
    held.page.click("[data-finish]")
    held.reaches("saving")
    held.page.close()
    held.context.set_offline(False)
    held.page = held.open()
    held.enter()
    held.reaches("saving", "waiting", "reading")
    wait_until(lambda: len(held.answers()) == 1)
    assert held.answers()[0].duration >= 8


@pytest.mark.slow
def test_permissions_denied_are_told_in_words_and_writing_goes_on(walk, chromium, devices):
    browser = launched(chromium, flags(devices, permitted=False))
    held = walk(browser)
    held.sign_up()
    held.agree()
    held.enter()
    held.page.wait_for_selector("[data-lobby-problem]:not([hidden])")
    assert held.page.is_disabled("[data-begin]")
    held.page.click("[data-begin-writing]")
    held.reaches("typing")
    held.page.fill("[data-text]", "我用幂等键和唯一约束来避免重复扣款。")
    held.page.keyboard.press("Control+Enter")
    held.reaches("waiting", "typing")
    wait_until(lambda: len(held.answers()) == 1)
    held.close()
    browser.close()


@pytest.mark.slow
def test_second_window_takes_over_and_gives_back(walk):
    held = walk()
    held.begin()
    held.record(4)
    second = held.open()
    held.enter(second)
    held.reaches("elsewhere")
    held.reaches("recording", page=second)
    time.sleep(3)
    held.page.click("[data-here]")
    held.reaches("elsewhere", page=second)
    held.reaches("recording")
    time.sleep(2)
    held.page.click("[data-finish]")
    held.reaches("waiting", "reading")
    wait_until(lambda: len(held.answers()) == 1)
    assert held.answers()[0].duration >= 7


@pytest.mark.slow
def test_observer_sees_the_question_and_the_signals_and_ends_it(walk, candidates_browser, site):
    held = walk()
    held.begin()
    held.record(2)
    context = candidates_browser.new_context(base_url=site.base_url, locale="zh-CN")
    watching = context.new_page()
    watching.goto("/login")
    watching.fill("#id_email", held.company_email)
    watching.fill("#id_password", "password123")
    watching.keyboard.press("Enter")
    watching.wait_for_url("**/console/**")
    watching.goto("/console/live/")
    watching.click(f"a[href$='/{held.interview.id}']")
    watching.wait_for_selector(f"[data-question]:has-text('{held.asked()[:12]}')")
    watching.wait_for_selector("[data-chart=speech_rate] path", state="attached", timeout=30_000)
    assert barriers(watching) == []
    watching.click("[data-opens=end-dialog]")
    watching.fill("#id_reason", "候选人要求改期")
    watching.click("#end-dialog button[type=submit]")
    held.page.wait_for_url("**/done")
    wait_until(lambda: len(held.answers()) == 1)
    context.close()


@pytest.mark.slow
def test_real_engines_hear_an_interview_in_english(chromium, devices, tmp_path_factory):
    browser = launched(chromium, flags(devices))
    with running_site(tmp_path_factory.mktemp("real")) as site:
        held = Walk(site, browser, language="en")
        held.begin()
        asked = held.answer_all(seconds=15)
        held.page.wait_for_url("**/done")
        report = held.report()
        words = " ".join(answer.transcript for answer in held.answers())
        held.close()
    browser.close()
    assert len(asked) >= 2
    assert "idempotency" in words.lower() or "key" in words.lower()
    assert report.report_status == "ready"
