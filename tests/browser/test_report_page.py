"""The report page in a real browser: evidence plays where it was found, keys work, and nobody is shut out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from common import storage
from interviews.enums import MediaKind, MediaState
from interviews.models import Answer, MediaFile
from reports.models import Report
from reports.services import share_report
from tests.browser.conftest import aside
from tests.browser.test_pages import barriers, is_too_wide
from tests.client import ApiClient
from tests.media import plain_frames, tone, write_media
from tests.people import People, make_people
from tests.reports.samples import document_of, strong_answer
from tests.reports.test_api import hold

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# Where the film is, in seconds.
_NOW = "document.querySelector('[data-media]').currentTime"


def with_film(people: People, folder: Path) -> str:
    """A report about one answer, of which there is a film of thirty seconds; its page."""
    interview_id = hold(lambda user: ApiClient(user), people, answers=1).rsplit("/", 1)[1]
    answer = Answer.objects.select_related("interview").get(interview__public_id=interview_id)
    film = write_media(folder / "film.webm", frames=plain_frames(count=60), fps=2, sound=tone(seconds=30))
    with film.open("rb") as content:
        key = storage.media().save(f"interviews/{interview_id}/film.webm", content)
    kept = MediaFile.objects.create(
        owner=people.candidate, interview=answer.interview, kind=MediaKind.VIDEO, state=MediaState.STORED, key=key
    )
    Answer.objects.filter(pk=answer.pk).update(video=kept, audio=kept)
    document = document_of([strong_answer()])
    document["questions"][0]["answer_id"] = answer.public_id
    Report.objects.filter(interview=answer.interview).update(document=document, overall_score=71)
    return f"/console/reports/{interview_id}"


def with_sound_apart(report: Report, folder: Path) -> None:
    """The film keeps its picture; the sound is a recording of its own."""
    answer = Answer.objects.select_related("interview", "video").get(interview=report.interview)
    voice = write_media(folder / "voice.webm", sound=tone(seconds=30))
    with voice.open("rb") as content:
        key = storage.media().save("interviews/voice.webm", content)
    Answer.objects.filter(pk=answer.pk).update(
        audio=MediaFile.objects.create(
            owner=answer.video.owner, interview=answer.interview, kind=MediaKind.AUDIO, state=MediaState.STORED, key=key
        )
    )


def place_of(link: Any) -> float:
    """The second a piece of evidence leads to."""
    return int(link.get_attribute("data-at")) / 1000


def second_when(page: Any, holds: Callable[[float], bool], *, now: str = _NOW) -> float:
    """Where the film is once that is so, or after ten seconds."""
    for _try in range(100):
        if holds(page.evaluate(now)):
            break
        page.wait_for_timeout(100)
    return page.evaluate(now)


def test_evidence_plays_where_it_was_found(open_page, tmp_path):
    people = make_people()
    path = aside(lambda: with_film(people, tmp_path))
    page = open_page(path, people.owner)
    page.click(".ability summary >> nth=0")
    link = page.locator("#abilities .place[data-at]:visible").last
    link.click()
    page.wait_for_selector("[data-player][data-playing]")
    assert place_of(link) <= second_when(page, lambda second: second >= place_of(link)) < place_of(link) + 8
    page.keyboard.press(" ")  # the link has the focus still
    page.wait_for_selector("[data-player]:not([data-playing])")
    before = page.evaluate(_NOW)
    page.keyboard.press("ArrowLeft")
    assert second_when(page, lambda second: second < before - 4) < before - 4
    assert page.locator(".track").count() >= 5
    page.wait_for_selector("[data-said] .line")
    assert barriers(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert not is_too_wide(page)


def test_shared_recording_plays_for_a_reader_without_an_account(open_page, tmp_path):
    people = make_people()
    path = aside(lambda: with_film(people, tmp_path))
    report = Report.objects.get(interview__public_id=path.rsplit("/", 1)[1])
    _link, token = aside(lambda: share_report(report, actor=people.owner, days=1, with_media=True))
    page = open_page(f"/shared/{token}")
    film = page.locator("main video")
    assert film.count() == 1
    film.evaluate("video => { video.muted = true; return video.play(); }")
    assert second_when(page, lambda second: second > 1, now="document.querySelector('main video').currentTime") > 1
    assert film.evaluate("video => [video.videoWidth > 0, Math.round(video.duration), video.error]") == [True, 30, None]
    assert page.locator("main .radar").count() == 1
    link = page.locator("#moments .place[data-at]").last
    link.click()
    where = "document.querySelector('main video').currentTime"
    assert place_of(link) <= second_when(page, lambda second: second >= place_of(link), now=where) < place_of(link) + 8
    assert not is_too_wide(page)


def test_shared_sound_recorded_apart_plays_with_its_picture(open_page, tmp_path):
    people = make_people()
    path = aside(lambda: with_film(people, tmp_path))
    report = Report.objects.get(interview__public_id=path.rsplit("/", 1)[1])
    aside(lambda: with_sound_apart(report, tmp_path))
    _link, token = aside(lambda: share_report(report, actor=people.owner, days=1, with_media=True))
    page = open_page(f"/shared/{token}")
    page.locator("#moments .place[data-at]").last.click()
    sound = "document.querySelector('main audio').currentTime"
    place = place_of(page.locator("#moments .place[data-at]").last)
    assert second_when(page, lambda second: second > place, now=sound) > place
    apart = page.evaluate(f"Math.abs(document.querySelector('main video').currentTime - {sound})")
    assert apart < 0.5
    assert page.evaluate("document.querySelector('main video').muted")
    page.evaluate("document.querySelector('main video').pause()")
    assert second_when(page, lambda paused: paused == 1, now="Number(document.querySelector('main audio').paused)") == 1


def test_code_for_a_shared_report_can_be_asked_for(open_page, tmp_path):
    """A browser that is told to name no referrer sends forms without an origin, and they are refused."""
    people = make_people()
    path = aside(lambda: with_film(people, tmp_path))
    report = Report.objects.get(interview__public_id=path.rsplit("/", 1)[1])
    _link, token = aside(lambda: share_report(report, actor=people.owner, days=1, email="client@partner.example"))
    page = open_page(f"/shared/{token}")
    page.click("main form button[type=submit]")
    page.wait_for_selector("main input[name=code]")


def test_search_and_side_by_side_find_their_words(open_page, tmp_path):
    people = make_people()
    path = aside(lambda: with_film(people, tmp_path))
    page = open_page(path, people.owner)
    page.locator("#questions").scroll_into_view_if_needed()
    page.wait_for_selector("[data-said] .line")
    page.keyboard.press("/")
    page.keyboard.type("正则化")
    page.wait_for_selector("[data-found]:has-text('1/')")
    page.click("[data-version=both]")
    assert page.locator(".line-tidy").first.is_visible()
