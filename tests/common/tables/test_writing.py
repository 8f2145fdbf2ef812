"""Tables people take away hold no formula and come back as they were."""

from __future__ import annotations

import io

import openpyxl
import pytest

from common.tables.reading import read_table
from common.tables.writing import csv_lines, write_xlsx
from tests.common.tables.files import COLUMNS

RISKY = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x")', "＝1+1"]


@pytest.mark.parametrize("text", RISKY)
def test_csv_cell_that_looks_like_a_formula_is_marked(text):
    line = b"".join(csv_lines(heads=["邮箱"], rows=[[text]])).decode("utf-8-sig").splitlines()[1]
    assert line.strip('"').startswith("'")


def test_csv_numbers_and_plain_words_are_left_alone():
    content = b"".join(csv_lines(heads=["a", "b", "c"], rows=[[-5, "-5", "plain"]])).decode("utf-8-sig")
    assert content == "a,b,c\r\n-5,-5,plain\r\n"


@pytest.mark.parametrize("text", RISKY)
def test_workbook_cell_that_looks_like_a_formula_is_text(text):
    target = io.BytesIO()
    write_xlsx(target, heads=["邮箱"], rows=[[text]])
    cell = openpyxl.load_workbook(target).active["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_links_and_numbers_stay_what_they_are():
    target = io.BytesIO()
    write_xlsx(target, heads=["a", "b", "c"], rows=[["https://x.example", 5, None]], widths=[20, 5])
    sheet = openpyxl.load_workbook(target).active
    assert [cell.value for cell in sheet[2]][:2] == ["https://x.example", 5]
    assert sheet["A2"].hyperlink is None


def test_what_is_written_is_read_again():
    rows = [["a@b.example", "=张\n三", "'引号"], ["b@b.example", '-李,四"', ""]]
    heads = ["邮箱", "姓名", "年龄"]
    book, text = io.BytesIO(), io.BytesIO(b"".join(csv_lines(heads=heads, rows=rows)))
    write_xlsx(book, heads=heads, rows=rows)
    for file in (book, text):
        found = read_table(file, columns=COLUMNS).rows
        assert [[row.cells[key] for key in ("email", "name", "age")] for row in found] == rows


def test_cell_longer_than_excel_takes_is_cut():
    target = io.BytesIO()
    write_xlsx(target, heads=["a"], rows=[["x" * 40_000]])
    assert len(openpyxl.load_workbook(target).active["A2"].value) == 32_767


def test_template_offers_choices():
    target = io.BytesIO()
    assert write_xlsx(target, heads=["题型"], rows=[], sheet="题库", choices={0: ["基础", "技术"]}) == 0
    sheet = openpyxl.load_workbook(target).active
    assert sheet.title == "题库"
    assert sheet.data_validations.dataValidation[0].formula1 == '"基础,技术"'


def test_rows_beyond_a_sheet_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr("common.tables.writing._MOST_ROWS", 3)
    target = io.BytesIO()
    assert write_xlsx(target, heads=["a"], rows=([str(number)] for number in range(5))) == 5
    book = openpyxl.load_workbook(target)
    assert [[cell.value for cell in sheet["A"]] for sheet in book] == [["a", "0", "1"], ["a", "2", "3"], ["a", "4"]]
