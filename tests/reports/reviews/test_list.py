"""The console's list of reviews."""

from __future__ import annotations

from interviews.services.assigning import assign_reviewers
from tests.factories import make_interview
from tests.pages import browser, queries_of, text_of

PATH = "/console/reviews/"


def test_list_takes_the_same_queries_for_one_and_three(case):
    case.assign(case.people.owner)
    owner = browser(case.people.owner)
    counts = [queries_of(lambda path=path: text_of(owner, path)) for path in (PATH, f"{PATH}?whose=all")]
    for _ in range(2):
        interview = make_interview(case.people.candidate, case.interview.position)
        assign_reviewers(interview, [case.people.owner.public_id], actor=case.people.owner)
    for path, count in zip((PATH, f"{PATH}?whose=all"), counts, strict=True):
        assert queries_of(lambda path=path: text_of(owner, path)) == count


def test_list_shows_only_what_is_assigned_to_oneself(case):
    assert case.id not in text_of(browser(case.reviewer), PATH)
    case.assign(case.reviewer)
    assert case.id in text_of(browser(case.reviewer), PATH)
    assert case.id not in text_of(browser(case.people.stranger), PATH)
