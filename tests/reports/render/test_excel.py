"""The report as a workbook, read back with openpyxl."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from reports.builders.wording import LANGUAGES, Language
from reports.render import render_excel, write_excel
from reports.render.excel.book import CELL_LIMIT, lines_in
from reports.render.provenance import SOURCE_TYPE
from tests.reports.render.cases import CASES, FORMULA, LONG_NAME, NASTY, unscored, with_text
from tests.reports.samples import sample_report

SHEETS = {
    "zh": [
        "概览",
        "五项能力",
        "指标",
        "指标得分图",
        "证据",
        "面试亮点",
        "改进建议",
        "逐题概览",
        "文字记录",
        "方法与局限",
    ],
    "en": [
        "Overview",
        "Five abilities",
        "Indicators",
        "Indicator scores",
        "Evidence",
        "Moments of the interview",
        "Suggestions",
        "Question by question",
        "Transcript",
        "Method and limits",
    ],
}


def _open(report: dict[str, Any], language: Language = "zh") -> Workbook:
    return openpyxl.load_workbook(BytesIO(render_excel(report, language=language)))


def _values(book: Workbook) -> list[object]:
    return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_excel_sheets_are_named_in_the_language(language: Language) -> None:
    assert _open(sample_report(language), language).sheetnames == SHEETS[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", sorted(CASES))
def test_excel_every_case_opens_and_is_labelled(case: str, language: Language) -> None:
    book = _open(CASES[case](language), language)
    label = {"zh": "本报告由人工智能生成", "en": "AI-generated report"}[language]
    assert book.worksheets[0]["A2"].value == label
    assert label in str(book.worksheets[-1].oddFooter.left.text)


@pytest.mark.parametrize("text", NASTY)
def test_excel_any_text_is_only_text(text: str) -> None:
    book = _open(with_text(sample_report("en"), text), "en")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_excel_formula_is_kept_as_words() -> None:
    report = sample_report("en")
    report["questions"][0]["sentences"][0]["text"] = FORMULA
    sheet = _open(report, "en")["Transcript"]
    assert sheet["D2"].value == FORMULA
    assert sheet["D2"].data_type == "s"


def test_excel_abilities_show_scores_and_leave_missing_empty() -> None:
    report = unscored("zh")
    sheet = _open(report)["五项能力"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == list(report["ability_scores"].values())
    missing = rows[list(report["ability_scores"]).index("stress_resistance")]
    assert missing[1] is None
    assert missing[4] == "看不到脸"


def test_excel_indicators_match_the_report() -> None:
    report = sample_report("zh")
    expected = [row for ability in report["ability_evidence"].values() for row in ability["indicators"]]
    rows = list(_open(report)["指标"].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == [row["label"] for row in expected]
    assert [row[2] for row in rows] == pytest.approx([row["value"] for row in expected])
    assert [row[6] for row in rows] == pytest.approx([row["score"] for row in expected])


def test_excel_evidence_has_a_row_for_each_place() -> None:
    report = sample_report("zh")
    places = [
        place
        for ability in report["ability_evidence"].values()
        for row in ability["indicators"]
        for place in row["evidence"]
    ]
    assert _open(report)["证据"].max_row == len(places) + 1


def test_excel_times_are_durations() -> None:
    sheet = _open(sample_report("zh"))["文字记录"]
    cell = sheet["B2"]
    assert cell.number_format == "[hh]:mm:ss"
    assert _seconds(cell.value) == 11


def _seconds(value: Any) -> float:
    if isinstance(value, timedelta):
        return value.total_seconds()
    assert isinstance(value, (time, datetime))
    return value.hour * 3600 + value.minute * 60 + value.second


def test_excel_tables_filter_freeze_and_print() -> None:
    sheet = _open(sample_report("zh"))["指标"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:J{sheet.max_row}"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet["A2"].alignment.wrap_text
    assert (sheet["A2"].alignment.horizontal, sheet["A2"].alignment.indent) == ("left", 1)  # else no indent is drawn


def test_excel_charts_read_the_sheets() -> None:
    book = _open(sample_report("zh"))
    radar, bars = book["概览"]._charts[0], book["指标得分图"]._charts[0]
    assert radar.tagname == "radarChart"
    assert radar.series[0].val.numRef.f == "五项能力!$B$2:$B$6"
    assert bars.tagname == "barChart"
    assert bars.series[0].val.numRef.f == f"指标!$G$2:$G${book['指标'].max_row}"


def test_excel_feedback_has_no_scores() -> None:
    book = _open(sample_report("en", can_see_scores=False), "en")
    assert "Five abilities" not in book.sheetnames
    assert not {"Overall score", "Score", "Recommendation"} & set(_values(book))


def test_excel_properties_say_a_machine_made_it() -> None:
    book = _open(sample_report("zh"))
    assert "人工智能生成" in str(book.properties.title)
    assert "张三" in str(book.properties.title)
    assert "AI-generated" in str(book.properties.keywords)
    assert book.properties.created is not None
    assert book.properties.created.year == 2026
    custom = {item.name: item.value for item in book.custom_doc_props.props}
    assert '"Label": "1"' in custom["AIGC"]
    assert custom["DigitalSourceType"] == SOURCE_TYPE


def test_excel_label_for_machines_is_json_whatever_the_names() -> None:
    name = '"' * 20 + LONG_NAME
    report = sample_report("en") | {"organization": {"name": name}, "report_id": name}
    custom = {item.name: item.value for item in _open(report, "en").custom_doc_props.props}
    assert json.loads(custom["AIGC"])["Label"] == "1"


def test_excel_too_long_text_is_cut_to_what_a_cell_holds() -> None:
    report = sample_report("en")
    report["questions"][0]["sentences"] = [{"text": "x" * (CELL_LIMIT + 10), "start_ms": 0, "end_ms": 1}]
    assert _open(report, "en")["Transcript"]["D2"].value == "x" * CELL_LIMIT


def test_excel_same_report_gives_same_bytes() -> None:
    report = sample_report("zh")
    target = BytesIO()
    write_excel(report, target, language="zh")
    assert target.getvalue() == render_excel(report, language="zh")


def test_lines_in_counts_chinese_wider() -> None:
    assert lines_in("word " * 4, width=40) == 1
    assert lines_in("汉字" * 20, width=40) == 2
    assert lines_in("a\nb\nc", width=40) == 3
