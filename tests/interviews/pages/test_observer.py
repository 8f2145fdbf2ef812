"""Watching interviews that are being held."""

from __future__ import annotations

import json
import re

import pytest

from interviews.models import EarlyEnd, Interview
from interviews.services import start_interview
from tests.factories import make_interview, make_position
from tests.pages import browser, post, queries_of, text_of


@pytest.fixture
def running(people):
    interview = make_interview(people.candidate, make_position(people.owner))
    start_interview(interview)
    return interview


def test_live_list_shows_what_is_held_now_to_its_company(people, running):
    assert running.public_id in text_of(browser(people.mate), "/console/live/")
    assert running.public_id not in text_of(browser(people.stranger), "/console/live/")
    assert browser(people.candidate).get("/console/live/").url == "/my/interviews"
    assert browser().get("/console/live/").url.startswith("/login")


def test_live_page_is_for_the_company_alone(people, running):
    address = f"/console/live/{running.public_id}"
    page = text_of(browser(people.owner), address)
    shown = json.loads(re.search(r'id="live-data"[^>]*>(.*?)</script>', page).group(1))
    assert shown["standing"]["question"]["content"] == running.questions.first().content
    assert browser(people.stranger).get(address).status_code == 404
    assert browser(people.candidate).get(address).url == "/my/interviews"


def test_interview_is_ended_with_a_reason(people, running):
    address = f"/console/live/{running.public_id}"
    assert post(browser(people.owner), address, {"reason": " "}).status_code == 400
    assert post(browser(people.stranger), address, {"reason": "no"}).status_code == 404
    assert Interview.objects.get().status == "in_progress"
    assert post(browser(people.mate), address, {"reason": "技术故障"}).url.endswith(running.public_id)
    ended = Interview.objects.get()
    assert (ended.status, ended.end_reason) == ("completed", "ended_by_company")
    assert (EarlyEnd.objects.get().reason, EarlyEnd.objects.get().by) == ("技术故障", people.mate)
    assert "技术故障" in text_of(browser(people.owner), f"/console/interviews/{running.public_id}")
    post(browser(people.owner), address, {"reason": "again"})
    assert EarlyEnd.objects.get().reason == "技术故障"
    assert browser(people.owner).get(address).url.endswith(running.public_id)


def test_live_page_asks_no_more_with_more_events(people, running):
    owner, address = browser(people.owner), f"/console/live/{running.public_id}"
    before = queries_of(lambda: owner.get(address))
    for _ in range(3):
        running.integrity_signals.create(kind="tab_hidden")
    assert queries_of(lambda: owner.get(address)) == before


def test_live_list_takes_the_same_queries_for_one_and_three(people, running):
    owner = browser(people.owner)
    one = queries_of(lambda: text_of(owner, "/console/live/"))
    for _ in range(2):
        start_interview(make_interview(people.candidate, running.position))
    assert queries_of(lambda: text_of(owner, "/console/live/")) == one
    assert text_of(owner, "/console/live/").count("/console/live/int_") == 3


def test_live_list_says_which_question_runs(people, running):
    page = text_of(browser(people.owner, language="en"), "/console/live/")
    assert f"Question 1 of {running.questions.count()}" in page
