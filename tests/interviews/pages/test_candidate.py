"""The candidate's way: invitation, open positions, consents, device check, practice."""

from __future__ import annotations

import datetime as dt
import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.files.base import ContentFile

from common import clock, storage
from common.jobs import JobState
from interviews.candidacy.texts import CURRENT, asked_of, consent_texts
from interviews.models import Consent, HumanRequest, Interview, MediaFile
from interviews.services import end_interview, start_interview
from interviews.services.erasure import withdraw_consent
from interviews.tokens import invitation_token
from reports.models import Report
from tests.client import ApiClient
from tests.factories import make_interview, make_position
from tests.interviews.pages.test_console import converse
from tests.interviews.services.test_consent import decide
from tests.pages import browser, post, queries_of, text_of
from tests.people import PASSWORD
from tests.reports.samples import sample_document

AGREED = {
    "recording": "yes",
    "scoring": "yes",
    "signals": "yes",
    "text_version": CURRENT,
    "text_language": "zh",
}


@pytest.fixture
def position(people):
    return make_position(people.owner, title="长" * 100, human_contact="请写信给 hr@company.example", retention_days=90)


@pytest.fixture
def interview(people, position):
    return make_interview(people.candidate, position)


def invite(people, position, email="new@mail.example", **fields):
    body = {"position_id": position.public_id, "candidate_email": email, **fields}
    made = ApiClient(people.owner).post("/interviews", body)
    assert made.code == 0, made.message
    interview = Interview.objects.get(public_id=made.data["interview_id"])
    return interview, "/i/" + made.data["invitation_url"].rsplit("/i/", 1)[1]


def own(interview, page=""):
    return f"/interviews/{interview.public_id}/{page}"


def test_invitation_says_who_invites_to_what_and_prefills_the_address(people, position):
    _interview, link = invite(people, position)
    for language in ("zh-CN", "en"):
        page = text_of(browser(language=language), link)
        assert "甲公司" in page
        assert position.title in page
        assert "email=new%40mail.example" in page
    assert 'value="new@mail.example"' in text_of(browser(), "/sign-up?role=candidate&email=new%40mail.example")
    assert 'value="new@mail.example"' in text_of(browser(), "/login?email=new%40mail.example")


def test_invited_person_signs_up_and_goes_on_to_the_consents(people, position):
    interview, link = invite(people, position)
    client = browser()
    form = {"role": "candidate", "username": "新人", "email": "new@mail.example", "password": PASSWORD, "next": link}
    assert post(client, "/sign-up", form).headers["Location"] == link
    assert own(interview, "consent") in text_of(client, link)
    assert client.get(own(interview, "consent")).status_code == 200


def test_account_made_meanwhile_takes_the_invitation_and_another_does_not(people, position):
    interview, link = invite(people, position, email="CANDIDATE@mail.example")
    Interview.objects.filter(pk=interview.pk).update(candidate=None)
    assert "other@mail.example" in text_of(browser(people.other_candidate), link)
    assert own(interview, "consent") not in text_of(browser(people.owner), link)
    interview.refresh_from_db()
    assert interview.candidate is None
    assert own(interview, "consent") in text_of(browser(people.candidate), link)
    interview.refresh_from_db()
    assert interview.candidate == people.candidate


@pytest.mark.parametrize("why", ["expired", "cancelled", "used", "withdrawn"])
def test_closed_links_say_why(people, position, why):
    interview, link = invite(people, position, email=people.candidate.email)
    if why == "expired":
        Interview.objects.filter(pk=interview.pk).update(link_expires_at=clock.now() - dt.timedelta(seconds=1))
    elif why == "cancelled":
        ApiClient(people.owner).post(f"/interviews/{interview.public_id}/cancel")
    elif why == "used":
        start_interview(interview)
    else:
        withdraw_consent(interview, actor=people.candidate, language="zh")
    response = browser().get(link)
    assert response.status_code == 410
    assert position.title not in response.content.decode()
    again = browser(people.candidate).get(link)
    assert again.status_code in (302, 410)


def test_forged_and_unknown_links_are_not_found(people):
    assert browser().get("/i/forged").status_code == 404
    assert browser().get(f"/i/{invitation_token('int_01k0c8x1f8e7tb6h3v9r2m4n5s')}").status_code == 404


def test_open_positions_are_listed_and_begin_one_interview_however_often_asked(people, position):
    make_position(people.stranger, title="closed one", status="inactive")
    client = browser(people.candidate)
    page = text_of(client, "/positions")
    assert position.title in page
    assert "closed one" not in page
    path = f"/positions/{position.public_id}"
    assert position.description in text_of(client, path)
    first, second = post(client, path), post(client, path)
    interview = Interview.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == own(interview, "consent")
    start_interview(interview)
    end_interview(interview)
    assert post(client, path).status_code == 409
    assert Interview.objects.count() == 1
    assert browser(people.owner).get("/positions").headers["Location"] == "/console/"
    assert browser().get("/positions").headers["Location"].startswith("/login")


def test_position_without_questions_says_so(people):
    empty = make_position(people.owner, questions=0)
    response = post(browser(people.candidate), f"/positions/{empty.public_id}")
    assert response.status_code == 409
    assert not Interview.objects.exists()


PAGES = ("consent", "person", "check", "practice", "done", "transcript", "data", "data.json", "withdraw", "feedback")


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_an_interview_are_its_candidates_alone(people, interview, page):
    for person in (people.other_candidate, people.owner, people.mate, people.stranger):
        assert browser(person).get(own(interview, page)).status_code in (403, 404), person.email
    assert browser().get(own(interview, page)).headers["Location"].startswith("/login")


@pytest.mark.parametrize("page", ["consent", "person", "mode", "withdraw", "signals", "transcript", "practice"])
def test_posts_of_others_change_nothing(people, interview, page):
    form = {**AGREED, "mode": "text", "confirm": "yes", "kind": "paste"}
    for person in (people.other_candidate, people.owner, people.stranger):
        assert post(browser(person), own(interview, page), form).status_code in (400, 403, 404)
    interview.refresh_from_db()
    assert interview.mode == "video"
    assert interview.withdrawn_at is None
    assert not Consent.objects.exists()
    assert not HumanRequest.objects.exists()


def test_consent_page_asks_for_each_by_itself_with_nothing_chosen(people, interview):
    page = text_of(browser(people.candidate, language="en"), own(interview, "consent"))
    assert "checked" not in page
    for kind in ("recording", "scoring", "signals"):
        assert page.count(f'name="{kind}"') == 2
    assert "90 days" in page
    assert "hr@company.example" in page
    assert f'name="text_version" value="{CURRENT}"' in page
    assert 'name="text_language" value="en"' in page


def test_undecided_consent_is_asked_again_and_keeps_what_was_chosen(people, interview):
    client = browser(people.candidate)
    response = post(client, own(interview, "consent"), {**AGREED, "signals": ""})
    assert response.status_code == 400
    assert response.content.decode().count(" checked") == 2
    assert not Consent.objects.exists()


def test_consents_lead_to_the_check_and_open_the_way(people, interview):
    client = browser(people.candidate)
    assert client.get(own(interview, "check")).headers["Location"] == own(interview, "consent")
    assert client.get(own(interview, "practice")).headers["Location"] == own(interview, "consent")
    for _twice in range(2):
        assert post(client, own(interview, "consent"), AGREED).headers["Location"] == own(interview, "check")
    assert Consent.objects.count() == 3
    assert 'data-camera="yes"' in text_of(client, own(interview, "check"))
    assert own(interview, "room") in text_of(client, own(interview, "practice"))


def test_old_text_is_read_again(people, interview):
    client = browser(people.candidate)
    response = post(client, own(interview, "consent"), {**AGREED, "text_version": "1999-01"})
    assert response.headers["Location"] == own(interview, "consent")
    assert not Consent.objects.exists()


def test_declining_leads_to_a_person_and_back(people, interview):
    client = browser(people.candidate)
    response = post(client, own(interview, "consent"), {**AGREED, "recording": "no"})
    assert response.headers["Location"] == own(interview, "person")
    assert "hr@company.example" in text_of(client, own(interview, "person"))
    for page in ("check", "practice", "consent", "done"):
        assert client.get(own(interview, page)).headers["Location"] == own(interview, "person")
    assert len(mail.outbox) == 1
    assert own(interview, "person") in text_of(client, "/my/interviews")
    assert post(client, own(interview, "person"), {"take_back": "yes"}).headers["Location"] == own(interview, "consent")
    assert post(client, own(interview, "consent"), AGREED).headers["Location"] == own(interview, "check")


def test_asking_for_a_person_needs_no_reason(people, interview):
    client = browser(people.candidate)
    for _twice in range(2):
        assert post(client, own(interview, "person")).headers["Location"] == own(interview, "person")
    assert HumanRequest.objects.get().reason == "asked"
    assert len(mail.outbox) == 1
    page = text_of(browser(people.owner), f"/console/interviews/{interview.public_id}")
    assert page.index("候选人希望由人工面试") < page.index('class="split"')
    assert "候选人尚未开始" not in page


def test_other_ways_to_answer_only_where_allowed(people, interview, position):
    decide(interview)
    client = browser(people.candidate)
    assert own(interview, "mode") in text_of(client, own(interview, "check"))
    assert post(client, own(interview, "mode"), {"mode": "text"}).headers["Location"] == own(interview, "check")
    assert 'data-sound="no"' in text_of(client, own(interview, "check"))
    post(client, own(interview, "mode"), {"mode": "nonsense"})
    interview.refresh_from_db()
    assert interview.mode == "text"
    type(position).objects.update(mode_choice_allowed=False)
    assert own(interview, "mode") not in text_of(client, own(interview, "check"))


def test_upload_test_measures_and_keeps_nothing(people, interview, settings):
    decide(interview)
    client = browser(people.candidate, strict=True)
    path = own(interview, "check/upload")
    assert client.get(path).status_code == 204
    assert client.put(path, b"x" * 10, content_type="application/octet-stream").status_code == 403
    client = browser(people.candidate)
    kept = client.put(path, b"x" * 500_000, content_type="application/octet-stream")
    assert kept.content == b"500000"
    assert client.put(path, b"x" * 1_100_000, content_type="application/octet-stream").status_code == 413
    assert not interview.media.exists()


def test_wishes_are_kept(people, interview):
    decide(interview)
    client = browser(people.candidate)
    post(client, own(interview, "practice"), {"captions": "on", "no_countdown": "on"})
    interview.refresh_from_db()
    assert interview.accommodations.captions
    assert interview.accommodations.no_countdown
    assert interview.accommodations.extra_time == 1
    assert "data-countdown" not in text_of(client, own(interview, "practice"))


def test_signals_are_taken_from_the_candidate_during_the_interview(people, interview):
    decide(interview)
    client = browser(people.candidate)
    path = own(interview, "signals")

    def send(body, **options):
        return client.post(path, body, content_type="application/json", **options)

    told = {"kind": "tab_hidden", "at_ms": 1500, "context": {"hidden_ms": 900}}
    assert send(told).json() == {"kept": False}
    _started, question = start_interview(interview)
    assert send({**told, "question_id": question.question_id}).json() == {"kept": True}
    row = interview.integrity_signals.get()
    assert (row.kind, row.at_ms, row.context, row.question) == ("tab_hidden", 1500, {"hidden_ms": 900}, question)
    for bad in ({"kind": "nonsense"}, [], {}, "x" * 9000):
        assert send(json.dumps(bad)).status_code == 400
    assert client.post(path, b"\xff{", content_type="application/json").status_code == 400
    odd = {"kind": "paste", "at_ms": -5, "question_id": 7, "context": "no"}
    assert send(odd).json() == {"kept": True}
    assert interview.integrity_signals.last().at_ms is None


def test_list_tells_what_to_do_next_with_the_same_number_of_queries(people, position):
    client = browser(people.candidate)
    decide(make_interview(people.candidate, position))
    one = queries_of(lambda: text_of(client, "/my/interviews"))
    waiting = make_interview(people.candidate, position)
    over = make_interview(people.candidate, position)
    start_interview(over)
    end_interview(over)
    page = ""

    def read():
        nonlocal page
        page = text_of(client, "/my/interviews")

    assert queries_of(read) <= one + 1  # reports are looked for where there are any
    assert own(waiting, "consent") in page
    assert own(over, "done") in page


def test_accommodations_are_granted_by_the_company_at_the_invitation(people, position):
    granted = {"extra_time": 1.5, "captions": True}
    interview, link = invite(people, position, accommodations=granted)
    assert interview.accommodations.extra_time == 1.5
    assert interview.accommodations.captions
    assert "1.5" in text_of(browser(), link)
    body = {"position_id": position.public_id, "accommodations": granted}
    assert ApiClient(people.candidate).post("/interviews", body).code == 40301
    for bad in (0.5, 9, "2", True, None):
        body = {**body, "candidate_email": "a@mail.example", "accommodations": {"extra_time": bad}}
        assert ApiClient(people.owner).post("/interviews", body).code == 40001
    shown = ApiClient(people.owner).get(f"/interviews/{interview.public_id}").data
    assert shown["accommodations"] == {"extra_time": 1.5, "captions": True, "no_countdown": False}


def test_console_shows_consents_signals_and_who_wants_a_person(people, interview):
    decide(interview, signals=False)
    start_interview(interview)
    told = {"kind": "paste", "at_ms": 61_000, "context": {"length": 4321}}
    browser(people.candidate).post(own(interview, "signals"), told, content_type="application/json")
    page = text_of(browser(people.mate, language="en"), f"/console/interviews/{interview.public_id}")
    for words in ("Declined the analysis of face and voice", "Agreed to be recorded", "evaluates the answers"):
        assert words in page
    for words in (f"text of {CURRENT}, read in ", "Text was pasted", "4321", "1:01"):
        assert words in page
    asking = make_interview(people.candidate, interview.position)
    post(browser(people.candidate), own(asking, "person"))
    page = text_of(browser(people.owner, language="en"), f"/console/interviews/{asking.public_id}")
    assert "wants a person" in page


@pytest.mark.parametrize(
    ("mode", "given", "said"),
    [
        ("text", True, "Agreed that the answers are kept."),
        ("text", False, "Did not agree that the answers are kept."),
        ("audio", True, "Agreed that signals of the voice are analysed."),
        ("video", False, "Did not agree to be recorded."),
    ],
)
def test_console_says_what_was_agreed_in_this_mode(people, position, mode, given, said):
    interview = make_interview(people.candidate, position, mode=mode)
    for kind in asked_of(mode):
        interview.consents.create(kind=kind, given=given, text_version=CURRENT, language="zh")
    interview.consents.create(kind="scoring", given=True, text_version="2020-01", language="fr")
    page = text_of(browser(people.owner, language="en"), f"/console/interviews/{interview.public_id}")
    assert said in page
    assert f"text of {CURRENT}, read in Chinese" in page
    assert consent_texts(mode, language="zh")["recording"].meaning in page
    assert "text of 2020-01, read fr" in page  # a version that is not known has no text to show


def test_console_says_a_changed_voice_in_words_with_what_it_rests_on(people, interview):
    decide(interview)
    question = start_interview(interview)[1]
    context = {"answer_id": "ans_1", "similarity": 0.412, "threshold": 0.65, "earlier_answers": 2}
    interview.integrity_signals.create(kind="voice_changed", question=question, context=context)
    interview.integrity_signals.create(kind="tab_hidden", context={"event": "back", "away_ms": 4200})
    page = text_of(browser(people.mate, language="en"), f"/console/interviews/{interview.public_id}")
    for words in ("The voice changed", "0.412", "below 0.65", "before (2)", "listen yourself", "away for 4 s"):
        assert words in page
    assert "ans_1" not in page


@pytest.mark.parametrize(("mode", "told"), [("video", True), ("audio", True), ("text", False)])
def test_candidate_is_told_that_voices_are_compared_where_they_are(people, position, mode, told):
    interview = make_interview(people.candidate, position, mode=mode)
    for language, words in (("en", "sound like one person"), ("zh-CN", "像同一个人")):
        page = text_of(browser(people.candidate, language=language), own(interview, "consent"))
        assert (words in page) is told


def test_end_leads_to_feedback_without_scores_where_the_position_says_so(people, after_commit):
    for report, shared in (("full", True), ("feedback", True), ("none", False)):
        position = make_position(people.owner, candidate_report=report)
        held = make_interview(people.candidate, position, mode="text")
        start_interview(held)
        with after_commit():
            end_interview(held)
        client = browser(people.candidate, language="en")
        progress = text_of(client, own(held, "feedback/progress"))
        assert (own(held, "feedback") in text_of(client, own(held, "done"))) is shared
        assert "does not share" in progress if not shared else "does not share" not in progress
        answer = client.get(own(held, "feedback"))
        assert answer.status_code == (200 if shared else 403)
        Report.objects.update_or_create(
            interview=held,
            defaults={
                "organization": held.organization,
                "state": JobState.DONE,
                "document": sample_document(),
                "overall_score": 71,
                "generated_at": clock.now(),
            },
        )
        if shared:
            page = text_of(client, own(held, "feedback"))
            assert "Strengths" in page
            assert ("scores-title" in page) is (report == "full")
            assert ("71 / 100" in page) is (report == "full")


def test_transcript_is_put_right_by_its_candidate_for_a_day(people):
    held = make_interview(people.candidate, make_position(people.owner), mode="text")
    start_interview(held)
    end_interview(held)
    converse(held, paragraphs=4)
    client, path = browser(people.candidate, language="en"), own(held, "transcript")
    assert text_of(client, path).count("<textarea") == 2
    assert client.post(path, {"number": "1", "text": "我说的是另一句。"}).status_code == 302  # not made anew yet
    page = text_of(client, path)
    assert "我说的是另一句。" in page
    assert "第1句" in page
    for number, text, status in (("0", "别人的话", 403), ("99", "没有", 404), ("x", "没有", 404), ("1", "  ", 400)):
        assert post(client, path, {"number": number, "text": text}).status_code == status
    Interview.objects.filter(pk=held.pk).update(ended_at=clock.now() - dt.timedelta(hours=25))
    assert "<textarea" not in text_of(client, path)
    assert post(client, path, {"number": "1", "text": "太晚了。"}).status_code == 409


def test_export_holds_what_is_kept_and_nothing_of_the_company(people, interview):
    decide(interview)
    _started, question = start_interview(interview)
    body = {"question_id": question.question_id, "transcript": "我的回答", "duration": 3}
    Interview.objects.filter(pk=interview.pk).update(mode="text")
    assert ApiClient(people.candidate).post(f"/interviews/{interview.public_id}/answers", body).code == 0
    client = browser(people.candidate)
    answer = client.get(own(interview, "data.json"))
    assert "attachment" in answer.headers["Content-Disposition"]
    kept = answer.json()
    assert kept["answers"][0]["given_text"] == "我的回答"
    assert {row["kind"] for row in kept["consents"]} == {"recording", "scoring", "signals"}
    assert kept["candidate"]["email"] == people.candidate.email
    assert "正则化" not in answer.content.decode()
    assert {row["kind"] for row in kept["measurements"]} <= {"asr", "prosody", "face", "gaze", "expression", "posture"}
    assert own(interview, "data.json") in text_of(client, own(interview, "data"))


def test_archive_holds_the_data_and_every_recording(people, interview):
    decide(interview)
    start_interview(interview)
    for name, content in (("../../a b?.webm", b"one" * 200_000), ("a.webm", b"two")):
        key = storage.media().save(f"interviews/{interview.public_id}/{name[-6:]}", ContentFile(content))
        MediaFile.objects.create(
            owner=people.candidate, interview=interview, kind="video", state="stored", key=key, file_name=name
        )
    MediaFile.objects.create(
        owner=people.candidate, interview=interview, kind="video", state="stored", key="gone", file_name="gone.webm"
    )
    answer = browser(people.candidate).get(own(interview, "data.zip"))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{interview.public_id}.zip"'
    pieces = list(answer.streaming_content)
    assert max(map(len, pieces)) < 300_000
    with ZipFile(BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["data.json", "recordings/01-a b_.webm", "recordings/02-a.webm"]
        assert archive.read("recordings/01-a b_.webm") == b"one" * 200_000
        assert json.loads(archive.read("data.json"))["interview"]["interview_id"] == interview.public_id
    for other in (people.owner, people.stranger):
        assert browser(other).get(own(interview, "data.zip")).status_code in (302, 404)


@pytest.mark.parametrize(("language", "joined"), [("zh-CN", "面试。请在"), ("en", "held by AI. Start before")])
def test_sentences_of_the_invitation_are_joined_as_their_language_wants(people, position, language, joined):
    interview = make_interview(people.candidate, position)
    page = text_of(browser(language=language), f"/i/{invitation_token(interview.public_id)}")
    assert joined in page
    assert "。 " not in page.partition("<main")[2]
    assert ("Asia/Shanghai）之前开始。" in page) == (language == "zh-CN")


def test_opening_text_stands_once_in_the_invitation(people):
    position = make_position(people.owner, opening_text="请在安静的地方进行。")
    interview = make_interview(people.candidate, position)
    assert text_of(browser(), f"/i/{invitation_token(interview.public_id)}").count("请在安静的地方进行。") == 1


def test_closing_text_stands_once_and_corrections_are_offered_while_they_can_be_made(people):
    position = make_position(people.owner, closing_text="我们一周内答复。")
    interview, _question = start_interview(make_interview(people.candidate, position, mode="text"))
    converse(interview)
    end_interview(interview)
    path = own(interview, "done")
    page = text_of(browser(people.candidate, language="en"), path)
    assert page.count("我们一周内答复。") == 1
    assert "Possible until" in page
    Interview.objects.filter(pk=interview.pk).update(ended_at=clock.now() - dt.timedelta(days=30))
    assert "Possible until" not in text_of(browser(people.candidate, language="en"), path)


def test_interview_that_runs_stands_first_in_the_list(people, position):
    running = make_interview(people.candidate, make_position(people.owner, title="先开始的"))
    start_interview(running)
    make_interview(people.candidate, make_position(people.owner, title="后来的"))
    page = text_of(browser(people.candidate), "/my/interviews")
    assert page.index("先开始的") < page.index("后来的")


@pytest.mark.parametrize(("mode", "next_step"), [("audio", "check your microphone"), ("text", "check your connection")])
def test_list_names_what_is_checked_next(people, position, mode, next_step):
    decide(make_interview(people.candidate, position, mode=mode))
    assert next_step in text_of(browser(people.candidate, language="en"), "/my/interviews")


def test_withdrawing_before_the_interview_names_no_recordings(people, interview):
    page = text_of(browser(people.candidate, language="en"), own(interview, "withdraw"))
    assert "0 recordings" not in page
