"""The console's imports, and the accounts they use."""

from __future__ import annotations

from io import BytesIO

import pytest

from interviews.models import ImportJob, Interview, RemoteAccount
from tests.factories import make_position
from tests.pages import HTMX, browser, post, queries_of, text_of

PATH = "/console/imports/"
VTT = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v 面试官>请介绍一下你做过的项目，好吗？

00:00:05.000 --> 00:00:15.000
<v 王小明>我做过推荐系统，首先分析数据，然后用正则化避免过拟合，因此效果提升了百分之十。
"""
FEISHU = {"provider": "feishu", "name": "招聘", "app_id": "cli_a", "app_secret": "s3cret-of-feishu"}


def paste(user, target, content=VTT, **changes):
    given = {"position": target.public_id, "language": "auto", "content": content, **changes}
    return post(browser(user), f"{PATH}new?way=transcript", given)


@pytest.fixture
def position(people):
    return make_position(people.owner)


def test_pasted_transcript_becomes_an_interview(people, position):
    response = paste(people.owner, position)
    job = ImportJob.objects.get()
    assert response.url == f"{PATH}{job.public_id}"
    page = text_of(browser(people.owner), response.url)
    assert job.state == "done", job.error_code
    assert f"/console/interviews/{job.interview.public_id}" in page
    shown = text_of(browser(people.owner), f"/console/interviews/{job.interview.public_id}")
    assert "我做过推荐系统" in shown


def test_uploaded_transcript_becomes_an_interview(people, position):
    file = BytesIO(VTT.encode())
    file.name = "meeting.vtt"
    paste(people.owner, position, content="", file=file)
    assert (ImportJob.objects.get().file_name, Interview.objects.count()) == ("meeting.vtt", 1)


EVIL = "<script>alert(1)</script> <img src=x onerror=alert(2)>"


def test_markup_in_a_transcript_stays_text_on_every_page(people, position):
    """As SRT, where a name stands before a colon: WebVTT itself knows markup."""
    cues = [f"面试官：请解释 {EVIL} 是什么，好吗？", f"<b>王</b>小明：{EVIL} 是脚本，要转义之后才能输出。"]
    times = ("00:00:01,000 --> 00:00:04,000", "00:00:05,000 --> 00:00:15,000")
    srt = "\n\n".join(f"{number}\n{times[number - 1]}\n{cue}" for number, cue in enumerate(cues, start=1))
    paste(people.owner, position, content=srt)
    job = ImportJob.objects.get()
    assert job.state == "done", job.error_code
    owner, interview_id = browser(people.owner), job.interview.public_id
    for path in (f"{PATH}{job.public_id}", f"/console/interviews/{interview_id}", f"/console/reports/{interview_id}"):
        page = text_of(owner, path)
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path
        assert "<b>王" not in page, path
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text_of(owner, f"/console/interviews/{interview_id}")


def test_transcript_that_is_none_fails_with_a_sentence(people, position):
    paste(people.owner, position, content="{]")
    job = ImportJob.objects.get()
    page = text_of(browser(people.owner), f"{PATH}{job.public_id}")
    assert (job.state, job.error_code) == ("failed", "not_json")
    assert 'role="alert"' in page
    assert "JSON" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"content": " "}, "file"), ({"position": ""}, "position"), ({"language": "xx"}, "language")],
)
def test_import_with_bad_input_says_what_is_wrong(people, position, changes, field):
    response = paste(people.owner, position, **changes)
    assert response.status_code == 400
    assert response.context["form"].errors[field]
    assert not ImportJob.objects.exists()


def test_import_into_a_strangers_position_is_refused(people, position):
    response = paste(people.stranger, position)
    assert response.status_code == 400
    assert response.context["form"].errors["position"]


def test_import_of_a_stranger_is_not_found(people, position):
    paste(people.owner, position)
    job = ImportJob.objects.get()
    assert browser(people.stranger).get(f"{PATH}{job.public_id}").status_code == 404
    assert job.public_id not in text_of(browser(people.stranger), PATH)


def test_imports_take_the_same_queries_for_one_and_three(people, position):
    client = browser(people.owner)
    paste(people.owner, position)
    one = queries_of(lambda: text_of(client, PATH))
    paste(people.owner, position, content=VTT.replace("十", "二十"))
    paste(people.owner, make_position(people.owner), content="{]")
    assert ImportJob.objects.count() == 3
    assert queries_of(lambda: text_of(client, PATH)) == one


def test_imports_ask_again_while_something_moves(people, position):
    paste(people.owner, position)
    client = browser(people.owner)
    assert 'hx-trigger="every 2s"' not in text_of(client, PATH, **HTMX)
    ImportJob.objects.update(state="running", progress=0.4)
    part = text_of(client, PATH, **HTMX)
    assert 'hx-trigger="every 2s"' in part
    assert 'value="40"' in part
    assert "<html" not in part


@pytest.mark.parametrize("state", ["running", "done", "failed", "nonsense"])
def test_imports_are_narrowed_by_state(people, position, state):
    paste(people.owner, position)
    job = ImportJob.objects.get()
    assert (job.public_id in text_of(browser(people.owner), f"{PATH}?state={state}")) is (state in {"done", "nonsense"})


def test_recording_is_uploaded_and_then_imported(people, position, recording, monkeypatch):
    monkeypatch.setattr("interviews.services.imports.jobs.enqueue", lambda *_args: None)
    client = browser(people.owner)
    place = post(client, f"{PATH}uploads", {"file_name": "a.wav", "content_type": "audio/wav"}).json()
    sent = client.put(place["upload_url"].removeprefix("http://testserver"), recording, content_type="audio/wav")
    assert sent.status_code == 200
    given = {"position": position.public_id, "language": "zh", "upload": place["address"], "speaker_count": "2"}
    assert post(client, f"{PATH}new?way=recording", given).status_code == 302
    job = ImportJob.objects.get()
    assert (job.origin, job.media.file_name, job.options["speaker_count"]) == ("recording", "a.wav", 2)


def test_recording_of_somebody_else_is_refused(people, position, recording):
    client = browser(people.stranger)
    place = post(client, f"{PATH}uploads", {"file_name": "a.wav", "content_type": "audio/wav"}).json()
    client.put(place["upload_url"].removeprefix("http://testserver"), recording, content_type="audio/wav")
    given = {"position": position.public_id, "language": "zh", "upload": place["address"]}
    assert post(browser(people.owner), f"{PATH}new?way=recording", given).status_code == 400
    assert not ImportJob.objects.exists()


@pytest.mark.parametrize("kind", ["text/html", "image/png", "audio/" + "x" * 200, ""])
def test_upload_of_something_else_is_refused(people, kind):
    response = post(browser(people.owner), f"{PATH}uploads", {"file_name": "a", "content_type": kind})
    assert response.status_code == 400
    assert response.json()["message"]


def test_speakers_change_places_with_one_click(people, position):
    paste(people.owner, position)
    interview = Interview.objects.get()
    before = {speaker.key: speaker.role for speaker in interview.conversation.speakers.all()}
    candidate = next(key for key, role in before.items() if role == "candidate")
    path = f"/console/interviews/{interview.public_id}"
    params = {"interviewer": "面试官", "candidate": "王小明"}
    ImportJob.objects.update(notes=[{"code": "roles_guessed", "params": params}])
    assert "推测" in text_of(browser(people.owner), path)
    post(browser(people.owner), f"{path}/speakers", {"interviewer": candidate})
    interview = Interview.objects.get()
    after = {speaker.key: speaker.role for speaker in interview.conversation.speakers.all()}
    assert after[candidate] == "interviewer"
    assert set(after.values()) == {"interviewer", "candidate"}
    assert "推测" not in text_of(browser(people.owner), path)  # now a person has said it


def test_speaker_that_is_none_is_refused(people, position):
    paste(people.owner, position)
    path = f"/console/interviews/{Interview.objects.get().public_id}/speakers"
    assert post(browser(people.owner), path, {"interviewer": "nobody"}).status_code == 400


def test_remote_account_is_kept_and_its_secret_never_shown(people):
    client = browser(people.owner)
    assert post(client, "/console/accounts/", FEISHU).status_code == 302
    page = text_of(client, "/console/accounts/")
    assert "招聘" in page
    assert "s3cret-of-feishu" not in page
    assert "s3cret-of-feishu" not in RemoteAccount.objects.get().sealed_secrets


@pytest.mark.parametrize(
    "changes", [{"app_secret": ""}, {"provider": "zoom"}, {"base_url": "http://127.0.0.1:8000"}, {"name": ""}]
)
def test_remote_account_with_bad_input_is_refused(people, changes):
    response = post(browser(people.owner), "/console/accounts/", {**FEISHU, **changes})
    assert response.status_code == 400
    assert response.context["form"].errors
    assert "s3cret-of-feishu" not in response.content.decode()
    assert not RemoteAccount.objects.exists()


def test_remote_account_twice_of_one_name_is_a_conflict(people):
    post(browser(people.owner), "/console/accounts/", FEISHU)
    assert post(browser(people.owner), "/console/accounts/", FEISHU).status_code == 409


def test_remote_account_of_a_stranger_is_not_found(people):
    post(browser(people.owner), "/console/accounts/", FEISHU)
    account = RemoteAccount.objects.get()
    path = f"/console/accounts/{account.public_id}/remove"
    assert post(browser(people.stranger), path).status_code == 404
    assert "招聘" not in text_of(browser(people.stranger), "/console/accounts/")
    assert account.public_id not in text_of(browser(people.stranger), f"{PATH}new?way=remote")
    assert post(browser(people.owner), path).status_code == 302
    assert not RemoteAccount.objects.exists()


@pytest.mark.parametrize("page", [f"{PATH}new", "/console/accounts/"])
def test_reader_of_an_organization_brings_nothing_in(people, position, page):
    people.mate.memberships.update(role="viewer")
    assert browser(people.mate).get(page).status_code == 403
    assert paste(people.mate, position).status_code == 403
    assert not ImportJob.objects.exists()
    assert browser(people.mate).get(PATH).status_code == 200
