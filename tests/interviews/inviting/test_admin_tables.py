"""Candidates as tables in the admin: named before anybody is written to, then invited, nobody else's."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from interviews.models import Invitation, InvitationBatch
from interviews.services.invitations import InvitationDraft, invite_one
from tests.common.tables.files import xlsx
from tests.factories import make_position
from tests.pages import browser, post, text_of
from tests.people import add_member

LIST = "/admin/interviews/invitation/"
HEADS = ("邮箱", "姓名", "截止时间")


@pytest.fixture
def staff(people):
    User.objects.filter(pk__in=[people.owner.pk, people.stranger.pk]).update(is_staff=True)
    return people


def bring(person, file, position, *, name="名单.xlsx", language="zh-CN"):
    given = {
        "file": SimpleUploadedFile(name, file if isinstance(file, bytes) else file.read()),
        "position": position.public_id,
        "language": "zh",
        "interviewer_style": "friendly",
        "mode": "video",
    }
    return post(browser(person, language=language), f"{LIST}import/", given)


def decide(person, batch, name="confirm"):
    return post(browser(person), f"{LIST}process_import/", {"draft": batch.public_id, name: "yes"})


def test_candidates_are_named_first_and_invited_after_a_yes(staff):
    position = make_position(staff.owner)
    rows = [HEADS, ("a@mail.example", "王", ""), ("A@mail.example", "王", ""), ("none", "", ""),
            ("b@mail.example", "李", "x"), ("c@mail.example", "=1+1", "")]  # fmt: skip
    page = bring(staff.owner, xlsx(rows), position)
    assert page.status_code == 302, page.content.decode()[-3000:]
    shown = text_of(browser(staff.owner, language="en"), page.url)
    for words in (
        "a@mail.example",
        "The same address as in line 2",
        "is not an e-mail",
        "is not a date",
        "单元格是公式",
        "Invite 1 c",
    ):
        assert words in shown, words
    assert not Invitation.objects.exists()
    decide(staff.owner, InvitationBatch.objects.get())
    assert Invitation.objects.get().email == "a@mail.example"
    assert [sent.to for sent in mail.outbox] == [["a@mail.example"]]
    decide(staff.owner, InvitationBatch.objects.get())
    assert Invitation.objects.count() == 1
    assert "Invited" in text_of(browser(staff.owner, language="en"), page.url)


def test_preview_names_its_file_and_says_of_candidates_what_is_said_of_candidates(staff):
    position = make_position(staff.owner)
    page = bring(staff.owner, xlsx([HEADS, ("a@mail.example", "王", "")]), position)
    shown = text_of(browser(staff.owner), page.url)
    batch = InvitationBatch.objects.get()
    assert batch.file_name in shown
    assert position.title in shown
    assert "新增" in shown
    assert "新题目" not in shown


def test_file_with_nobody_to_invite_says_so_and_asks_nothing(staff):
    page = bring(staff.owner, xlsx([HEADS, ("none", "王", "")]), make_position(staff.owner))
    shown = text_of(browser(staff.owner, language="en"), page.url)
    assert "Nothing in this file can be taken." in shown
    assert 'name="confirm"' not in shown


def test_refused_file_is_told_above_the_first_field(staff):
    page = bring(staff.owner, xlsx([("甲", "乙", "丙"), ("a", "b", "c")]), make_position(staff.owner))
    text = page.content.decode()
    assert page.status_code == 400
    assert text.index("缺少列：邮箱") < text.index('name="position"')


def test_strangers_neither_see_nor_confirm_nor_use_anothers_position(staff):
    position = make_position(staff.owner)
    bring(staff.owner, xlsx([HEADS, ("a@mail.example", "王", "")]), position)
    batch = InvitationBatch.objects.get()
    for person in (staff.stranger, staff.mate):
        assert browser(person).get(f"{LIST}import/?draft={batch.public_id}").status_code in (302, 404)
        assert decide(person, batch).status_code in (302, 404)
    assert bring(staff.stranger, xlsx([HEADS, ("a@mail.example", "", "")]), position).status_code == 400
    assert not Invitation.objects.exists()
    assert InvitationBatch.objects.count() == 1


def test_readers_bring_nothing_in(staff):
    staff.owner.memberships.update(role="viewer")
    reader = browser(User.objects.get(pk=staff.owner.pk))
    assert reader.get(f"{LIST}import/").status_code == 403
    assert f'href="{LIST}import/"' not in text_of(reader, LIST)
    assert f'href="{LIST}import/"' in text_of(browser(staff.stranger), LIST)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("姓名\n王\n".encode(), "are missing"),
        (b"%PDF-1.4", "no Excel or CSV file"),
        (("邮箱\n" + "".join(f"c{number}@mail.example\n" for number in range(5001))).encode(), "more than 5000 rows"),
    ],
)
def test_file_that_cannot_be_taken_is_refused_in_words(staff, file, words):
    page = bring(staff.owner, file, make_position(staff.owner), name="x.csv", language="en")
    assert page.status_code == 400
    assert words in page.content.decode()
    assert not InvitationBatch.objects.exists()


def test_list_can_be_put_aside(staff):
    bring(staff.owner, xlsx([HEADS, ("a@mail.example", "王", "")]), make_position(staff.owner))
    decide(staff.owner, InvitationBatch.objects.get(), "discard")
    assert not InvitationBatch.objects.exists()
    assert not Invitation.objects.exists()


def test_export_has_ones_own_candidates_and_no_formula(staff):
    position = make_position(staff.owner)
    invite_one(position=position, actor=staff.owner, draft=InvitationDraft(email="a@mail.example", name="=cmd()"))
    other = make_position(staff.stranger)
    invite_one(position=other, actor=staff.stranger, draft=InvitationDraft(email="b@mail.example"))
    given = {"format": "1", "resource": "0", "candidateresource_name": "on", "candidateresource_link": "on"}
    answer = post(browser(staff.owner), f"{LIST}export/", given)
    head, row = b"".join(answer).decode("utf-8-sig").splitlines()
    assert head.startswith("候选人")
    assert row.startswith("'=cmd(),http://testserver/i/")
    assert b"b@mail.example" not in b"".join(post(browser(staff.owner), f"{LIST}export/", given))


def test_readers_take_no_candidates_away(staff):
    position = make_position(staff.owner)
    invited = invite_one(position=position, actor=staff.owner, draft=InvitationDraft(email="a@mail.example"))
    chosen = {"action": "export_candidates", "index": "0", "_selected_action": [invited.pk]}
    assert b"a@mail.example" in b"".join(post(browser(staff.owner), LIST, chosen))
    reader = add_member(staff, "viewer")
    User.objects.filter(pk=reader.pk).update(is_staff=True)
    client = browser(User.objects.get(pk=reader.pk))
    page = text_of(client, LIST)
    assert "a@mail.example" in page
    assert f'href="{LIST}export/' not in page
    assert 'value="export_candidates"' not in page
    assert client.get(f"{LIST}export/").status_code == 403
    assert post(client, f"{LIST}export/", {"format": "1", "resource": "0"}).status_code == 403
    assert "text/csv" not in post(client, LIST, chosen)["Content-Type"]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_template_can_be_brought_in(staff, suffix):
    file = b"".join(browser(staff.owner).get(f"{LIST}import/template.{suffix}"))
    bring(staff.owner, file, make_position(staff.owner), name=f"t.{suffix}")
    assert InvitationBatch.objects.get().row_count == 1
