"""Take pictures of the product's pages, with demo data of their own.

    python scripts/screenshots.py [--all DIR] [--only NAME...]

Makes a temporary data folder, fills it (``showcase``), starts the whole product on it and opens its pages in
chromium. Without ``--all`` the main pages go, in Chinese, 1440 wide and light, into docs/screenshots; with it every
page, in both languages, on a desktop and a phone, light and dark, goes into DIR. A page that answers with an error
or is wider than its window is named, and the exit code is their number.
"""

from __future__ import annotations

import argparse
import itertools
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
TARGET = PROJECT / "docs" / "screenshots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MOST_BYTES = 250_000


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    path: str
    person: str = "recruiter"
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    language: str = "zh-CN"
    width: int = 1440
    scheme: str = "light"

    def __str__(self) -> str:
        return f"{self.language[:2]}-{self.width}-{self.scheme}"


PAGES = (
    Page("dashboard", "/console/", is_main=True),
    Page("positions", "/console/positions/", is_main=True),
    Page("position", "/console/positions/{position}", is_main=True),
    Page("position-questions", "/console/positions/{position}?tab=questions"),
    Page("position-interviews", "/console/positions/{position}?tab=interviews"),
    Page("position-settings", "/console/positions/{position}?tab=settings"),
    Page("position-edit", "/console/positions/{position}/edit"),
    Page("position-new", "/console/positions/new"),
    Page("questions", "/console/questions/", is_main=True),
    Page("question", "/console/questions/{question}"),
    Page("invitations", "/console/invitations/", is_main=True),
    Page("invitation", "/console/invitations/{invitation}"),
    Page("invitation-new", "/console/invitations/new"),
    Page("invitation-messages", "/console/invitations/messages/"),
    Page("interviews", "/console/interviews/", is_main=True),
    Page("interview", "/console/interviews/{held}"),
    Page("imports", "/console/imports/"),
    Page("import-new", "/console/imports/new"),
    Page("reports", "/console/reports/"),
    Page("report", "/console/reports/{held}", is_main=True),
    Page("report-silent", "/console/reports/{silent}"),
    Page("compare", "/console/compare?{chosen}", is_main=True),
    Page("ranking", "/console/positions/{position}/ranking", is_main=True),
    Page("reviews", "/console/reviews/", person="reviewer", is_main=True),
    Page("review", "/console/reports/{unreviewed}/review", person="reviewer"),
    Page("exports", "/console/reports/exports"),
    Page("live", "/console/live/", is_main=True),
    Page("live-interview", "/console/live/{running}"),
    Page("applications", "/console/applications/"),
    Page("remote-accounts", "/console/accounts/"),
    Page("organization", "/console/settings/organization"),
    Page("team", "/console/settings/team"),
    Page("security", "/console/settings/security"),
    Page("shared-report", "/shared/{share}", person=""),
    Page("shared-code", "/shared/{share_code}", person=""),
    Page("shared-ended", "/shared/a-link-that-was-never-given", person=""),
    Page("login", "/login", person=""),
    Page("sign-up", "/sign-up", person=""),
    Page("password-reset", "/password-reset", person=""),
    Page("invited", "/i/{token}", person=""),
    Page("invited-later", "/i/{later_token}", person=""),
    Page("my-interviews", "/my/interviews", person="candidate"),
    Page("open-positions", "/positions", person="candidate"),
    Page("consent", "/interviews/{new}/consent", person="candidate", is_main=True),
    Page("waiting", "/interviews/{later}/waiting", person="candidate"),
    Page("device-check", "/interviews/{agreed}/check", person="candidate", is_main=True),
    Page("practice", "/interviews/{agreed}/practice", person="candidate"),
    Page("room", "/interviews/{agreed}/room", person="candidate", is_main=True),
    Page("not-found", "/console/positions/pos_00000000000000000000000000"),
    Page("admin", "/admin/", person="admin", is_main=True),
)
_MAY_FAIL = {"shared-ended", "not-found"}


def main() -> int:
    """Take them; how many pages are not fit to be shown."""
    given = arguments()
    looks, folder = _wanted(given)
    folder.mkdir(parents=True, exist_ok=True)
    pages = [page for page in PAGES if (given.all or page.is_main) and (not given.only or page.name in given.only)]
    with tempfile.TemporaryDirectory(prefix="screenshots-") as scratch:
        data = Path(scratch) / "data"
        ids, sessions = furnished(data)
        problems = list(taken(pages, looks, folder=folder, data=data, ids=ids, sessions=sessions))
    print(*problems, sep="\n")
    return min(len(problems), 100)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--all", type=Path, metavar="DIR", help="every page in every look, into this folder")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these pages alone")
    parser.add_argument("--looks", nargs="+", metavar="LOOK", help="with --all: these alone, as zh-390-dark")
    return parser.parse_args()


def _wanted(given: argparse.Namespace) -> tuple[list[Look], Path]:
    if not given.all:
        return [Look()], TARGET
    every = itertools.product(("zh-CN", "en"), (1440, 390), ("light", "dark"))
    looks = [Look(*one) for one in every]
    return [look for look in looks if not given.looks or str(look) in given.looks], given.all


def furnished(data: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Fill a new data folder; what the paths of the pages name, and a session of each person."""
    data.mkdir(parents=True)
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(48))
    os.environ["INTERVIEW_AI_DATA_DIR"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "interview_ai.settings.test"  # jobs run at once, mail goes nowhere
    sys.path.insert(0, str(PROJECT))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from showcase import furnish

    shown = furnish()
    people = {name: getattr(shown, name) for name in ("recruiter", "reviewer", "candidate", "admin")}
    return shown.ids, {name: _session(person) for name, person in people.items()}


def _session(user: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def taken(
    pages: list[Page],
    looks: list[Look],
    *,
    folder: Path,
    data: Path,
    ids: Mapping[str, str],
    sessions: Mapping[str, str],
) -> Iterable[str]:
    """Take every picture; yields what is wrong with one."""
    from playwright.sync_api import sync_playwright

    from interview_ai.supervisor.embedded import running_site
    from tests.browser.faces import write_face, write_voice
    from tests.browser.walking import flags

    write_face(data.parent / "face.mjpeg")
    write_voice(data.parent / "voice.wav")
    chromium = next(found for name in BROWSERS if (found := shutil.which(name)))
    env = {"DJANGO_SETTINGS_MODULE": "tests.browser.site_settings"}
    with running_site(data, env=env) as site, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium, args=flags(data.parent), env={**os.environ, "LANGUAGE": "zh_CN"}
        )
        for look, (person, group) in itertools.product(looks, _by_person(pages).items()):
            context = _context(browser, look, address=site.base_url, session=sessions.get(person, ""))
            for page in group:
                yield from _taken(context, page, look, folder=folder, ids=ids)
            context.close()
        browser.close()


def _by_person(pages: list[Page]) -> dict[str, list[Page]]:
    return {person: [page for page in pages if page.person == person] for person in {page.person for page in pages}}


def _context(browser: Any, look: Look, *, address: str, session: str) -> Any:
    context = browser.new_context(
        base_url=address,
        locale=look.language,
        timezone_id="Asia/Shanghai",
        color_scheme=look.scheme,
        viewport={"width": look.width, "height": 900 if look.width > 500 else 844},
        reduced_motion="reduce",
    )
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    return context


def _taken(context: Any, page: Page, look: Look, *, folder: Path, ids: Mapping[str, str]) -> Iterable[str]:
    shown = context.new_page()
    answer = shown.goto(page.path.format(**ids), wait_until="load")
    shown.wait_for_timeout(1500 if page.name in ("report", "room", "device-check", "practice") else 400)
    is_main_set = folder == TARGET
    name = page.name if is_main_set else f"{page.name}-{look}"
    shown.screenshot(path=folder / f"{name}.png", full_page=not is_main_set)
    if is_main_set:
        _make_small(folder / f"{name}.png")
    if answer.status >= 400 and page.name not in _MAY_FAIL:
        yield f"{page.name} {look}: answers {answer.status}"
    if shown.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield f"{page.name} {look}: wider than its window"
    shown.close()


def _make_small(path: Path) -> None:
    """Fewer colours where a picture is large; nobody sees the difference."""
    from PIL import Image

    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(colors=256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    if path.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{path.name} is larger than {MOST_BYTES} bytes")


if __name__ == "__main__":
    sys.exit(main())
