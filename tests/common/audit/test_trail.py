"""The trail: written once, read by those who may, kept for good."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.contracts import ApplicationActor
from accounts.selectors import person_of_application
from accounts.services import create_api_application
from common.audit.enums import Verb
from common.audit.models import TrailEntry
from common.audit.writing import record, record_once, trail_of
from common.naming import names_of
from tests.factories import make_interview, make_position
from tests.pages import browser, queries_of, text_of


def organization_of(user):
    return user.memberships.get().organization


def written(people, **fields):
    given = {"organization_id": organization_of(people.owner).pk, "about": "int_1", "actor": people.owner, **fields}
    return record(Verb.DECIDED, **given)


def test_entry_is_never_changed_nor_deleted(people):
    entry = written(people)
    entry.about = "int_2"
    for attempt in (entry.save, entry.delete, TrailEntry.objects.all().delete):
        with pytest.raises(TypeError):
            attempt()
    with pytest.raises(TypeError):
        TrailEntry.objects.update(about="int_2")
    assert TrailEntry.objects.get().about == "int_1"


def test_entry_outlives_the_account_of_its_actor(people):
    entry = written(people, actor=people.mate)
    people.mate.delete()
    entry.refresh_from_db()
    assert entry.actor is None


def test_verb_outside_the_set_is_refused(people):
    with pytest.raises(IntegrityError), transaction.atomic():
        record("rejected_by_machine", organization_id=organization_of(people.owner).pk, about="int_1")


def test_application_is_named_by_its_id(people):
    entry = written(people, actor=ApplicationActor(public_id="app_1"))
    assert (entry.actor, entry.application_id) == (None, "app_1")
    assert written(people, actor=None).application_id == ""


def test_application_that_acts_for_a_person_is_named_beside_them(people):
    application, _keys = create_api_application(actor=people.owner, name="ATS")
    acting = person_of_application(application)
    entry = written(people, actor=acting)
    assert (entry.actor, entry.application_id) == (people.owner, application.public_id)
    assert entry.who({}) == f"王总 · {application.public_id}"
    assert entry.who(names_of([application.public_id], people.owner)) == "王总 · ATS"
    assert entry.who(names_of([application.public_id], people.stranger)) == f"王总 · {application.public_id}"
    about = {"organization_id": organization_of(people.owner).pk, "about": "int_1"}
    told = [record_once(Verb.REPORT_VIEWED, actor=actor, **about) for actor in (people.owner, acting, acting)]
    assert told == [True, True, False]


def test_trail_of_a_thing_is_newest_first(people):
    first, second = written(people), written(people)
    written(people, about="int_2")
    assert list(trail_of("int_1")) == [second, first]


def test_what_is_recorded_once_is_recorded_once_for_each_person(people):
    about = {"organization_id": organization_of(people.owner).pk, "about": "int_1"}
    told = [
        record_once(Verb.REPORT_VIEWED, actor=actor, **about) for actor in (people.owner, people.owner, people.mate)
    ]
    assert told == [True, False, True]


def test_trail_is_seen_by_members_of_the_organization_alone(people):
    written(people)
    seen = {
        name: TrailEntry.objects.visible_to(getattr(people, name)).count()
        for name in ("owner", "mate", "stranger", "candidate")
    }
    assert seen == {"owner": 1, "mate": 1, "stranger": 0, "candidate": 0}


def test_admin_shows_staff_their_own_organizations_trail_and_changes_nothing(people):
    for person in (people.owner, people.stranger):
        person.is_staff = True
        person.save()
    entry = written(people)
    path = reverse("admin:common_trailentry_changelist")
    assert "int_1" in text_of(browser(people.owner), path)
    assert "int_1" not in text_of(browser(people.stranger), path)
    change = reverse("admin:common_trailentry_change", args=[entry.pk])
    assert browser(people.owner).post(change, {"about": "int_2"}).status_code == 403


def test_admin_names_what_entries_are_about_and_leads_there(people):
    people.owner.is_staff = True
    people.owner.save()
    position = make_position(people.owner, title="<b>后端</b>")
    interview = make_interview(people.candidate, position)
    written(people, about=interview.public_id, subject=people.mate.public_id)
    entry = written(people, about=position.public_id)
    for path in (
        reverse("admin:common_trailentry_changelist"),
        reverse("admin:common_trailentry_change", args=[entry.pk]),
    ):
        page = text_of(browser(people.owner, language="en"), path)
        address = reverse("admin:positions_position_change", args=[position.pk])
        assert f'href="{address}">Position · &lt;b&gt;后端&lt;/b&gt;</a>' in page
        assert position.public_id not in page
    page = text_of(browser(people.owner), reverse("admin:common_trailentry_changelist"))
    assert f"面试 · {people.candidate.username}</a>" in page
    assert f"账号 · {people.mate.username}</a>" in page


def test_admin_leaves_the_id_of_what_one_may_not_know_or_is_gone(people):
    people.owner.is_staff = True
    people.owner.save()
    theirs = make_position(people.stranger, title="别家的职位")
    written(people, about=theirs.public_id, subject="cmt_gone")
    page = text_of(browser(people.owner), reverse("admin:common_trailentry_changelist"))
    assert theirs.public_id in page
    assert "cmt_gone" in page
    assert "别家的职位" not in page


def test_admin_names_any_number_of_entries_by_as_many_queries(people):
    people.owner.is_staff = True
    people.owner.save()
    client, path = browser(people.owner), reverse("admin:common_trailentry_changelist")
    counts = []
    for _more in range(2):
        for _entry in range(3):
            interview = make_interview(people.candidate, make_position(people.owner))
            written(people, about=interview.public_id, subject=people.mate.public_id)
            written(people, about=interview.position.public_id)
        client.get(path)
        counts.append(queries_of(lambda: client.get(path)))
    assert counts[0] == counts[1]
