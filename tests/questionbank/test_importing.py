"""Tables of questions: checked row by row, looked at, stored; and taken away again."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common import jobs, storage
from common.jobs import JobState
from questionbank.enums import ImportStage
from questionbank.models import Question, QuestionImport
from questionbank.services import importing
from tests.common.tables.files import xlsx
from tests.factories import make_position, make_question
from tests.pages import browser, post, queries_of, text_of

NEW = "/console/questions/import"
HEADS = ("职位", "题目", "题型", "难度", "时限（秒）", "评分要点", "标签")
ROW = ("", "什么是死锁？", "基础", "简单", 90, "1. 互斥\n2. 循环等待", "并发、操作系统")


@pytest.fixture
def position(people):
    return make_position(people.owner, questions=0, title="后端工程师")


def upload(user, file, *, position=None, language="zh-CN", name="题库.xlsx"):
    content = file.getvalue() if isinstance(file, io.BytesIO) else file
    given = {"file": SimpleUploadedFile(name, content), "position": position.public_id if position else ""}
    return post(browser(user, language=language), NEW, given)


def store(user):
    job = QuestionImport.objects.get()
    post(browser(user), f"/console/questions/imports/{job.public_id}/store")
    job.refresh_from_db()
    return job


def test_table_is_checked_before_anything_is_stored(people, position):
    assert upload(people.owner, xlsx([HEADS, ROW]), position=position).status_code == 302
    job = QuestionImport.objects.get()
    assert (job.stage, job.state, job.summary["counts"]) == (ImportStage.CHECKED, JobState.DONE, {"new": 1})
    assert not Question.objects.exists()
    page = text_of(browser(people.owner), f"/console/questions/imports/{job.public_id}")
    assert "什么是死锁" in page
    job = store(people.owner)
    assert (job.stage, job.summary["stored"], job.payload_key) == (ImportStage.STORED, {"new": 1}, "")
    question = Question.objects.get()
    assert (question.position, question.type, question.difficulty, question.time_limit) == (
        position,
        "basic",
        "easy",
        90,
    )
    assert (question.scoring_points, question.tags) == (["互斥", "循环等待"], ["并发", "操作系统"])
    assert (question.versions.get().kind, question.versions.get().changed_by) == ("imported", people.owner)


def test_rows_are_new_changed_the_same_or_wrong(people, position):
    kept = make_question(
        position, content="什么是索引？", type="basic", difficulty="easy", scoring_points=[], tags=["旧"]
    )
    rows = [
        HEADS,
        ("后端工程师", "什么是索引？", "基础", "困难", "", "", ""),
        ("后端工程师", " 讲讲 死锁", "Technical", "Medium", "60秒", "", ""),
        ("后端工程师", "讲讲  死锁", "技术", "中等", "", "", ""),
        ("前端工程师", "什么是闭包？", "基础", "简单", "", "", ""),
        ("后端工程师", "", "基础", "简单", "", "", ""),
        ("后端工程师", "讲讲事务", "谜语", "地狱", "一分钟", "", ""),
        ("后端工程师", "讲讲锁", "", "", "", "", ""),
    ]
    upload(people.owner, xlsx(rows))
    summary = QuestionImport.objects.get().summary
    assert summary["counts"] == {"changed": 1, "new": 1, "wrong": 5}
    wrong = {row["row"]: [head for head, _sentence in row["problems"]] for row in summary["rows"]["wrong"]}
    assert wrong == {4: ["题目"], 5: ["职位"], 6: ["题目"], 7: ["题型", "难度", "时限（秒）"], 8: ["题型", "难度"]}
    assert summary["rows"]["changed"][0]["changed"]
    store(people.owner)
    kept.refresh_from_db()
    assert (kept.difficulty, kept.tags, kept.version) == ("hard", [], 2)
    assert Question.objects.get(content="讲讲 死锁").time_limit == 60


def test_columns_that_are_missing_leave_fields_alone(people, position):
    kept = make_question(position, content="什么是索引？", scoring_points=["甲"], tags=["旧"])
    upload(people.owner, "题目,难度\n什么是索引？,困难\n".encode("gb18030"), position=position, name="题库.csv")
    store(people.owner)
    kept.refresh_from_db()
    assert (kept.difficulty, kept.scoring_points, kept.tags) == ("hard", ["甲"], ["旧"])


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-CN", "题型: 技术 · 难度: 中等 · 时限（秒）: 180 · 允许追问: 是 · 参考答案: 无 · 评分要点: 无 · 标签: 无"),
        (
            "en",
            "Type: Technical · Difficulty: Medium · Time limit (seconds): 180 · Follow-ups: Yes · "
            "Reference answer: none · Scoring points: none · Tags: none",
        ),
    ],
)
def test_columns_that_are_missing_give_new_questions_the_usual_values_told_once(people, position, language, told):
    upload(people.owner, xlsx([("题目",), ("什么是索引？",), ("什么是锁？",)]), position=position, language=language)
    job = QuestionImport.objects.get()
    assert job.summary["counts"] == {"new": 2}
    shown = text_of(browser(people.owner, language=language), f"/console/questions/imports/{job.public_id}")
    assert shown.count(told) == 1
    store(people.owner)
    stored = Question.objects.values_list("type", "difficulty", "time_limit", "follow_up_enabled", "tags")
    assert list(stored) == [("technical", "medium", 180, True, [])] * 2


def test_columns_that_are_there_are_not_said_to_be_missing(people, position):
    make_question(position, content="什么是索引？")
    upload(people.owner, "题目,标签\n什么是索引？,新\n".encode(), position=position, name="题库.csv")
    assert QuestionImport.objects.get().summary["usual"] == []  # nothing is new
    QuestionImport.objects.all().delete()
    upload(people.owner, "题目,题型,标签\n什么是锁？,基础,新\n".encode(), position=position, name="题库.csv")
    usual = QuestionImport.objects.get().summary["usual"]
    assert [line.partition(":")[0] for line in usual] == ["难度", "时限（秒）", "允许追问", "参考答案", "评分要点"]


def test_export_comes_back_unchanged_and_changes_by_id(people, position):
    make_question(position, content="=1+1 等于几？", tags=["数学"], scoring_points=["二", "两个"])
    make_question(position, content="<b>粗体</b>", follow_up_enabled=False)
    client = browser(people.owner)
    for suffix in ("csv", "xlsx"):
        response = client.get(f"/console/questions/export.{suffix}")
        content = b"".join(response.streaming_content)
        upload(people.owner, content, name=f"题库.{suffix}")
        assert QuestionImport.objects.get().summary["counts"] == {"same": 2}, suffix
        QuestionImport.objects.all().delete()
    question = Question.objects.get(content="<b>粗体</b>")
    upload(people.owner, f"编号,题目\n{question.public_id},改了\n".encode(), name="a.csv")
    store(people.owner)
    question.refresh_from_db()
    assert question.content == "改了"


def test_export_holds_what_the_filters_let_through_and_nobody_elses(people, position):
    make_question(position, content="甲题", type="basic")
    make_question(position, content="乙题", type="technical")
    make_question(make_position(people.stranger, questions=0), content="别家的题")
    response = browser(people.mate).get("/console/questions/export.csv?type=basic")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "甲题" in text
    assert "乙题" not in text
    assert "别家的题" not in text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_template_can_be_brought_in_as_it_is(people, position, language, suffix):
    response = browser(people.owner).get(f"/console/questions/template-{language}.{suffix}")
    upload(people.owner, b"".join(response.streaming_content), position=position, name=f"t.{suffix}")
    assert QuestionImport.objects.get().summary["counts"] == {"new": 3}


def test_template_offers_the_choices(people):
    response = browser(people.owner).get("/console/questions/template-en.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    formulas = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"Easy,Medium,Hard"' in formulas


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("题型,难度\n基础,简单\n".encode(), "题目"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
        (b"", "errorlist"),
        (b"%PDF-1.7", ".xlsx"),
    ],
)
def test_unusable_file_is_refused_in_words(people, position, content, told):
    response = upload(people.owner, content, position=position)
    assert response.status_code == 400
    assert told in response.content.decode()
    assert not QuestionImport.objects.exists()


def test_foreign_ids_and_positions_are_wrong_rows(people, position):
    theirs = make_question(make_position(people.stranger, questions=0, title="秘密职位"), content="秘密")
    rows = [
        ("编号", "职位", "题目"),
        (theirs.public_id, "", "偷"),
        ("", theirs.position.public_id, "偷"),
        ("", "秘密职位", "偷"),
    ]
    upload(people.owner, xlsx(rows))
    assert QuestionImport.objects.get().summary["counts"] == {"wrong": 3}
    store(people.owner)
    theirs.refresh_from_db()
    assert theirs.content == "秘密"


def test_import_of_another_company_is_not_found_and_readers_bring_nothing_in(people, position):
    upload(people.owner, xlsx([HEADS, ROW]), position=position)
    job = QuestionImport.objects.get()
    for rest in ("", "/store", "/discard"):
        assert post(browser(people.stranger), f"/console/questions/imports/{job.public_id}{rest}").status_code in (
            404,
            405,
        )
    assert browser(people.stranger).get(f"/console/questions/imports/{job.public_id}").status_code == 404
    people.mate.memberships.update(role="viewer")
    assert upload(people.mate, xlsx([HEADS, ROW]), position=position).status_code == 403
    assert not Question.objects.exists()


def test_file_is_stored_once(people, position):
    upload(people.owner, xlsx([HEADS, ROW]), position=position)
    job = store(people.owner)
    again = post(browser(people.owner), f"/console/questions/imports/{job.public_id}/store")
    assert again.status_code == 409
    assert Question.objects.count() == 1


def test_file_put_aside_is_forgotten(people, position):
    upload(people.owner, xlsx([HEADS, ROW]), position=position)
    job = QuestionImport.objects.get()
    post(browser(people.owner), f"/console/questions/imports/{job.public_id}/discard")
    assert not QuestionImport.objects.exists()
    assert storage.media().inspect(job.payload_key) is None


def test_large_table_is_the_work_of_a_job_and_a_broken_run_goes_on(people, position, monkeypatch):
    monkeypatch.setattr("questionbank.services.importing.WHILE_WAITING", 2)
    sent = []
    monkeypatch.setattr("common.jobs._send", lambda name, args: sent.append((name, *args)))
    rows = [HEADS, *(("", f"第{number}题", *ROW[2:]) for number in range(5))]
    upload(people.owner, xlsx(rows), position=position)
    job = QuestionImport.objects.get()
    assert (job.state, sent) == (JobState.QUEUED, [("questionbank.run_import", job.pk)])
    importing.run_import(job.pk)
    job.refresh_from_db()
    assert (job.stage, job.row_count) == (ImportStage.CHECKED, 5)
    importing.confirm_import(job)
    make_question(position, content="第0题", type="basic", difficulty="easy", time_limit=90, tags=["并发", "操作系统"],
                  scoring_points=["互斥", "循环等待"], reference_answer="")  # fmt: skip
    importing.run_import(job.pk)
    job.refresh_from_db()
    assert job.summary["stored"] == {"same": 1, "new": 4}
    assert Question.objects.count() == 5


def test_store_that_fails_is_tried_again(people, position, monkeypatch):
    upload(people.owner, xlsx([HEADS, ROW]), position=position)
    job = QuestionImport.objects.get()
    monkeypatch.setattr("questionbank.services.importing.run_import", lambda job_id: None)
    importing.confirm_import(job)
    monkeypatch.undo()

    def broken(*args, **kwargs):
        raise OSError

    monkeypatch.setattr("questionbank.services.importing._table_of", broken)
    importing.run_import(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.QUEUED, "storage")
    monkeypatch.undo()
    assert jobs.claim(QuestionImport, job.pk) is not None


def test_checking_takes_the_same_queries_for_one_and_many_rows(people, position):
    def checked(number):
        QuestionImport.objects.all().delete()
        rows = [HEADS, *(("", f"第{place}题", *ROW[2:]) for place in range(number))]
        return queries_of(lambda: upload(people.owner, xlsx(rows), position=position))

    assert checked(1) == checked(20)
