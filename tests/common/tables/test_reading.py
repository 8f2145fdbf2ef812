"""Tables as people bring them: encodings, heads, formulas, merged cells, bombs."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.utils import translation

from common.tables import errors
from common.tables.reading import Column, read_table
from tests.common.tables.files import COLUMNS, with_part, xlsx

SHEET = "xl/worksheets/sheet1.xml"


def cells_of(file, **options):
    return [(row.number, row.cells) for row in read_table(file, columns=COLUMNS, **options).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_in_any_usual_encoding(encoding):
    file = io.BytesIO("邮箱,姓名\r\na@b.example,张三\r\n".encode(encoding))
    assert cells_of(file) == [(2, {"email": "a@b.example", "name": "张三"})]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_parted_otherwise(delimiter):
    file = io.BytesIO(f"E-mail{delimiter}Name\na@b.example{delimiter}Zhang\n".encode())
    assert cells_of(file) == [(2, {"email": "a@b.example", "name": "Zhang"})]


def test_csv_lines_are_counted_as_the_editor_shows_them():
    file = io.BytesIO('邮箱,姓名\n\na@b.example,"张\n三"\n,\nb@b.example,"李,四"\n'.encode())
    assert cells_of(file) == [
        (3, {"email": "a@b.example", "name": "张\n三"}),
        (6, {"email": "b@b.example", "name": "李,四"}),
    ]


def test_csv_with_invalid_letters_is_refused():
    with pytest.raises(errors.UnknownEncoding):
        cells_of(io.BytesIO(b"email,name\na@b.example,\xff\xff\xff\n"))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", errors.EmptyTable),
        (b"email,name\n", errors.EmptyTable),
        (b"%PDF-1.7 email", errors.NotATable),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", errors.OldWorkbook),
        (b"PK\x03\x04 not a zip", errors.DamagedTable),
        (bytes(range(256)) * 20, errors.NotATable),
    ],
)
def test_file_that_is_no_table_is_refused_in_words(content, error):
    with pytest.raises(error):
        cells_of(io.BytesIO(content))


def test_another_office_file_is_no_table():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(errors.NotATable):
        cells_of(target)


def test_heads_are_known_in_both_languages_and_however_they_are_written():
    for head in ("邮箱", "e-mail", " E-MAIL * ", "Email（必填）", "Ｅ－ｍａｉｌ", "电子邮件 (required)"):
        assert cells_of(io.BytesIO(f"{head},x\na@b.example,1\n".encode()))[0][1] == {"email": "a@b.example"}


def test_wrong_heads_are_named_in_the_readers_language():
    with translation.override("zh-hans"), pytest.raises(errors.WrongHeaders) as caught:
        cells_of(io.BytesIO("手机,姓名\n1,张三\n".encode()))
    assert "邮箱" in caught.value.message
    assert "手机, 姓名" in caught.value.message


def test_two_columns_of_one_meaning_are_refused():
    with pytest.raises(errors.RepeatedHeaders) as caught:
        cells_of(io.BytesIO("邮箱,E-mail\na@b.example,c@d.example\n".encode()))
    assert "邮箱, E-mail" in caught.value.message


def test_unknown_columns_are_told_of():
    table = read_table(io.BytesIO("邮箱,星座\na@b.example,狮子座\n".encode()), columns=COLUMNS)
    assert (table.ignored, table.present) == (("星座",), ("email",))


def test_workbook_values_are_read_as_they_are_shown():
    moment = dt.datetime(2026, 11, 30, 18, 0)  # noqa: DTZ001  (a workbook knows no zones)
    rows = [("邮箱", "姓名", "年龄"), ("a@b.example", moment, 30.0), (None, None, None), ("b@b.example", True, 1.5)]
    assert cells_of(xlsx(rows)) == [
        (2, {"email": "a@b.example", "name": "2026-11-30 18:00:00", "age": "30"}),
        (4, {"email": "b@b.example", "name": "TRUE", "age": "1.5"}),
    ]


def test_title_above_the_head_is_passed_over():
    rows = [("候选人名单",), (), ("邮箱", "姓名"), ("a@b.example", "张三")]
    file = xlsx(rows, change=lambda sheet: sheet.merge_cells("A1:B1"))
    assert cells_of(file) == [(4, {"email": "a@b.example", "name": "张三"})]


def test_cell_merged_downwards_counts_in_each_row():
    rows = [("邮箱", "姓名"), ("a@b.example", "张三"), ("b@b.example", None), ("c@b.example", "李四")]
    file = xlsx(rows, change=lambda sheet: sheet.merge_cells("B2:B3"))
    assert [cells["name"] for _number, cells in cells_of(file)] == ["张三", "张三", "李四"]


def test_cell_merged_sideways_is_a_problem_of_its_row():
    rows = [("邮箱", "姓名", "年龄"), ("a@b.example", "张三", None)]
    table = read_table(xlsx(rows, change=lambda sheet: sheet.merge_cells("B2:C2")), columns=COLUMNS)
    assert list(table.rows[0].problems) == ["name"]


def test_formula_counts_by_its_kept_value():
    file = xlsx([("邮箱", "年龄"), ("a@b.example", "=1+1")])
    file = with_part(file, SHEET, lambda part: part.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>"))
    assert cells_of(file) == [(2, {"email": "a@b.example", "age": "2"})]


def test_formula_without_a_value_and_error_are_problems_of_their_rows():
    file = xlsx([("邮箱", "年龄"), ("a@b.example", "=1+1"), ("b@b.example", "#N/A"), ("c@b.example", 3)])
    rows = read_table(file, columns=COLUMNS).rows
    assert [(row.number, list(row.problems)) for row in rows] == [(2, ["age"]), (3, ["age"]), (4, [])]


def test_too_many_rows_are_refused():
    rows = [("邮箱",), *((f"a{number}@b.example",) for number in range(30))]
    lines = "\n".join(row[0] for row in rows).encode()
    for file in (xlsx(rows), io.BytesIO(lines)):
        with pytest.raises(errors.TooManyRows) as caught:
            cells_of(file, max_rows=29)
        assert "29" in caught.value.message
        assert len(cells_of(file, max_rows=30)) == 30


def test_zip_bomb_is_refused_before_it_is_unpacked():
    file = with_part(xlsx([("邮箱",)]), SHEET, lambda part: b" " * (201 * 1024 * 1024))
    assert file.getbuffer().nbytes < 4 * 1024 * 1024
    with pytest.raises(errors.TableTooBig):
        cells_of(file)


def test_entities_that_swell_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + b"x" * 100_000 + b'">]><worksheet>'
    bomb += (
        b"<sheetData><row><c t='inlineStr'><is><t>" + b"&b;" * 20_000 + b"</t></is></c></row></sheetData></worksheet>"
    )
    with pytest.raises(errors.TableRefused):
        cells_of(with_part(xlsx([("邮箱",)]), SHEET, lambda part: bomb))


def test_bytes_beyond_the_bound_are_refused(monkeypatch):
    monkeypatch.setattr("common.tables.reading.MOST_BYTES", 10)
    with pytest.raises(errors.TableTooBig):
        cells_of(io.BytesIO(b"email\na@b.example\n"))


def test_control_characters_are_left_out():
    file = io.BytesIO("email,name\n\ufeffa@b.example\u200b,a\x1bb\x07\n".encode())
    assert cells_of(file)[0][1] == {"email": "a@b.example", "name": "ab"}


def test_mark_against_formulas_is_taken_off_again():
    file = io.BytesIO(b"email,name\na@b.example,'=1+1\nb@b.example,'tis\n")
    assert [cells["name"] for _number, cells in cells_of(file)] == ["=1+1", "'tis"]


def test_head_is_given_in_the_readers_language():
    column = Column(key="name", heads=("姓名", "Name"))
    with translation.override("zh-hans"):
        assert column.head == "姓名"
    with translation.override("en"):
        assert column.head == "Name"
