"""The candidate's pages in a real browser: no serious barrier, they fit a phone, devices are checked and named."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from interviews.services.consent import ask_for_human
from interviews.services.erasure import withdraw_consent
from interviews.tokens import invitation_token
from tests.browser.conftest import BROWSERS, aside
from tests.browser.faces import write_face, write_voice
from tests.browser.test_pages import barriers, is_too_wide
from tests.browser.walking import flags
from tests.factories import make_interview, make_position
from tests.interviews.services.test_consent import decide
from tests.people import make_people

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_MS = 20_000


@pytest.fixture(scope="module")
def with_devices(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The browser with our face and voice for camera and microphone."""
    folder = tmp_path_factory.mktemp("devices")
    write_face(folder / "face.mjpeg")
    write_voice(folder / "voice.wav", seconds=20)
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    browser = chromium.browser_type.launch(executable_path=path, args=flags(folder))
    yield browser
    browser.close()


def furnished(people: Any) -> dict[str, str]:
    """An interview at every step."""
    position = make_position(people.owner, title="W" * 100, human_contact="人事部 hr@company.example")
    steps = {name: make_interview(people.candidate, position) for name in ("new", "agreed", "person", "withdrawn")}
    decide(steps["agreed"])
    ask_for_human(steps["person"], actor=people.candidate)
    aside(lambda: withdraw_consent(steps["withdrawn"], actor=people.candidate, language="zh"))
    return {
        **{name: interview.public_id for name, interview in steps.items()},
        "token": invitation_token(steps["new"].public_id),
        "closed": invitation_token(steps["withdrawn"].public_id),
        "position": position.public_id,
    }


PAGES = (
    "/i/{token}",
    "/my/interviews",
    "/positions",
    "/positions/{position}",
    "/interviews/{new}/consent",
    "/interviews/{person}/person",
    "/interviews/{agreed}/check",
    "/interviews/{agreed}/practice",
    "/interviews/{agreed}/withdraw",
    "/interviews/{agreed}/data",
    "/interviews/{withdrawn}/done",
)


@pytest.mark.parametrize(("language", "dark"), [("zh-CN", False), ("en", True)])
def test_candidates_pages_have_no_serious_barrier_and_fit_a_phone(open_page, language, dark):
    people = make_people()
    ids = furnished(people)
    page = open_page("/login", people.candidate, language=language, dark=dark)
    found, wide = [], []
    for path in PAGES:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(path.format(**ids))
        found += barriers(page)
        page.set_viewport_size({"width": 390, "height": 800})
        wide += [page.url] if is_too_wide(page) else []
    assert found == []
    assert wide == []


def badge(page: Any, name: str, state: str) -> None:
    page.wait_for_selector(f"[data-check={name}] .badge-{state}", timeout=PATIENCE_MS)


def test_devices_that_work_are_said_to_work_and_practice_sends_nothing(with_devices, open_page):
    people = make_people()
    interview = make_interview(people.candidate, make_position(people.owner))
    decide(interview)
    page = open_page("/my/interviews", people.candidate, language="en", browser=with_devices)
    page.goto(f"/interviews/{interview.public_id}/check")
    badge(page, "browser", "good")
    badge(page, "network", "good")
    page.click("[data-open-devices]")
    badge(page, "devices", "good")
    badge(page, "sound", "good")
    page.click("[data-record]")
    page.wait_for_selector("[data-playback][src^=blob]", timeout=PATIENCE_MS)
    page.click("[data-tone]")
    page.click("[data-heard=yes]")
    page.wait_for_function("document.querySelector('[data-go-on-said]').textContent === 'Everything works.'")
    page.click("[data-go-on]")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    page.click("[data-record]")
    page.wait_for_selector("[data-preview]:not([hidden])", timeout=PATIENCE_MS)
    page.wait_for_timeout(1500)
    page.click("[data-record]")
    page.wait_for_selector("[data-playback][src^=blob]", timeout=PATIENCE_MS)
    assert [line for line in sent if not line.startswith("GET ")] == []  # its own scripts, and nothing put anywhere
    assert not interview.media.exists()


def test_devices_that_are_missing_are_explained_and_another_way_is_offered(open_page):
    people = make_people()
    interview = make_interview(people.candidate, make_position(people.owner))
    decide(interview)
    page = open_page(f"/interviews/{interview.public_id}/check", people.candidate, language="en")
    page.click("[data-open-devices]")
    badge(page, "devices", "bad")
    said = page.inner_text("[data-check=devices] [data-trouble]")
    assert "No camera or microphone was found." in said
    assert page.get_attribute("[data-go-on]", "aria-disabled") == "true"
    assert barriers(page) == []
    page.click("button[value=text]")
    page.wait_for_selector("#device-check[data-sound=no]", timeout=PATIENCE_MS)
    interview.refresh_from_db()
    assert interview.mode == "text"


def test_refused_permission_is_explained(open_page):
    people = make_people()
    interview = make_interview(people.candidate, make_position(people.owner))
    decide(interview)
    page = open_page("/my/interviews", people.candidate, language="zh-CN")
    for name, words in (
        ("NotAllowedError", "没有使用摄像头或麦克风的权限"),
        ("NotReadableError", "正被其他程序占用"),
    ):
        page.add_init_script(
            f"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{name}'));"
        )
        page.goto(f"/interviews/{interview.public_id}/check")
        page.click("[data-open-devices]")
        badge(page, "devices", "bad")
        assert words in page.inner_text("[data-check=devices] [data-trouble]")
