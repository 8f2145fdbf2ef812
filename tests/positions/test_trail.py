"""What is done to positions and the organization is written down, by names of settings and never with their words."""

from __future__ import annotations

from accounts.services import update_organization
from common.audit.enums import Verb
from common.audit.models import TrailEntry
from common.audit.writing import trail_of
from interviews.services import create_interview
from interviews.services.invitations import InvitationDraft, invite_one
from positions.services import close_position, delete_position, reopen_position, update_position
from questionbank.services.duplicating import duplicate_position
from tests.factories import make_position
from tests.pages import browser, text_of


def told(about: str) -> list[tuple[str, dict]]:
    return [(entry.verb, entry.facts) for entry in reversed(trail_of(about))]


def test_changes_of_a_position_are_written_down_with_the_names_of_the_settings(people):
    position = make_position(people.owner)
    update_position(position, actor=people.mate, opening_text="您好", retention_days=90)
    update_position(position, actor=people.mate, opening_text="您好")  # nothing new
    close_position(position, actor=people.owner)
    reopen_position(position, actor=people.owner)
    assert told(position.public_id) == [
        (Verb.CREATED, {}),
        (Verb.CHANGED, {"fields": ["opening_text", "retention_days"]}),
        (Verb.CLOSED, {}),
        (Verb.CHANGED, {"fields": ["status"]}),
    ]
    assert trail_of(position.public_id).filter(actor=people.mate).count() == 1


def test_a_copy_says_of_what_and_a_deletion_by_whom(people):
    position = make_position(people.owner)
    copy = duplicate_position(position, actor=people.owner)
    assert trail_of(copy.public_id).get().subject == position.public_id
    delete_position(copy, actor=people.mate)
    assert trail_of(copy.public_id).first().actor == people.mate
    assert trail_of(copy.public_id).first().verb == Verb.DELETED


def test_changes_of_the_organization_are_written_down_once_each(people):
    organization = people.owner.memberships.get().organization
    for _time in range(2):
        update_organization(organization, actor=people.owner, opening_text_zh="欢迎", closing_text_zh="谢谢")
    entry = TrailEntry.objects.get(about=organization.public_id)
    assert (entry.verb, entry.facts) == (Verb.CHANGED, {"fields": ["closing_text_zh", "opening_text_zh"]})
    assert "欢迎" not in str(entry.facts)


def test_settings_tell_what_changed_and_who_did_it(people):
    position = make_position(people.owner)
    update_position(position, actor=people.mate, closing_text="再见")
    page = text_of(browser(people.owner, language="en"), f"/console/positions/{position.public_id}?tab=settings")
    assert "closing text" in page
    assert people.mate.username in page
    update_organization(people.owner.memberships.get().organization, actor=people.owner, name="新名字")
    assert "Changed" in text_of(browser(people.owner, language="en"), "/console/settings/organization")


def test_interviews_have_the_style_of_their_position_unless_asked_for_another(people):
    position = make_position(people.owner)
    update_position(position, actor=people.owner, interviewer_style="serious")
    position.refresh_from_db()
    own = create_interview(position=position, candidate=people.candidate)
    invited = invite_one(position=position, actor=people.owner, draft=InvitationDraft(email="a@b.example"))
    other = invite_one(
        position=position,
        actor=people.owner,
        draft=InvitationDraft(email="c@d.example", interviewer_style="pressure"),
    )
    assert [own.interviewer_style, invited.interview.interviewer_style] == ["serious"] * 2
    assert other.interview.interviewer_style == "pressure"
