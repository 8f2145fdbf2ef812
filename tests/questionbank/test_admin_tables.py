"""Questions as tables in the admin: shown before they are stored, stored by the services, nobody else's."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from tablib import Dataset

from accounts.models import User
from common.tables.reading import read_table
from questionbank.admin_tables import QuestionResource
from questionbank.models import Question, QuestionImport
from questionbank.services.sheets import COLUMNS
from tests.common.tables.files import xlsx
from tests.factories import make_position, make_question
from tests.pages import browser, post, text_of

LIST = "/admin/questionbank/question/"
HEADS = ("题目", "题型", "难度", "标签")


@pytest.fixture
def staff(people, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    User.objects.filter(pk__in=[people.owner.pk, people.stranger.pk]).update(is_staff=True)
    return people


def bring(person, file, *, position=None, name="题目.xlsx", language="zh-CN"):
    """The answer to a file."""
    upload = SimpleUploadedFile(name, file if isinstance(file, bytes) else file.read())
    given = {"file": upload, **({"position": position.public_id} if position else {})}
    return post(browser(person, language=language), f"{LIST}import/", given)


def decide(person, job, name="confirm"):
    return post(browser(person), f"{LIST}process_import/", {"draft": job.public_id, name: "yes"})


def test_file_is_shown_first_and_stored_with_versions_after_a_yes(staff):
    position = make_position(staff.owner, questions=0)
    rows = [HEADS, ("什么是幂等？", "技术", "中等", "支付"), ("坏行", "没有的题型", "中等", "")]
    page = bring(staff.owner, xlsx(rows), position=position)
    job = QuestionImport.objects.get()
    assert page.status_code == 302, page.content.decode()[-3000:]
    assert page.url == f"{LIST}import/?draft={job.public_id}"
    shown = text_of(browser(staff.owner), page.url)
    assert "什么是幂等？" in shown
    assert "没有的题型" in shown
    assert not Question.objects.exists()
    assert decide(staff.owner, job).url == page.url
    question = Question.objects.get()
    assert (question.content, question.position, question.tags) == ("什么是幂等？", position, ["支付"])
    assert question.versions.get().changed_by == staff.owner
    decide(staff.owner, job)
    assert Question.objects.count() == 1


def test_strangers_neither_see_nor_confirm_a_draft(staff):
    position = make_position(staff.owner, questions=0)
    bring(staff.owner, xlsx([HEADS, ("问？", "技术", "中等", "")]), position=position)
    job = QuestionImport.objects.get()
    for person in (staff.stranger, staff.mate):
        assert browser(person).get(f"{LIST}import/?draft={job.public_id}").status_code in (302, 404)
        assert decide(person, job).status_code in (302, 404)
    assert not Question.objects.exists()
    refused = bring(staff.stranger, xlsx([HEADS, ("问？", "技术", "中等", "")]), position=position)
    assert refused.status_code == 400
    assert QuestionImport.objects.count() == 1


def test_readers_may_take_the_bank_away_and_bring_nothing_in(staff):
    make_question(make_position(staff.owner, questions=0), content="只读的题")
    staff.owner.memberships.update(role="viewer")
    reader = browser(User.objects.get(pk=staff.owner.pk))
    assert reader.get(f"{LIST}import/").status_code == 403
    assert post(reader, f"{LIST}process_import/", {"draft": "x"}).status_code == 403
    assert reader.get(f"{LIST}import/template.xlsx").status_code == 403
    assert reader.get(f"{LIST}export/").status_code == 200


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"%PDF-1.4 nothing", "no Excel or CSV file"),
        (b"", "submitted file is empty"),
        ("标题,别的\n1,2\n".encode(), "are missing"),
        (b"\x81\xff\xff\x00bad", "Please save it as"),
        ("题目,题干\n1,2\n".encode(), "mean the same"),
    ],
)
def test_file_that_cannot_be_taken_is_refused_in_words(staff, file, words):
    page = bring(staff.owner, file, name="x.csv", language="en")
    assert page.status_code == 400
    assert words in page.content.decode()
    assert not QuestionImport.objects.exists()


def test_chinese_encoding_of_old_excel_is_read(staff):
    position = make_position(staff.owner, questions=0)
    bring(staff.owner, "题目,题型,难度\n什么是索引？,技术,简单\n".encode("gb18030"), position=position, name="x.csv")
    decide(staff.owner, QuestionImport.objects.get())
    assert Question.objects.get().content == "什么是索引？"


def test_file_can_be_put_aside(staff):
    position = make_position(staff.owner, questions=0)
    bring(staff.owner, xlsx([HEADS, ("问？", "技术", "中等", "")]), position=position)
    decide(staff.owner, QuestionImport.objects.get(), "discard")
    assert not QuestionImport.objects.exists()
    assert not Question.objects.exists()


def test_long_file_is_left_to_a_worker_and_its_page_looks_again(staff, monkeypatch):
    monkeypatch.setattr("questionbank.services.importing.WHILE_WAITING", 2)
    monkeypatch.setattr("questionbank.services.importing.jobs.enqueue", lambda *_args: None)
    rows = [HEADS, *((f"第{number}问？", "技术", "中等", "") for number in range(3))]
    page = bring(staff.owner, xlsx(rows), position=make_position(staff.owner, questions=0))
    shown = text_of(browser(staff.owner), page.url)
    assert "<progress" in shown
    assert "admin_site/moving.js" in shown
    assert 'name="confirm"' not in shown


def test_export_follows_filters_and_columns_and_runs_no_formula(staff):
    position = make_position(staff.owner, questions=0)
    make_question(position, content="=HYPERLINK(1)", difficulty="hard")
    make_question(position, content="别的", difficulty="easy")
    make_question(make_position(staff.stranger, questions=0), content="外人的", difficulty="hard")
    client = browser(staff.owner)
    given = {"format": "1", "resource": "0", "questionresource_content": "on", "questionresource_position": "on"}
    answer = post(client, f"{LIST}export/?difficulty__exact=hard", given)
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert lines == ["职位,题目", f"{position.title},'=HYPERLINK(1)"]


def test_excel_export_comes_in_again(staff):
    make_question(make_position(staff.owner, questions=0), content="=1+1")
    keys = {f"questionresource_{key}": "on" for key in QuestionResource.keys}
    answer = post(browser(staff.owner), f"{LIST}export/", {"format": "0", "resource": "0", **keys})
    table = read_table(io.BytesIO(b"".join(answer)), columns=COLUMNS)
    assert table.rows[0].cells["content"] == "=1+1"
    assert "外人" not in str(table.rows)


@pytest.mark.parametrize(("language", "head"), [("zh-CN", "题目"), ("en", "Question")])
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_template_has_heads_in_the_readers_language_and_can_be_brought_in(staff, language, head, suffix):
    answer = browser(staff.owner, language=language).get(f"{LIST}import/template.{suffix}")
    file = b"".join(answer)
    assert (head.encode() in file) is (suffix == "csv")
    page = bring(staff.owner, file, position=make_position(staff.owner, questions=0), name=f"t.{suffix}")
    assert page.status_code == 302
    assert QuestionImport.objects.get().summary["counts"] == {"new": 3}


def test_library_takes_rows_past_no_service(staff):
    with pytest.raises(PermissionDenied):
        QuestionResource().import_data(Dataset(headers=["content"]), dry_run=False)


def test_librarys_own_files_are_neutral_too(staff):
    make_question(make_position(staff.owner, questions=0), content="@SUM(1)")
    made = QuestionResource().export(Question.objects.select_related("position"))
    assert "'@SUM(1)" in made.export("csv")
    assert read_table(io.BytesIO(made.export("xlsx")), columns=COLUMNS).rows[0].cells["content"] == "@SUM(1)"
