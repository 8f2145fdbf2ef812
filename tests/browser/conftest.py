"""A real browser in front of the site: Debian's chromium, driven by Playwright. Without it these tests say so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser, started once a module: while its driver's loop runs, no other loop can in this thread, and the
    next module may want one."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no chromium is installed (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        # Playwright's own loop runs in this thread; Django would refuse the database beside it.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


def aside(work: Callable[[], Any]) -> Any:
    """Do ``work`` on this test's database in another thread: in this one runs the loop of the driver, beside which
    nothing can wait for a coroutine, as announcing what happens in an interview does."""
    shared = connections["default"]
    shared.inc_thread_sharing()

    def run() -> Any:
        connections["default"] = shared
        return work()

    try:
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(run).result()
    finally:
        shared.dec_thread_sharing()


@pytest.fixture
def open_page(chromium: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """``open_page(path, user, language=, width=)``: a page with that person's session, in another ``browser`` where one
    is given. What the browser complains
    about (a script that breaks, something the policy forbids) fails the test."""
    contexts, complaints = [], []

    def note(said: Any) -> None:
        if said.type == "error" and "status of 400" not in said.text:  # a form's refusal is an answer
            complaints.append(f"{said.text} {said.location.get('url')}")

    def opened(
        path: str,
        user: Any = None,
        *,
        language: str = "zh-CN",
        width: int = 1280,
        dark: bool = False,
        browser: Any = None,
    ) -> Any:
        context = (browser or chromium).new_context(
            base_url=live_server.url,
            locale=language,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            context.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", note)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
