"""Erasing candidates in the admin: named first, then done, and nobody else's."""

from __future__ import annotations

import pytest

from accounts.models import User
from interviews.models import Interview
from interviews.services.erasure import erase_interview
from interviews.services.invitations import InvitationDraft, invite_one
from tests.factories import make_interview, make_position
from tests.pages import browser, post, text_of
from tests.reports.made import make_report

LIST = "/admin/interviews/interview/"


@pytest.fixture
def staff(people):
    User.objects.filter(pk__in=[people.owner.pk, people.stranger.pk]).update(is_staff=True)
    return people


def choose(person, *interviews, **given):
    sent = {"action": "erase_candidates", "_selected_action": [row.pk for row in interviews], **given}
    return post(browser(person, language="en"), LIST, sent)


def erased():
    return set(Interview.objects.exclude(erased_at=None).values_list("pk", flat=True))


def test_page_names_what_goes_and_nothing_goes_before_the_yes(staff):
    position = make_position(staff.owner)
    first, second = (make_report(staff.candidate, position).interview for _time in range(2))
    waiting = make_interview(staff.candidate, position)
    page = choose(staff.owner, first).content.decode()
    assert "2 interviews, of which only rows" in page
    assert "2 reports with their reviews" in page
    assert waiting.public_id in page
    assert erased() == set()
    choose(staff.owner, first, confirmed="yes")
    assert erased() == {first.pk, second.pk}


def test_erased_row_names_nobody(staff):
    interview = make_report(staff.candidate, make_position(staff.owner)).interview
    client = browser(staff.owner, language="en")
    pages = (LIST, f"{LIST}{interview.pk}/change/", "/console/interviews/")
    own = f"/console/interviews/{interview.public_id}"
    assert all(staff.candidate.email in text_of(client, page) for page in ("/console/interviews/", own))
    choose(staff.owner, interview, confirmed="yes")
    for page in pages:
        assert staff.candidate.username not in text_of(client, page), page
    for page in (*pages, own):
        assert staff.candidate.email not in text_of(client, page), page


def test_erased_row_is_not_found_by_whose_it_was(staff):
    position = make_position(staff.owner)
    interview = make_report(staff.candidate, position).interview
    client = browser(staff.owner)
    rows = {LIST: f"{LIST}{interview.pk}/change/", "/console/interviews/": interview.public_id}
    asked = (staff.candidate.username, staff.candidate.email, position.title)

    def found():
        return [
            (page, said) for page, row in rows.items() for said in asked if row in text_of(client, f"{page}?q={said}")
        ]

    assert len(found()) == 6
    choose(staff.owner, interview, confirmed="yes")
    assert found() == [(page, position.title) for page in rows]


def test_other_candidates_and_other_companies_stay(staff):
    mine = make_report(staff.candidate, make_position(staff.owner)).interview
    make_report(staff.other_candidate, make_position(staff.owner))
    make_report(staff.candidate, make_position(staff.stranger))
    choose(staff.stranger, mine, confirmed="yes")
    assert mine.pk not in erased()
    choose(staff.owner, mine, confirmed="yes")
    assert erased() == {mine.pk}


def test_many_are_left_to_workers(staff):
    position = make_position(staff.owner)
    chosen = [make_report(staff.candidate, position).interview for _number in range(11)]
    client = browser(staff.owner, language="en")
    sent = {"action": "erase_candidates", "_selected_action": [chosen[0].pk], "confirmed": "yes"}
    page = post(client, LIST, sent, follow=True).content.decode()
    assert "11 interviews are being erased in the background." in page
    assert erased() == {row.pk for row in chosen}


def test_erased_invitation_leaves_neither_name_nor_address(staff):
    draft = InvitationDraft(email="invited@mail.example", name="王小明")
    interview = invite_one(position=make_position(staff.owner), actor=staff.owner, draft=draft).interview
    erase_interview(interview)
    interview = Interview.objects.get(pk=interview.pk)
    assert (interview.candidate_name, interview.candidate_email) == ("", "")
    assert not hasattr(interview, "invitation")
