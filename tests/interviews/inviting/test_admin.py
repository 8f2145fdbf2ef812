"""Inviting one candidate from the admin: by the form, from the list of positions, refusals."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.models import User
from interviews.models import Invitation
from interviews.services.invitations import revoke_invitation
from positions.services import close_position
from tests.factories import make_position
from tests.pages import browser, post, text_of
from tests.people import add_member

ADD = "/admin/interviews/invitation/add/"
INVITATIONS = "/admin/interviews/invitation/"
POSITIONS = "/admin/positions/position/"


@pytest.fixture
def staff(people):
    for person in (people.owner, people.mate, people.stranger):
        person.is_staff = True
        person.save()
    return people


@pytest.fixture
def ask(staff, position):
    def make(user=None, **given):
        fields = {"position": position.public_id, "email": "zhang@mail.example", "language": "zh", "mode": "video"}
        return post(browser(user or staff.owner), ADD, {**fields, **given})

    return make


def test_deadline_is_written_as_every_moment(ask):
    page = text_of(browser(User.objects.get(email="owner@company.example")), ask().url)
    deadline = localtime(Invitation.objects.get().interview.link_expires_at)
    assert f"{deadline:%Y-%m-%d %H:%M}" in page
    assert "+00:00" not in page


def choose(user, *positions, **options):
    chosen = {"action": "invite_to", "index": "0", "_selected_action": [one.pk for one in positions]}
    return post(browser(user, language="en"), POSITIONS, chosen, **options)


def test_candidate_is_invited_and_the_invitations_page_says_so(ask, staff, position):
    given = {"name": "张三", "interviewer_style": "friendly", "extra_time": "1.5", "captions": "on"}
    response = ask(staff.mate, deadline_at="2099-01-01T10:00", **given)
    assert response.status_code == 400  # more than a year away
    response = ask(staff.mate, **given)
    made = Invitation.objects.get()
    assert response.url == reverse("admin:interviews_invitation_change", args=[made.pk])
    assert (made.position, made.created_by, made.email, made.name) == (
        position, staff.mate, "zhang@mail.example", "张三",
    )  # fmt: skip
    assert (made.interview.accommodations.extra_time, made.interview.with_captions) == (1.5, True)
    assert made.interview.interviewer_style == "friendly"
    assert [sent.to for sent in mail.outbox] == [["zhang@mail.example"]]
    assert made.base_url == "http://testserver"
    shown = text_of(browser(staff.mate, language="en"), response.url)
    assert "Mail sent" in shown
    assert "&#x27;sent&#x27;" not in shown  # words, no key


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": ""}, "email"),
        ({"position": "pos_x"}, "position"),
        ({"deadline_at": "2020-01-01T10:00"}, "deadline_at"),
        ({"extra_time": "99"}, "extra_time"),
    ],
)
def test_bad_input_says_what_is_wrong_and_keeps_the_rest(ask, given, field):
    response = ask(name="张三", **given)
    assert response.status_code == 400
    assert response.context["form"].errors[field]
    assert 'value="张三"' in response.content.decode()
    assert not Invitation.objects.exists()


def test_candidate_who_is_invited_already_is_not_invited_twice(ask, staff):
    ask()
    response = ask(staff.mate, email="ZHANG@mail.example")
    assert response.status_code == 400
    assert response.context["form"].errors
    assert Invitation.objects.count() == len(mail.outbox) == 1


def test_closed_position_is_no_choice(ask, staff, position):
    close_position(position, actor=staff.owner)
    assert "position" in ask().context["form"].errors
    assert position.public_id not in text_of(browser(staff.owner), ADD)
    assert not Invitation.objects.exists()


def test_strangers_position_is_no_choice(ask, staff, position):
    assert "position" in ask(staff.stranger).context["form"].errors
    assert position.title not in text_of(browser(staff.stranger), f"{ADD}?position={position.public_id}")
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_staff_who_only_read_invite_nobody(ask, staff, position, role):
    reader = add_member(staff, role)
    reader.is_staff = True
    reader.save()
    assert browser(reader).get(ADD).status_code == 403
    assert ask(reader).status_code == 403
    assert 'value="invite_to"' not in text_of(browser(reader), POSITIONS)
    assert choose(reader, position).status_code == 200  # the list once more
    assert not Invitation.objects.exists()


def test_position_leads_from_its_list_to_the_invitation_with_itself_chosen(staff, position):
    other = make_position(staff.owner, title="Another", language="en")
    assert 'value="invite_to"' in text_of(browser(staff.owner), POSITIONS)
    page = choose(staff.owner, other)
    assert page.url == f"{ADD}?position={other.public_id}"
    shown = text_of(browser(staff.owner), page.url)
    assert f'<option value="{other.public_id}" selected' in shown
    assert '<option value="en" selected' in shown


def test_several_positions_or_a_closed_one_are_refused_in_words(staff, position):
    other = make_position(staff.owner)
    assert "Choose one position to invite" in choose(staff.owner, position, other, follow=True).content.decode()
    close_position(other, actor=staff.owner)
    assert "This position is not active." in choose(staff.owner, other, follow=True).content.decode()
    assert "Items must be selected" in choose(staff.owner, follow=True).content.decode()


def test_what_is_refused_is_told_without_a_count_of_none(ask, staff):
    ask()
    ask(email="li@mail.example")
    first, second = Invitation.objects.order_by("pk")
    revoke_invitation(first)
    assert told_by("invite_again", first, by=staff.owner) == [f"{first}: 这份邀请已结束，无法再更改。"]
    some = told_by("invite_again", first, second, by=staff.owner)
    assert some == [f"{first}: 这份邀请已结束，无法再更改。", "已重新发送 1 份邀请。"]


def told_by(action, *invitations, by):
    sent = {"action": action, "_selected_action": [row.pk for row in invitations]}
    return [str(message) for message in get_messages(post(browser(by), INVITATIONS, sent).wsgi_request)]
