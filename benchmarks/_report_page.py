"""How long the report page takes to be usable in a real browser: Debian's chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The player has its recording or its words, the tracks are drawn, and what was drawn last is on the screen.
_IS_USABLE = "() => document.querySelector('[data-player]:not([hidden])') !== null"
_ON_SCREEN = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"


def browser_path() -> str | None:
    """The browser of this machine, None where there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def milliseconds_until_usable(address: str, *, cookies: Mapping[str, str], runs: int) -> dict[str, list[float]]:
    """Of each visit, from the click to a page that answers to the reader: ``first`` visits with nothing kept by the
    browser, and ``next`` ones. One visit before them is not counted."""
    found: dict[str, list[float]] = {"first": [], "next": []}
    with _browser() as browser:
        for run in range(runs + 1):
            context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
            context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
            for kind in ("first", "next"):
                taken = _visit(context.new_page(), address)
                if run:
                    found[kind].append(taken)
            context.close()
    return found


def _visit(page: Any, address: str) -> float:
    page.goto(address, wait_until="commit")
    page.wait_for_function(_IS_USABLE, polling="raf")
    taken = page.evaluate(_ON_SCREEN)
    page.close()
    return taken


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path(), args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()
