"""The console's invitations, as the four people see them."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.core import mail

from accounts.enums import MemberRole
from interviews.inviting.reading import read_pasted
from interviews.models import Interview, Invitation, InvitationBatch, MailWish, MessageTemplate
from interviews.services.invitation_batches import _invited, run_batch
from interviews.tokens import invitation_token
from tests.factories import make_position
from tests.pages import HTMX, browser, post, queries_of, text_of

PATH = "/console/invitations/"


def form_of(position, **changes):
    return {
        "position": position.public_id,
        "language": "zh",
        "interviewer_style": "friendly",
        "mode": "video",
        "remind_hours": "24",
        **changes,
    }


def single(user, target, **changes):
    given = {**form_of(target), "email": "li@mail.example", **changes}
    return post(browser(user), f"{PATH}new?way=single", given)


def table(user, position, text: str, name: str = "list.csv", encoding: str = "utf-8", **changes):
    file = BytesIO(text.encode(encoding))
    file.name = name
    return post(browser(user), f"{PATH}new?way=file", form_of(position, file=file, **changes))


def test_empty_list_teaches(people):
    page = text_of(browser(people.owner), PATH)
    assert f"{PATH}new" in page
    assert "还没有" in page or "empty" in page


def test_single_invitation_is_made_and_shown(people, position):
    response = single(people.mate, position, name="李明 <b>", deadline_at="2026-12-24T18:00")
    made = Invitation.objects.get()
    assert response.url == f"{PATH}{made.public_id}"
    assert made.interview.link_expires_at == dt.datetime(2026, 12, 24, 10, tzinfo=dt.UTC)
    page = text_of(browser(people.owner), response.url)
    assert "李明 &lt;b&gt;" in page
    assert "/i/" in page
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"position": "pos_x"}, "position"),
        ({"deadline_at": "2020-01-01T00:00"}, "deadline_at"),
        ({"deadline_at": "yesterday"}, "deadline_at"),
        ({"remind_hours": "9999"}, "remind_hours"),
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"extra_time": "9"}, "extra_time"),
    ],
)
def test_bad_input_is_said_at_its_field(people, position, changes, field):
    response = single(people.owner, position, **changes)
    assert response.status_code == 400
    assert response.context["form"].errors[field]
    assert not Interview.objects.exists()


def test_empty_bank_is_told(people):
    response = single(people.owner, make_position(people.owner, questions=0))
    assert response.status_code == 409
    assert response.context["form"].non_field_errors()


def test_pasted_list_is_shown_then_confirmed(people, position):
    single(people.owner, position)
    text = "张三 <zhang@mail.example>\n李四；wu@mail.example\nzhang@mail.example\nli@mail.example\n没有地址"
    response = post(browser(people.owner), f"{PATH}new?way=paste", form_of(position, text=text))
    batch = InvitationBatch.objects.get()
    assert response.url == f"{PATH}lists/{batch.public_id}"
    assert (batch.state, batch.row_count, Invitation.objects.count()) == ("draft", 2, 1)
    assert [problem["code"] for problem in batch.problems] == ["twice", "already_invited", "no_email"]
    assert "没有地址" in text_of(browser(people.owner), response.url)
    post(browser(people.owner), f"{response.url}/confirm")
    batch.refresh_from_db()
    assert (batch.state, Invitation.objects.filter(batch=batch).count(), len(mail.outbox)) == ("done", 2, 3)
    assert post(browser(people.owner), f"{response.url}/confirm").status_code == 409
    assert len(mail.outbox) == 3
    assert "zhang@mail.example" in text_of(browser(people.owner), f"{PATH}?batch={batch.public_id}")


def test_pasted_cells_with_heads_are_a_table(people, position):
    text = "\n姓名\t邮箱\t申请编号\n张三\tzhang@mail.example\t申请/4711\n李四\tli@mail.example\t\n"
    response = post(browser(people.owner), f"{PATH}new?way=paste", form_of(position, text=text))
    page = text_of(browser(people.owner), response.url)
    assert "外部编号" in page
    assert "申请/4711" in page
    post(browser(people.owner), f"{response.url}/confirm")
    assert dict(Interview.objects.values_list("candidate_email", "external_id")) == {
        "zhang@mail.example": "申请/4711",
        "li@mail.example": "",
    }
    invitation = Invitation.objects.get(email="zhang@mail.example")
    assert "申请/4711" in text_of(browser(people.owner), f"{PATH}{invitation.public_id}")
    assert "申请/4711" in text_of(browser(people.owner), f"/console/interviews/{invitation.interview.public_id}")
    for place in (PATH, "/console/interviews/"):
        found = text_of(browser(people.owner), f"{place}?q=申请/4711")
        assert "张三" in found
        assert "李四" not in found


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("李明, li@mail.example, 13800000000", ("李明", "13800000000", "")),
        ("李明\t+86 138 0000 0000\tli@mail.example\t#A-4711", ("李明", "+86 138 0000 0000", "A-4711")),
        ('"Li, Ming" <li@mail.example>; (010) 6000-1234; #申请/77', ("Li, Ming", "(010) 6000-1234", "申请/77")),
        ("姓名：李明 电话：13800000000 邮箱：li@mail.example", ("李明", "13800000000", "")),
        ("C# Lover 2026 <li@mail.example>", ("C# Lover 2026", "", "")),
        ("李明 li@mail.example 2026-0001", ("李明 2026-0001", "", "")),
        ("<b>Li</b> <li@mail.example>", ("<b>Li</b>", "", "")),
        ("李明 [li@mail.example]", ("李明", "", "")),
        ("#7 li@mail.example", ("", "", "7")),
    ],
)
def test_pasted_lines_may_have_a_phone_and_an_id(text, read):
    (row,) = read_pasted(text, zone="UTC").rows
    assert (row.name, row.phone, row.external_id) == read


def test_pasted_ids_are_told_apart_and_bounded():
    text = f"a@mail.example #1; b@mail.example #2\nc@mail.example #1\nd@mail.example #{'x' * 201}"
    found = read_pasted(text, zone="UTC")
    assert [(row.email[0], row.external_id) for row in found.rows] == [("a", "1"), ("b", "2")]
    assert [problem.code for problem in found.problems] == ["id_twice", "id_too_long"]


@pytest.mark.parametrize("heads", ["邮箱,外部编号", "E-mail,External ID", "email,external_id"])
def test_external_ids_of_a_file_are_checked_row_by_row(people, position, heads):
    ids = {"a": " A-1 ", "b": "A-1", "c": "x" * 201, "d": "x" * 200, "e": "", "f": ""}
    lines = [f"{name}@b.example,{external_id}" for name, external_id in ids.items()]
    table(people.owner, position, "\n".join([heads, *lines]))
    batch = InvitationBatch.objects.get()
    kept = [(row["email"][0], len(row["external_id"])) for row in batch.rows]
    assert kept == [("a", 3), ("d", 200), ("e", 0), ("f", 0)]
    assert [(one["line"], one["code"]) for one in batch.problems] == [(3, "id_twice"), (4, "id_too_long")]
    page = text_of(browser(people.owner), f"{PATH}lists/{batch.public_id}")
    assert "200" in page
    assert "A-1" in page


def test_single_invitation_takes_an_external_id(people, position):
    assert single(people.owner, position, external_id="x" * 201).context["form"].errors["external_id"]
    single(people.owner, position, external_id="4711")
    assert Interview.objects.get().external_id == "4711"


def test_long_list_goes_to_a_worker_and_continues(people, position, monkeypatch):
    sent: list = []
    monkeypatch.setattr("common.jobs.enqueue", lambda name, *args: sent.append((name, args)))
    lines = "\n".join(f"候选人{number};c{number}@mail.example" for number in range(60))
    response = post(browser(people.owner), f"{PATH}new?way=paste", form_of(position, text=lines))
    post(browser(people.owner), f"{response.url}/confirm")
    batch = InvitationBatch.objects.get()
    assert batch.state == "queued"
    assert ("interviews.run_invitation_batch", (batch.pk,)) in sent
    assert "hx-get" in text_of(browser(people.owner), response.url, **HTMX)
    _invited(InvitationBatch.objects.select_related("position", "created_by").get(), 1, batch.rows[0])
    run_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.progress, batch.invitations.count()) == ("done", 1.0, 60)


def test_forgotten_list_invites_nobody(people, position):
    response = post(browser(people.owner), f"{PATH}new?way=paste", form_of(position, text="a@mail.example"))
    post(browser(people.owner), f"{response.url}/discard")
    assert not InvitationBatch.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_file_with_chinese_heads_is_read(people, position, encoding):
    text = "姓名,邮箱,电话,语言,截止时间\n张三,Zhang@mail.example,138,英文,2026-12-24 18:00\n"
    table(people.owner, position, text, encoding=encoding)
    row = InvitationBatch.objects.get().rows[0]
    assert (row["name"], row["email"], row["language"]) == ("张三", "zhang@mail.example", "en")
    assert row["deadline_at"] == "2026-12-24T18:00:00+08:00"


def test_file_says_what_is_wrong_with_each_row(people, position):
    text = "邮箱,语言,截止时间\na@b.example,法语,\nb@b.example,,morgen\nc@b.example,,2020-01-01\n=1+1,,\n,zh,\n"
    table(people.owner, position, text)
    codes = [problem["code"] for problem in InvitationBatch.objects.get().problems]
    assert codes == ["language_unknown", "deadline_unreadable", "deadline_past", "email_invalid", "no_email"]


@pytest.mark.parametrize("text", ["甲,乙\n1,2\n", "", "%PDF-1.4 no table"])
def test_file_that_is_no_list_is_refused(people, position, text):
    response = table(people.owner, position, text)
    assert response.status_code == 400
    assert response.context["form"].errors


def test_file_with_too_many_rows_is_refused(people, position):
    rows = "".join(f"c{number}@b.example\n" for number in range(5001))
    assert table(people.owner, position, f"邮箱\n{rows}").status_code == 400


@pytest.mark.parametrize(
    ("do", "given"),
    [
        ("resend", {}),
        ("remind", {}),
        ("revoke", {}),
        ("extend", {"deadline_at": "2026-12-30T12:00", "mail": "1"}),
        ("accommodations", {"extra_time": "2", "captions": "on"}),
    ],
)
def test_actions_are_for_recruiters_of_the_organization(people, position, do, given):
    single(people.owner, position)
    made = Invitation.objects.get()
    address = f"{PATH}{made.public_id}?do={do}"
    assert post(browser(people.stranger), address, given).status_code == 404
    people.mate.memberships.update(role=MemberRole.VIEWER)
    assert post(browser(people.mate), address, given).status_code == 403
    assert post(browser(people.owner), address, given).status_code == 302
    changed = Invitation.objects.with_status().get()
    seen = (changed.status, len(mail.outbox), float(changed.interview.extra_time_factor))
    assert (
        seen
        == {
            "resend": ("sent", 2, 1.0),
            "remind": ("sent", 2, 1.0),
            "revoke": ("revoked", 1, 1.0),
            "extend": ("sent", 2, 1.0),
            "accommodations": ("sent", 1, 2.0),
        }[do]
    )


def test_refused_deadline_stays_in_the_open_dialog(people, position):
    single(people.owner, position)
    made = Invitation.objects.get()
    address = f"{PATH}{made.public_id}?do=extend"
    for given, said in (("2020-01-01T12:00", "已过"), ("", "必填")):
        response = post(browser(people.owner), address, {"deadline_at": given})
        page = response.content.decode()
        assert response.status_code == 400
        assert "data-opened" in page
        assert f'value="{given}"' in page or not given
        assert said in page
        assert 'name="mail" checked' not in page
    assert len(mail.outbox) == 1
    assert "data-opened" not in text_of(browser(people.owner), f"{PATH}{made.public_id}")


def test_refused_extra_time_stays_in_its_field(people, position):
    single(people.owner, position)
    made = Invitation.objects.get()
    response = post(browser(people.owner), f"{PATH}{made.public_id}?do=accommodations", {"extra_time": "9"})
    assert response.status_code == 400
    assert response.context["accommodations_form"].errors


def test_deadline_of_a_revoked_invitation_is_not_moved(people, position):
    single(people.owner, position)
    made = Invitation.objects.get()
    post(browser(people.owner), f"{PATH}{made.public_id}?do=revoke")
    response = post(browser(people.owner), f"{PATH}{made.public_id}?do=extend", {"deadline_at": "2020-01-01T12:00"})
    assert response.status_code == 302


def test_unknown_action_is_not_found(people, position):
    single(people.owner, position)
    assert post(browser(people.owner), f"{PATH}{Invitation.objects.get().public_id}?do=delete").status_code == 404


def test_strangers_and_candidates_see_nothing(people, position):
    single(people.owner, position, name="李明")
    made = Invitation.objects.get()
    assert browser(people.stranger).get(f"{PATH}{made.public_id}").status_code == 404
    assert "李明" not in text_of(browser(people.stranger), PATH)
    theirs = b"".join(browser(people.stranger).get(f"{PATH}list.csv").streaming_content).decode()
    assert "李明" not in theirs
    assert browser(people.candidate).get(PATH).status_code == 302
    people.mate.memberships.update(role=MemberRole.VIEWER)
    assert "李明" in text_of(browser(people.mate), PATH)
    assert browser(people.mate).get(f"{PATH}new").status_code == 403


def test_list_takes_the_same_queries_for_one_and_three(people, position):
    client = browser(people.owner)
    single(people.owner, position)
    text_of(client, PATH)
    one = queries_of(lambda: text_of(client, PATH))
    for number in range(2):
        single(people.owner, position, email=f"c{number}@mail.example")
    assert queries_of(lambda: text_of(client, PATH)) == one


@pytest.mark.parametrize("query", ["?status=sent", "?q=LI@MAIL", "?sort=-status", "?sort=deadline", "?page=99", "?q="])
def test_list_is_narrowed_and_sorted_by_its_address(people, position, query):
    single(people.owner, position)
    assert "li@mail.example" in text_of(browser(people.owner), f"{PATH}{query}")


@pytest.mark.parametrize("query", ["?status=revoked", "?q=nobody", "?batch=ibat_x"])
def test_list_without_a_match_says_so(people, position, query):
    single(people.owner, position)
    page = text_of(browser(people.owner), f"{PATH}{query}")
    assert "li@mail.example" not in page
    assert 'class="empty"' in page


def test_csv_holds_no_formula(people, position):
    single(people.owner, position, name="=cmd|' /C calc'!A0", external_id="=1+1")
    response = browser(people.owner).get(f"{PATH}list.csv")
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "'=cmd" in content
    assert content.rstrip().endswith(",'=1+1")
    assert "li@mail.example" in content


def test_sample_is_read_back(people, position):
    content = browser(people.owner).get(f"{PATH}sample.xlsx").content
    file = BytesIO(content)
    file.name = "candidates.xlsx"
    post(browser(people.owner), f"{PATH}new?way=file", form_of(position, file=file))
    row = InvitationBatch.objects.get().rows[0]
    assert (row["email"], row["external_id"]) == ("li.ming@example.com", "A-2026-0001")


def test_own_words_are_used_and_reset(people, position):
    address = f"{PATH}messages/invitation/zh"
    given = {"subject": "{candidate}，来面试吧", "body": "岗位：{position}\n\n<b>{candidate}</b>"}
    assert post(browser(people.owner), address, given).status_code == 302
    single(people.owner, position, name="李明")
    sent = mail.outbox[-1]
    assert sent.subject == "李明，来面试吧"
    assert "&lt;b&gt;李明&lt;/b&gt;" in sent.alternatives[0][0]
    post(browser(people.owner), address, {"reset": "1"})
    assert not MessageTemplate.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"subject": ""}, "subject", ""),
        ({"subject": "{canddate}"}, "subject", "{canddate}"),
        ({"body": "{score}"}, "body", "{score}"),
        ({"subject": "x" * 201}, "subject", "200"),
        ({"subject": "a\nBcc: b@c.example"}, "subject", ""),
    ],
)
def test_bad_words_are_refused_by_name(people, position, changes, field, said):
    given = {"subject": "面试", "body": "您好", **changes}
    response = post(browser(people.owner), f"{PATH}messages/invitation/zh", given)
    assert response.status_code == 400
    assert said in str(response.context["form"].errors[field])
    assert not MessageTemplate.objects.exists()


def test_words_are_the_organizations_own(people, position):
    address = f"{PATH}messages/invitation/zh"
    post(browser(people.owner), address, {"subject": "本公司", "body": "您好"})
    assert "本公司" not in text_of(browser(people.stranger), address)
    people.mate.memberships.update(role=MemberRole.VIEWER)
    assert post(browser(people.mate), address, {"subject": "x", "body": "y"}).status_code == 403
    assert "本公司" in text_of(browser(people.mate), address)


@pytest.mark.parametrize("kind", ["invitation", "reminder", "finished", "report_ready", "report_failed"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_preview_leaves_no_placeholder(people, kind, language):
    response = browser(people.owner).get(f"{PATH}messages/{kind}/{language}/preview")
    page = response.content.decode()
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src 'none'" in response.headers["Content-Security-Policy"]
    assert "{" not in page.split("</style>")[1]


def test_preview_of_words_that_are_refused_says_why(people):
    response = post(
        browser(people.owner), f"{PATH}messages/invitation/en/preview", {"subject": "{nope}", "body": "<script>x"}
    )
    assert response.status_code == 400
    assert "{nope}" in response.content.decode()


def test_unknown_mail_is_not_found(people):
    assert browser(people.owner).get(f"{PATH}messages/spam/zh").status_code == 404


def test_member_chooses_what_to_hear(people):
    post(browser(people.mate), f"{PATH}messages/", {"reports": "all", "language": "en"})
    assert (MailWish.objects.get().user, MailWish.objects.get().reports) == (people.mate, "all")


def test_landing_page_honours_the_window(people, position):
    single(people.owner, position, opens_at="2026-12-20T09:00", deadline_at="2026-12-21T09:00")
    made = Invitation.objects.get()
    address = f"/i/{invitation_token(made.interview.public_id)}"
    assert "2026-12-20 09:00" in text_of(browser(), address)
    assert Invitation.objects.with_status().get().status == "opened"


def test_company_looking_at_the_link_does_not_count_as_opening(people, position):
    single(people.owner, position)
    text_of(browser(people.owner), f"/i/{invitation_token(Interview.objects.get().public_id)}")
    assert Invitation.objects.get().opened_at is None
