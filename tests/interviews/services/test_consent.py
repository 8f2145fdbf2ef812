"""Consents, the way without AI, accommodations, and who may enter the room."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail

from common import clock
from common.errors import InvalidInput, NotFound
from interviews.candidacy.texts import CURRENT, LANGUAGES, VERSIONS, asked_of, consent_texts
from interviews.enums import AnswerMode, ConsentKind, HumanReason, IntegrityKind
from interviews.errors import AlreadyStarted, ConsentDeclined, ConsentTextChanged, InterviewOver, ModeNotOffered
from interviews.models import Consent, HumanRequest, Interview
from interviews.selectors import may_enter, withholds_signals
from interviews.selectors.consents import Step
from interviews.selectors.live import withheld_from_live
from interviews.services import invite_candidate, offer_follow_up, start_interview
from interviews.services.consent import (
    ask_for_human,
    choose_mode,
    record_consents,
    take_back_human_request,
    tell_of_human_request,
)
from interviews.services.integrity import MOST_SIGNALS_A_MINUTE, record_integrity_signal
from tests.client import ApiClient
from tests.factories import make_interview, make_position

ALL = {"recording": True, "scoring": True, "signals": True}


def decide(interview, actor=None, **given):
    return record_consents(
        interview,
        actor=actor or interview.candidate,
        given={**ALL, **given},
        text_version=CURRENT,
        language="zh",
    )


@pytest.fixture
def interview(people):
    return make_interview(people.candidate, make_position(people.owner), mode="video")


def test_every_text_exists_in_both_languages_and_says_what_happens_without():
    for version, texts in VERSIONS.items():
        assert texts["zh"].keys() == texts["en"].keys()
        for mode in AnswerMode.values:
            for language in LANGUAGES:
                shown = consent_texts(mode, language=language, version=version)
                assert tuple(shown) == asked_of(mode)
                assert all(text.title and text.meaning and text.without for text in shown.values())


def test_consents_open_the_room_and_are_stored_with_version_language_and_time(interview, people):
    assert may_enter(interview, people.candidate).step == Step.CONSENT
    before = clock.now()
    decide(interview)
    rows = list(Consent.objects.all())
    assert {row.kind for row in rows} == set(ALL)
    assert all(row.text_version == CURRENT and row.language == "zh" and row.at >= before for row in rows)
    assert may_enter(interview, people.candidate).is_open
    assert withholds_signals(interview) is False


def test_same_decision_twice_adds_nothing_and_a_changed_one_is_added(interview):
    decide(interview)
    decide(interview)
    assert Consent.objects.count() == 3
    decide(interview, signals=False)
    assert Consent.objects.count() == 4
    assert withholds_signals(interview) is True


def test_only_its_candidate_decides_and_enters(interview, people):
    for person in (people.other_candidate, people.owner, people.mate, people.stranger):
        with pytest.raises(NotFound):
            decide(interview, actor=person)
        with pytest.raises(NotFound):
            may_enter(interview, person)
    assert not Consent.objects.exists()


def test_everything_asked_for_has_to_be_decided_under_the_present_text(interview, people):
    with pytest.raises(InvalidInput) as refused:
        record_consents(
            interview, actor=people.candidate, given={"recording": True}, text_version=CURRENT, language="en"
        )
    assert set(refused.value.errors) == {"scoring", "signals"}
    for version, language in (("2020-01", "zh"), (CURRENT, "fr")):
        with pytest.raises(ConsentTextChanged):
            record_consents(interview, actor=people.candidate, given=ALL, text_version=version, language=language)


def test_declined_signals_are_withheld_from_live_analysis_and_report(interview, people):
    decide(interview, signals=False)
    assert may_enter(interview, people.candidate).is_open
    assert withheld_from_live(interview) == {"speech": "not_consented", "video": "not_consented"}


@pytest.mark.parametrize(
    ("kind", "reason"), [("recording", HumanReason.NO_RECORDING), ("scoring", HumanReason.NO_SCORING)]
)
def test_declining_what_is_required_leads_to_a_person_and_tells_the_company_once(
    interview, people, after_commit, kind, reason
):
    with after_commit():
        decide(interview, **{kind: False})
    with after_commit():
        decide(interview, **{kind: False})
    assert HumanRequest.objects.get().reason == reason
    assert may_enter(interview, people.candidate).step == Step.HUMAN
    (sent,) = mail.outbox
    assert sent.to == [people.owner.email]
    assert people.candidate.username in sent.body
    assert interview.public_id in sent.body
    tell_of_human_request(interview.pk)
    assert len(mail.outbox) == 1
    with pytest.raises(ConsentDeclined):
        start_interview(interview)
    assert ApiClient(people.candidate).post(f"/interviews/{interview.public_id}/start").code == 40901


def test_title_of_two_lines_and_a_company_without_its_maker_still_get_the_mail(people, after_commit):
    position = make_position(people.owner, title="一\n二")
    type(position).objects.filter(pk=position.pk).update(created_by=None)
    interview = make_interview(people.candidate, position)
    with after_commit():
        ask_for_human(interview, actor=people.candidate)
    assert [sent.to for sent in mail.outbox] == [[people.owner.email]]


def test_change_of_mind_takes_the_interview_after_all(interview, people):
    ask_for_human(interview, actor=people.candidate)
    take_back_human_request(interview, actor=people.candidate)
    decide(interview)
    assert may_enter(interview, people.candidate).is_open


def test_decisions_are_final_once_started_and_interviews_over_the_api_need_none(interview, people):
    decide(interview)
    start_interview(interview)
    with pytest.raises(AlreadyStarted):
        decide(interview, signals=False)
    free = make_interview(people.candidate, make_position(people.owner), mode="text")
    start_interview(free)
    assert may_enter(free, people.candidate).step == Step.CONSENT
    record_consents(
        free,
        actor=people.candidate,
        given={"recording": True, "scoring": True},
        text_version=CURRENT,
        language="en",
    )
    assert may_enter(free, people.candidate).is_open


def test_nothing_is_decided_after_the_end_or_when_the_link_expired(interview, people):
    Interview.objects.filter(pk=interview.pk).update(link_expires_at=clock.now() - dt.timedelta(seconds=1))
    interview.refresh_from_db()
    assert may_enter(interview, people.candidate).step == Step.DONE
    with pytest.raises(Exception) as refused:
        decide(interview)
    assert refused.value.code == 40901
    Interview.objects.filter(pk=interview.pk).update(status="cancelled", end_reason="cancelled")
    with pytest.raises(InterviewOver):
        decide(interview)


def test_text_mode_asks_for_no_signals_and_another_mode_asks_again(interview, people):
    choose_mode(interview, actor=people.candidate, mode="text")
    interview.refresh_from_db()
    assert asked_of(interview.mode) == (ConsentKind.RECORDING, ConsentKind.SCORING)
    record_consents(
        interview,
        actor=people.candidate,
        given={"recording": True, "scoring": True},
        text_version=CURRENT,
        language="zh",
    )
    assert may_enter(interview, people.candidate).is_open
    choose_mode(interview, actor=people.candidate, mode="audio")
    interview.refresh_from_db()
    assert may_enter(interview, people.candidate).step == Step.CONSENT


def test_mode_is_chosen_only_where_the_position_allows_it_and_before_the_start(people):
    interview = make_interview(people.candidate, make_position(people.owner, mode_choice_allowed=False))
    with pytest.raises(ModeNotOffered):
        choose_mode(interview, actor=people.candidate, mode="text")
    with pytest.raises(NotFound):
        choose_mode(interview, actor=people.other_candidate, mode="text")
    start_interview(interview)
    with pytest.raises(AlreadyStarted):
        choose_mode(interview, actor=people.candidate, mode="text")


def test_extra_time_stretches_the_whole_every_question_and_follow_ups(people):
    from interviews.candidacy.accommodations import Accommodations

    interview = invite_candidate(
        position=make_position(people.owner),
        candidate_email=people.candidate.email,
        actor=people.owner,
        mode="text",
        accommodations=Accommodations(extra_time=1.5, captions=True),
    )
    usual = [question.time_limit for question in interview.questions.all()]
    started, question = start_interview(Interview.objects.get(pk=interview.pk))
    assert (started.deadline_at - started.started_at).total_seconds() == interview.duration_minutes * 90
    assert [found.time_limit for found in interview.questions.all()] == [round(limit * 1.5) for limit in usual]
    assert (question.deadline_at - question.started_at).total_seconds() == round(usual[0] * 1.5)
    start_interview(started)
    assert [found.time_limit for found in interview.questions.all()] == [round(limit * 1.5) for limit in usual]
    path = f"/interviews/{interview.public_id}/answers"
    body = {"question_id": question.question_id, "transcript": "我做过推荐系统。", "duration": 5}
    ApiClient(people.candidate).post(path, body)
    answer = interview.answers.get()
    follow_up = answer.follow_up_request.question or offer_follow_up(answer, text="为什么？", writer="test")
    assert follow_up.time_limit == min(round(usual[0] * 1.5), 180)


def test_integrity_signals_are_kept_with_context_within_bounds(interview, people):
    assert record_integrity_signal(interview, kind="paste") is None
    decide(interview)
    started, question = start_interview(interview)
    kept = record_integrity_signal(
        started,
        kind=IntegrityKind.PASTE,
        at_ms=1200,
        question_id=question.question_id,
        context={"length": 40, "text": "x" * 5000, "nested": {"a": 1}, **{f"k{n}": n for n in range(20)}},
    )
    assert kept.question == question
    assert kept.at_ms == 1200
    assert kept.context["length"] == 40
    assert len(kept.context["text"]) == 200
    assert "nested" not in kept.context
    assert len(kept.context) <= 8
    for _number in range(MOST_SIGNALS_A_MINUTE + 5):
        record_integrity_signal(started, kind="tab_hidden", question_id="q_of_somebody_else")
    assert interview.integrity_signals.count() == MOST_SIGNALS_A_MINUTE


def test_signs_of_face_and_voice_need_consent_and_others_do_not(interview):
    decide(interview, signals=False)
    started, _question = start_interview(interview)
    for kind in IntegrityKind.values:
        record_integrity_signal(started, kind=kind)
    kept = set(interview.integrity_signals.values_list("kind", flat=True))
    assert kept == {"tab_hidden", "fullscreen_left", "paste"}
