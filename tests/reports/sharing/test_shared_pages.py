"""A report by a link: who reads it, for how long, and what is told of whom."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.files.base import ContentFile

from accounts.enums import MemberRole
from common import clock, storage
from common.audit.models import TrailEntry
from common.errors import NotAllowed
from interviews.enums import MediaKind, MediaState
from interviews.models import Answer, Assignment, MediaFile
from reports import services
from reports.errors import TooManyLinks
from reports.models import Report, ShareLink, ShareView
from reports.sharing.reading import browser_of, shortened
from tests.factories import make_position
from tests.pages import browser, post, text_of
from tests.people import People
from tests.reports.made import make_report


@pytest.fixture
def report(people):
    return make_report(people.candidate, make_position(people.owner))


def shared(report, people, **options) -> tuple[ShareLink, str]:
    link, token = services.share_report(report, actor=people.owner, days=7, **options)
    return link, f"/shared/{token}"


def code_of_mail() -> str:
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "专业知识"), ("en", "Professional")])
def test_shared_report_is_read_without_an_account_in_both_languages(report, people, language, words):
    link, path = shared(report, people)
    response = browser(language=language).get(
        path, HTTP_USER_AGENT="Mozilla/5.0 Firefox/140.0", REMOTE_ADDR="203.0.113.77"
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert response["X-Robots-Tag"].startswith("noindex")
    assert (response["Referrer-Policy"], response["Cache-Control"]) == ("same-origin", "private, no-store")
    assert 'href="/console' not in page
    view = link.views.get()
    assert (view.address, view.browser, view.code_used) == ("203.0.113.0/24", "Firefox", False)


def test_token_is_stored_nowhere(report, people):
    link, path = shared(report, people)
    token = path.rsplit("/", 1)[1]
    assert token not in str(ShareLink.objects.values().get(pk=link.pk))


@pytest.mark.parametrize("ending", ["expired", "revoked", "never"])
def test_link_that_ended_is_a_plain_page_in_both_languages(report, people, ending):
    link, path = shared(report, people)
    if ending == "expired":
        past = clock.now() - dt.timedelta(days=8)
        ShareLink.objects.filter(pk=link.pk).update(created_at=past, expires_at=past + dt.timedelta(days=1))
    elif ending == "revoked":
        services.revoke_share(link, actor=people.mate)
    else:
        path = "/shared/" + "x" * 43
    response = browser(language="en").get(path)
    page = response.content.decode()
    assert response.status_code == 410
    assert "链接已失效" in page
    assert "no longer open" in page
    assert people.candidate.username not in page
    assert not ShareView.objects.exists()


def test_code_opens_the_report_once_for_this_browser(report, people):
    link, path = shared(report, people, email="Lead@company.example")
    client = browser()
    page = text_of(client, path)
    assert "l***@company.example" in page
    assert people.candidate.username not in page
    post(client, path)
    assert mail.outbox[-1].to == ["lead@company.example"]
    code = code_of_mail()
    assert post(client, path, {"code": f" {code} "}).status_code == 302
    assert people.candidate.username in text_of(client, path)
    assert link.views.get().code_used
    assert people.candidate.username not in text_of(browser(), path)
    assert post(browser(), path, {"code": code}).status_code == 400


def test_fifth_wrong_code_ends_the_code(report, people):
    _link, path = shared(report, people, email="lead@company.example")
    client = browser()
    post(client, path)
    code = code_of_mail()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _time in range(5):
        assert post(client, path, {"code": wrong}).status_code == 400
    assert post(client, path, {"code": code}).status_code == 400
    post(client, path)
    assert post(client, path, {"code": code_of_mail()}).status_code == 302


def test_old_code_is_refused(report, people):
    link, path = shared(report, people, email="lead@company.example")
    client = browser()
    post(client, path)
    ShareLink.objects.filter(pk=link.pk).update(code_expires_at=clock.now() - dt.timedelta(seconds=1))
    assert post(client, path, {"code": code_of_mail()}).status_code == 400


def test_codes_of_a_link_are_bounded(report, people):
    _link, path = shared(report, people, email="lead@company.example")
    client = browser()
    answers = [post(client, path).status_code for _time in range(6)]
    assert answers == [200] * 5 + [429]
    assert len(mail.outbox) == 5


def test_readers_are_counted_by_address(report, people, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "shared_reports": (1, 60)}
    _link, path = shared(report, people)
    client = browser()
    assert [client.get(path).status_code for _time in range(2)] == [200, 429]


def test_media_needs_a_link_that_allows_it(report, people):
    _link, path = shared(report, people)
    answer = "ans_01k0c8x1f8e7tb6h3v9r2m4n5p"
    assert browser().get(f"{path}/media/{answer}").status_code == 404
    _link, path = shared(report, people, with_media=True)
    assert browser().get(f"{path}/media/{answer}").status_code == 404


def test_recording_plays_until_the_link_ends(report, people, monkeypatch):
    link, path = shared(report, people, with_media=True)
    answer = answer_with_film(report, people)
    client = browser()
    address = client.get(f"{path}/media/{answer.public_id}")["Location"].removeprefix("http://testserver")
    assert b"".join(client.get(address).streaming_content) == b"a film"
    ShareLink.objects.filter(pk=link.pk).update(expires_at=clock.now() + dt.timedelta(seconds=1))
    address = client.get(f"{path}/media/{answer.public_id}")["Location"].removeprefix("http://testserver")
    later = clock.now() + dt.timedelta(seconds=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get(address).status_code == 404
    assert client.get(f"{path}/media/{answer.public_id}").status_code == 410


def test_sound_recorded_apart_is_shared_with_its_picture(report, people):
    answer = answer_with_film(report, people)
    report.document["questions"][0]["answer_id"] = answer.public_id
    report.save(update_fields=["document"])
    link, path = shared(report, people, with_media=True)
    client, place = browser(), f"{path}/media/{answer.public_id}/sound"
    assert client.get(place).status_code == 404  # the film has its own
    assert "data-companion" not in text_of(client, path)
    key = storage.media().save("interviews/sound.webm", ContentFile(b"a voice"))
    answer.audio = MediaFile.objects.create(
        owner=people.candidate, interview=report.interview, kind=MediaKind.AUDIO, state=MediaState.STORED, key=key
    )
    answer.save(update_fields=["audio"])
    assert f'<audio data-companion preload="none" src="{place}">' in text_of(client, path)
    assert client.get(client.get(place)["Location"]).getvalue() == b"a voice"
    assert client.get(client.get(f"{path}/media/{answer.public_id}")["Location"]).getvalue() == b"a film"
    ShareLink.objects.filter(pk=link.pk).update(with_media=False)
    assert client.get(place).status_code == 404


def test_evidence_leads_to_the_recording_and_names_what_made_the_report(report, people):
    answer = answer_with_film(report, people)
    report.document["questions"][0]["answer_id"] = answer.public_id
    report.save(update_fields=["document"])
    _link, path = shared(report, people, with_media=True)
    page = text_of(browser(language="en"), path)
    first = report.document["questions"][0]["question_id"]
    assert (
        f'<video class="shared-media" controls preload="none" playsinline src="{path}/media/{answer.public_id}"' in page
    )
    assert f'href="#q-{first}" data-play="0" data-at="' in page
    assert "faster-whisper" in page
    _link, path = shared(report, people)
    assert "shared-media" not in text_of(browser(language="en"), path)


def test_what_colleagues_say_is_not_in_a_shared_report(report, people):
    given = {"target": "logical_thinking", "score": 1, "reason": "ours alone"}
    services.override(report.interview, actor=people.owner, **given)
    _link, path = shared(report, people)
    page = text_of(browser(language="en"), path)
    assert "ours alone" not in page
    assert "A person says" not in page


def answer_with_film(report: Report, people: People) -> Answer:
    interview = report.interview
    key = storage.media().save(f"interviews/{interview.public_id}/film.mp4", ContentFile(b"a film"))
    film = MediaFile.objects.create(
        owner=people.candidate, interview=interview, kind=MediaKind.VIDEO, state=MediaState.STORED, key=key
    )
    question = interview.questions.first()
    of = {"interview": interview, "organization": interview.organization}
    return Answer.objects.create(question=question, video=film, duration=10, **of)


def test_link_is_shown_once_and_logged_and_revoked_in_the_console(report, people):
    client = browser(people.owner)
    interview_id = report.interview.public_id
    made = post(client, f"/console/reports/{interview_id}/share", {"days": 30, "email": "", "with_media": "on"})
    address = re.search(r"/shared/[\w-]{43}", made.content.decode())[0]
    assert "no-cache" in made["Cache-Control"]
    assert text_of(browser(), address)
    page = text_of(client, f"/console/reports/{interview_id}")
    assert address not in page
    link = ShareLink.objects.get()
    assert link.with_media
    assert link.public_id in page
    assert post(client, f"/console/shares/{link.public_id}/revoke").status_code == 302
    assert browser().get(address).status_code == 410
    assert {"share_revoked", "shared"} <= set(TrailEntry.objects.values_list("verb", flat=True))


@pytest.mark.parametrize("data", [{"days": 4000}, {"days": "x"}, {"days": 7, "email": "no address"}, {}])
def test_sharing_with_bad_input_is_refused(report, people, data):
    path = f"/console/reports/{report.interview.public_id}/share"
    assert post(browser(people.owner), path, data).status_code == 400
    assert not ShareLink.objects.exists()


def test_strangers_readers_and_blind_reviewers_may_not_share(report, people):
    path = f"/console/reports/{report.interview.public_id}/share"
    assert post(browser(people.stranger), path, {"days": 7}).status_code == 404
    Assignment.objects.create(interview=report.interview, reviewer=people.mate, assigned_by=people.owner)
    report.interview.position.blind_review = True
    report.interview.position.save(update_fields=["blind_review"])
    with pytest.raises(NotAllowed):
        services.share_report(report, actor=people.mate, days=7)
    Assignment.objects.all().delete()
    people.mate.memberships.update(role=MemberRole.VIEWER)
    assert post(browser(people.mate), path, {"days": 7}).status_code == 403
    link, _path = shared(report, people)
    assert post(browser(people.stranger), f"/console/shares/{link.public_id}/revoke").status_code == 404
    assert post(browser(people.mate), f"/console/shares/{link.public_id}/revoke").status_code == 403


def test_open_links_of_a_report_are_bounded(report, people, monkeypatch):
    monkeypatch.setattr("reports.services.sharing.MOST_OPEN", 1)
    shared(report, people)
    with pytest.raises(TooManyLinks):
        shared(report, people)


def test_script_in_a_name_is_text(report, people):
    report.document["candidate"]["username"] = "<script>alert(1)</script>"
    report.save(update_fields=["document"])
    assert "<script>alert" not in text_of(browser(), shared(report, people)[1])


@pytest.mark.parametrize(
    ("address", "found"), [("198.51.100.9", "198.51.100.0/24"), ("2001:db8:1:2::9", "2001:db8:1::/48"), ("?", "")]
)
def test_addresses_are_shortened(address, found):
    assert shortened(address) == found


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("Mozilla/5.0 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge"),
        ("Mozilla/5.0 Chrome/140.0 Safari/537.36", "Chrome"),
        ("Mozilla/5.0 MicroMessenger/8.0 Chrome/130", "WeChat"),
        ("SomeBot/1.0", "bot"),
        ("", ""),
    ],
)
def test_browsers_are_told_by_family(agent, family):
    assert browser_of(agent) == family
