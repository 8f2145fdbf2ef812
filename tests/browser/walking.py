"""A company, a candidate in a real browser, and the way from an invitation to the end of an interview."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import expect

from interview_ai import InterviewClient
from interview_ai.supervisor.embedded import Site

PASSWORD = "password123"
PATIENCE_MS = 60_000
QUESTIONS = {
    "zh": ("请介绍一个你最有挑战性的项目，以及你在其中承担的角色。", "什么是幂等？支付接口如何避免重复扣款？"),
    "en": (
        "Which project was the hardest for you, and what was your part in it?",
        "How do you keep a payment from being made twice?",
    ),
}
POINTS = {"zh": ["说出项目背景", "说出自己的贡献"], "en": ["an idempotency key", "a unique constraint"]}
LOCALES = {"zh": "zh-CN", "en": "en-US"}

expect.set_options(timeout=PATIENCE_MS)


def company_of(site: Site, email: str) -> InterviewClient:
    return InterviewClient.register(
        base_url=f"{site.base_url}/v1",
        email=email,
        password=PASSWORD,
        username="HR",
        role="enterprise",
    )


class Walk:
    """One candidate's interview. ``open`` gives a page of the candidate's browser, whose complaints are kept."""

    def __init__(self, site: Site, browser: Any, *, language: str = "zh", width: int = 1280, **settings: Any) -> None:
        self.site, self.language = site, language
        self.company_email = f"hr-{uuid.uuid4().hex[:8]}@room.example"
        self.company = company_of(site, self.company_email)
        self.email = f"me-{uuid.uuid4().hex[:8]}@room.example"
        self.interview = self._invite(settings)
        self.context = browser.new_context(
            base_url=site.base_url, locale=LOCALES[language], viewport={"width": width, "height": 844}
        )
        self.complaints: list[str] = []
        self.page = self.open()

    def open(self) -> Any:
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def close(self) -> None:
        self.context.close()
        self.company.close()

    # -- the way in

    def sign_up(self) -> None:
        """From the invitation's link through sign-up, back to it."""
        page = self.page
        page.goto(self.interview.invitation_url)
        page.click("a[href*='/sign-up']")
        page.fill("#id_username", "张三" if self.language == "zh" else "Jane")
        page.fill("#id_email", self.email)
        page.fill("#id_password", PASSWORD)
        page.click("main form button[type=submit]")
        page.wait_for_url(lambda address: "/sign-up" not in address)

    def agree(self, *, signals: bool = True) -> None:
        page = self.page
        page.goto(f"/interviews/{self.interview.id}/consent")
        for kind in ("recording", "scoring", "signals"):
            page.check(f"input[name={kind}][value={'no' if kind == 'signals' and not signals else 'yes'}]")
        page.click("form:has(input[name=text_version]) button[type=submit]")
        page.wait_for_url("**/check")

    def enter(self, page: Any = None) -> None:
        page = page or self.page
        page.goto(f"/interviews/{self.interview.id}/room")

    def begin(self) -> None:
        self.sign_up()
        self.agree()
        self.enter()
        self.page.click("[data-begin]")

    # -- in the room

    def reaches(self, *states: str, page: Any = None) -> None:
        wanted = ",".join(f"#room[data-state={state}]" for state in states)
        (page or self.page).wait_for_selector(wanted)

    def record(self, seconds: float) -> None:
        """Wait for the question, start at once, and speak for so long."""
        self.reaches("reading")
        self.page.keyboard.press("Space")
        self.reaches("recording")
        time.sleep(seconds)

    def answer(self, seconds: float = 4.0) -> str:
        """Answer the question that is shown; its text."""
        self.record(seconds)
        asked = self.asked()
        self.page.click("[data-finish]")
        return asked

    def asked(self) -> str:
        return self.page.inner_text("[data-question]")

    def answer_all(self, seconds: float = 4.0) -> list[str]:
        """Answer until the room is left; what was asked."""
        asked = []
        while True:
            asked.append(self.answer(seconds))
            self.page.wait_for_selector("#room:not([data-state=recording]), body:not(:has(#room))", state="attached")
            self.page.wait_for_selector("#room[data-state=reading], body:not(:has(#room))", state="attached")
            if not self.page.query_selector("#room"):
                return asked

    def answers(self) -> list[Any]:
        """The answers that count, as the company reads them."""
        return list(self.company.interviews.answers(self.interview.id))

    def report(self) -> Any:
        return self.company.reports.get(self.interview.id, timeout=300, poll_interval=0.5)

    def _invite(self, settings: dict[str, Any]) -> Any:
        fields = {"title": "后端工程师", "category": "system", "description": "d", "requirements": ["Python"]}
        position = self.company.positions.create(
            **fields, interview_duration=20, question_count=2, language=self.language, **settings
        )
        for content in QUESTIONS[self.language]:
            self.company.questions.create(
                position_id=position.id,
                content=content,
                type="technical",
                difficulty="easy",
                time_limit=120,
                scoring_points=POINTS[self.language],
            )
        return self.company.interviews.create(position_id=position.id, candidate_email=self.email)


def web_process(site: Site) -> psutil.Process:
    """The process that serves the pages."""
    for child in psutil.Process(site.pid).children(recursive=True):
        if "uvicorn" in " ".join(child.cmdline()):
            return child
    raise LookupError("no web process")


def wait_until(holds: Callable[[], bool], *, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.2)


def flags(folder: Path, *, permitted: bool = True) -> list[str]:
    """How chromium is started: our face and voice stand for camera and microphone."""
    allowed = ["--use-fake-ui-for-media-stream"] if permitted else []
    return [
        *("--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream", *allowed),
        f"--use-file-for-fake-video-capture={folder / 'face.mjpeg'}",
        f"--use-file-for-fake-audio-capture={folder / 'voice.wav'}",
    ]
