"""Comments: a thread of members, with mentions, moments and a trace of every change."""

from __future__ import annotations

import pytest
from django.core import mail

from common.errors import InvalidInput, NotAllowed
from reports.reviews.errors import CommentDeleted
from reports.reviews.models import Comment
from reports.services import delete_comment, edit_comment, write_comment
from reports.services.commenting import mentioned_in, pieces_of
from tests.pages import browser, post, queries_of, text_of


def write(case, text="看这里", **fields):
    return write_comment(case.interview, actor=fields.pop("actor", case.people.owner), text=text, **fields)


def test_member_who_is_mentioned_gets_one_mail_without_the_words(case, after_commit):
    with after_commit():
        comment = write(case, "你好@李同事，请看 secret")
    with after_commit():
        edit_comment(comment, actor=case.people.owner, text="你好@李同事，再看")
    (sent,) = mail.outbox
    assert sent.to == ["mate@company.example"]
    assert f"#comment-{comment.public_id}" in sent.body
    assert "secret" not in sent.body


def test_nobody_outside_is_mentioned(case, after_commit):
    with after_commit():
        write(case, "@Stranger @张三 @评审甲 @stranger@rival.example")
    assert mail.outbox == []
    case.assign(case.reviewer)
    assert write(case, "@评审甲").mentioned.get() == case.reviewer


def test_longer_name_is_meant_before_a_shorter_one(case):
    short, long = case.viewer, case.people.mate
    short.username, long.username = "Ann", "Anna Lee"
    assert mentioned_in("ask @anna lee", [short, long]) == [long]
    assert mentioned_in("ask @Annabel or mail a@ann", [short]) == []
    assert mentioned_in("@Ann, see", [short, long]) == [short]


def test_pieces_of_a_comment_lose_nothing(case):
    text = "a <b>@李同事</b> @李同事"
    pieces = pieces_of(text, [case.people.mate])
    assert "".join(piece for piece, _is_name in pieces) == text
    assert [is_name for _piece, is_name in pieces] == [False, True, False, True]


def test_comment_with_markup_is_shown_as_it_was_typed(case):
    client = browser(case.people.owner)
    answer = post(client, f"/console/reports/{case.id}/comments", {"text": "<script>alert(1)</script> @李同事"})
    comment = Comment.objects.get()
    assert answer.url == f"/console/reports/{case.id}#comment-{comment.public_id}"
    page = text_of(client, f"/console/reports/{case.id}")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert '<b class="mention">@李同事</b>' in page


def test_comment_on_a_moment_leads_there(case):
    question = case.interview.questions.first()
    client = browser(case.people.owner)
    given = {"text": "听", "question_id": question.question_id, "at_ms": "1:05"}
    assert post(client, f"/console/reports/{case.id}/comments", given).status_code == 302
    page = text_of(client, f"/console/reports/{case.id}")
    assert f'data-seek-question="{question.question_id}" data-seek-ms="65000"' in page


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"text": "x", "question_id": "q_nothing"}, "question_id"),
        ({"text": "x", "at_ms": 5}, "question_id"),
    ],
)
def test_comment_that_is_none_is_refused(case, given, where):
    with pytest.raises(InvalidInput) as refused:
        write(case, **given)
    assert where in refused.value.errors


def test_moment_that_is_none_comes_back_with_what_was_typed(case):
    given = {"text": "long thought", "at_ms": "ten past"}
    refused = post(browser(case.people.owner), f"/console/reports/{case.id}/comments", given)
    assert (refused.status_code, "long thought" in refused.content.decode()) == (400, True)


def test_own_comment_is_changed_with_a_trace_and_others_are_not(case):
    comment = write(case, "first words")
    for act in (lambda: edit_comment(comment, actor=case.people.mate, text="x"),):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotAllowed):
        delete_comment(comment, actor=case.people.mate)
    edit_comment(comment, actor=case.people.owner, text="second words")
    page = text_of(browser(case.people.mate), f"/console/reports/{case.id}")
    assert "first words" in page
    assert "second words" in page


def test_deleted_comment_leaves_that_there_was_one(case):
    comment = write(case, "first words")
    edit_comment(comment, actor=case.people.owner, text="second words")
    delete_comment(comment, actor=case.people.owner)
    page = text_of(browser(case.people.mate), f"/console/reports/{case.id}")
    assert "words</p>" not in page
    assert "first words" not in page
    assert comment.public_id in page
    with pytest.raises(CommentDeleted):
        edit_comment(comment, actor=case.people.owner, text="x")


def test_thread_takes_the_same_queries_for_one_and_four(case):
    client = browser(case.people.owner)
    write(case, "@李同事 1")
    text_of(client, f"/console/reports/{case.id}")
    one = queries_of(lambda: text_of(client, f"/console/reports/{case.id}"))
    for number in range(3):
        edit_comment(write(case, f"@李同事 {number}"), actor=case.people.owner, text=f"@李同事 changed {number}")
    assert queries_of(lambda: text_of(client, f"/console/reports/{case.id}")) == one
