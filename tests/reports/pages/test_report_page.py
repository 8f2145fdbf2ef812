"""The report page: what it shows of whatever was measured, and what its player asks for."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.core.files.base import ContentFile

from accounts.enums import MemberRole
from accounts.models import Membership
from common import clock, storage
from interviews.enums import MediaKind, MediaState
from interviews.models import Answer, Interview, MediaFile
from interviews.services.integrity import IntegritySignal
from reports.models import Report
from tests.factories import make_interview, make_position
from tests.pages import browser, post, queries_of, text_of
from tests.reports import samples
from tests.reports.test_api import hold

PATH = "/console/reports/"


def made(api, people, document: dict[str, Any], **changes: Any) -> str:
    """The page of an interview whose report says ``document``."""
    interview_id = hold(api, people, answers=1, **changes).rsplit("/", 1)[1]
    Report.objects.filter(interview__public_id=interview_id).update(
        document=document, overall_score=document["overall_score"], recommendation=document["recommendation"]
    )
    return f"{PATH}{interview_id}"


def many(count: int) -> list[Any]:
    """``count`` main questions, every fifth with a follow-up."""
    answers = []
    for number in range(1, count + 1):
        answers.append(samples.strong_answer(question_id=f"q_{number}", order=number))
        if number % 5 == 0:
            answers.append(samples.follow_up(samples.weak_answer(), to=answers[-1]))
    return answers


def about(path: str) -> Interview:
    return Interview.objects.get(public_id=path.removeprefix(PATH))


def filmed(path: str, *, kind: str = MediaKind.VIDEO) -> Answer:
    """The one answer of the interview, with a stored recording; the document's first question is about it."""
    answer = Answer.objects.get(interview=about(path))
    key = storage.media().save(f"interviews/{answer.public_id}.mp4", ContentFile(b"a film"))
    media = MediaFile.objects.create(
        owner=answer.interview.candidate, interview=answer.interview, kind=kind, state=MediaState.STORED, key=key
    )
    Answer.objects.filter(pk=answer.pk).update(video=media, audio=media)
    report = Report.objects.get(interview=answer.interview)
    report.document["questions"][0]["answer_id"] = answer.public_id
    report.save(update_fields=["document"])
    return answer


def test_report_page_lists_every_part(api, people):
    page = text_of(browser(people.owner, language="en"), made(api, people, samples.sample_document()))
    for part in ("overview", "abilities", "moments", "questions", "basis"):
        assert f'id="{part}"' in page
    assert "data-player" in page
    assert 'data-play="2" data-at="' in page  # evidence leads into the third answer
    assert "radar-shape" in page
    assert "faster-whisper 1.2.1" in page


def test_follow_up_stands_within_its_question(api, people):
    page = text_of(browser(people.owner), made(api, people, samples.sample_document()))
    first, second = page.index('id="q-q_1"'), page.index('id="q-q_2"')
    assert first < page.index('class="follow-ups"') < page.index('id="q-q_1_f1"') < second


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([samples.silent_answer()], id="silent"),
        pytest.param([samples.unanswered()], id="unanswered"),
        pytest.param([samples.without_video(samples.strong_answer())], id="without video"),
        pytest.param([samples.typed_answer(), samples.unanswered()], id="typed"),
        pytest.param([samples.without_kind(samples.strong_answer(), "asr")], id="without transcript"),
        pytest.param([], id="nothing asked"),
    ],
)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_report_page_lives_with_whatever_is_missing(api, people, answers, language):
    path = made(api, people, samples.document_of(answers))
    client = browser(people.owner, language=language)
    assert 'id="questions"' in text_of(client, path)
    for number in range(len(answers)):
        assert client.get(f"{path}/parts/{number}").status_code == 200


def test_report_page_survives_a_document_of_nulls(api, people):
    document = samples.document_of([samples.silent_answer()])
    for ability in document["abilities"]:
        ability.update(score=None, indicators=[])
    for question in document["questions"]:
        question.update(dict.fromkeys(("duration", "score", "offset_ms", "media_offset_ms"), None), timeline={})
    document.update(overall_score=None, recommendation="insufficient_evidence", started_at=None, highlights=[])
    page = text_of(browser(people.owner), made(api, people, document))
    assert "ring-value" not in page
    assert "radar-point" not in page


def test_report_page_takes_the_same_queries_for_one_answer_and_forty(api, people):
    client = browser(people.owner)
    one = made(api, people, samples.document_of(many(1)))
    forty = made(api, people, samples.document_of(many(40)))
    for path in (one, forty):
        text_of(client, path)
    assert queries_of(lambda: text_of(client, forty)) == queries_of(lambda: text_of(client, one))
    assert queries_of(lambda: client.get(f"{forty}/parts/39")) == queries_of(lambda: client.get(f"{one}/parts/0"))


def test_text_of_candidates_is_no_markup(api, people):
    document = samples.sample_document()
    evil = "<script>alert(1)</script>"
    document["questions"][0].update(content=evil, transcript=evil)
    document["highlights"][0]["quote"] = evil
    for ability in document["abilities"]:
        for indicator in ability["indicators"]:
            indicator["evidence"] = [{**place, "quote": evil} for place in indicator["evidence"]]
    path = made(api, people, document)
    assert evil not in text_of(browser(people.owner), path)


def test_report_and_its_parts_of_a_stranger_are_not_found(api, people):
    path = made(api, people, samples.sample_document())
    for address in (path, f"{path}/parts/0", f"{path}/parts/0/recording"):
        assert browser(people.stranger).get(address).status_code == 404
        assert browser(people.candidate).get(address).url == "/my/interviews"
        assert browser(people.mate).get(address).status_code == 200
    assert browser(people.owner).get(f"{path}/parts/99").status_code == 404
    assert browser(people.stranger).post(f"{path}/renew").status_code == 404


def test_part_has_words_tracks_and_where_to_play(api, people):
    path = made(api, people, samples.sample_document())
    filmed(path)
    part = browser(people.owner, language="en").get(f"{path}/parts/0").json()
    assert part["recording"]["kind"] == "video"
    assert part["recording"]["sound"] is None
    assert browser().get(part["recording"]["address"]).getvalue() == b"a film"
    assert part["sentences"]
    kinds = {track["key"]: track for track in part["tracks"]}
    assert {"speech_rate", "pauses", "eye_contact", "expression", "posture", "highlights"} <= set(kinds)
    assert kinds["speech_rate"]["points"][0] == [0, 265.0]
    assert kinds["expression"]["spans"][0][2] == "neutral"


def test_typed_answer_offers_no_playing_and_no_times(api, people):
    document = samples.sample_document()
    document["questions"][1].update(transcript_source="typed", answer_id="ans_typed")
    typed = document["questions"][1]["question_id"]
    document["highlights"] = [{**document["highlights"][0], "question_id": typed, "start_ms": 2_000}]
    path = made(api, people, document)
    filmed(path)
    page = text_of(browser(people.owner, language="en"), path)
    assert re.findall(r'data-play="(\d+)"><span class="place-at">', page) == ["0"]
    assert f'href="#q-{typed}" data-play="1" data-at=' not in page
    data = json.loads(re.search(r'<script id="report-data"[^>]*>(.*?)</script>', page)[1])
    assert [(one["isPlayable"], one["isTyped"]) for one in data["questions"][:2]] == [(True, False), (False, True)]
    part = browser(people.owner).get(f"{path}/parts/1").json()
    assert part["recording"] is None
    assert part["sentences"]
    for sentence in part["sentences"]:
        assert (sentence["start"], sentence["end"]) == (None, None)
        assert all(times == [None, None] for _text, *times in [*sentence["words"], *sentence["tidy"]])


def test_recording_gets_a_fresh_address_when_its_own_ran_out(api, people, settings):
    path = made(api, people, samples.sample_document())
    filmed(path)
    client = browser(people.owner)
    settings.MEDIA_URL_SECONDS = -1
    old = client.get(f"{path}/parts/0").json()["recording"]["address"]
    assert client.get(old).status_code == 404
    settings.MEDIA_URL_SECONDS = 60
    fresh = client.get(f"{path}/parts/0/recording").json()["recording"]
    assert client.get(fresh["address"]).getvalue() == b"a film"
    assert fresh["fresh_for"] == 60


def test_sound_recorded_apart_comes_with_the_picture(api, people):
    path = made(api, people, samples.sample_document())
    answer = filmed(path)
    key = storage.media().save("interviews/sound.webm", ContentFile(b"a voice"))
    sound = MediaFile.objects.create(
        owner=people.candidate, interview=answer.interview, kind=MediaKind.AUDIO, state=MediaState.STORED, key=key
    )
    Answer.objects.filter(pk=answer.pk).update(audio=sound)
    recording = browser(people.owner).get(f"{path}/parts/0").json()["recording"]
    assert browser().get(recording["sound"]).getvalue() == b"a voice"
    assert browser().get(recording["address"]).getvalue() == b"a film"


def test_clip_of_a_recording_says_where_it_begins(api, people):
    path = made(api, people, samples.sample_document())
    Answer.objects.filter(pk=filmed(path).pk).update(clip_start_ms=61_000, clip_end_ms=84_500)
    part = browser(people.owner).get(f"{path}/parts/0").json()
    assert (part["recording"]["begins_ms"], part["recording"]["ends_ms"]) == (61_000, 84_500)
    assert part["duration_ms"] == 23_500


def test_signals_stand_where_they_were_in_the_recording(api, people):
    path = made(api, people, samples.sample_document())
    answer = filmed(path)
    begun = answer.question.started_at
    Answer.objects.filter(pk=answer.pk).update(submitted_at=begun + dt.timedelta(seconds=50), duration=40)
    for at_ms in (12_000, None):
        IntegritySignal.objects.create(
            interview=answer.interview, question=answer.question, kind="tab_hidden", at=clock.now(), at_ms=at_ms
        )
    tracks = browser(people.owner, language="en").get(f"{path}/parts/0").json()["tracks"]
    signals = next(track for track in tracks if track["key"] == "signals")
    assert signals["marks"] == [[2_000, "The page was hidden", "bad"]]


def test_report_of_an_erased_interview_says_that_it_is_gone(api, people):
    path = made(api, people, samples.sample_document())
    Report.objects.all().delete()
    Interview.objects.filter(pk=about(path).pk).update(erased_at=clock.now(), withdrawn_at=clock.now())
    response = browser(people.owner, language="en").get(path)
    assert response.status_code == 410
    assert "withdrew the consent" in response.content.decode()
    assert browser(people.stranger).get(path).status_code == 404


def test_report_that_failed_is_made_again_by_a_recruiter(api, people):
    path = made(api, people, samples.sample_document())
    Report.objects.update(state="failed", error_code="internal_error")
    assert f"{path}/renew" in text_of(browser(people.owner), path)
    post(browser(people.owner), f"{path}/renew")
    assert Report.objects.get().state == "done"
    assert post(browser(people.owner), f"{path}/renew").status_code == 409


def test_report_that_failed_is_not_made_again_by_one_who_only_reads(api, people):
    path = made(api, people, samples.sample_document())
    Report.objects.update(state="failed")
    Membership.objects.filter(user=people.mate).update(role=MemberRole.VIEWER)
    assert f"{path}/renew" not in text_of(browser(people.mate), path)
    assert browser(people.mate).post(f"{path}/renew").status_code == 403


def test_median_is_that_of_the_positions_other_reports(api, people):
    path = made(api, people, samples.sample_document())
    position = about(path).position
    for score in (40, 60, 90):
        document = samples.sample_document()
        interview = make_interview(people.other_candidate, position)
        Report.objects.create(
            interview=interview,
            organization=interview.organization,
            state="done",
            document=document,
            ability_scores={ability["key"]: score for ability in document["abilities"]},
            generated_at=clock.now(),
        )
    page = text_of(browser(people.owner, language="en"), path)
    assert "Median of 3 other reports" in page
    assert page.count("<td>60</td>") >= 5
    elsewhere = make_interview(people.candidate, make_position(people.owner))
    assert elsewhere.position_id != position.pk


def test_median_of_too_few_reports_is_not_shown(api, people):
    page = text_of(browser(people.owner, language="en"), made(api, people, samples.sample_document()))
    assert "Too few other reports" in page
    assert "radar-usual" not in page


def test_decision_is_read_before_the_long_transcript(api, people):
    page = text_of(browser(people.owner), made(api, people, samples.sample_document()))
    places = [page.index(f'id="{name}"') for name in ("overview", "decision", "abilities", "questions", "discussion")]
    assert places == sorted(places)
