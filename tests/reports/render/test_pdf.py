"""The report as a PDF, read back with other libraries."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from reports.builders.wording import LANGUAGES, Language
from reports.render import render_pdf, write_pdf
from reports.render.provenance import AIGC_NAMESPACE, SOURCE_TYPE
from tests.reports.render.cases import CASES, LONG_NAME, NASTY, unscored, with_text
from tests.reports.samples import sample_report

PAGE_WIDTH, MARGIN = 595, 57
LABEL = {"zh": "本报告由人工智能生成", "en": "AI-generated report"}


def _open(report: dict[str, Any], language: Language = "zh") -> PdfReader:
    return PdfReader(BytesIO(render_pdf(report, language=language)), strict=True)


def _pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


@cache
def _sample(language: Language) -> bytes:
    return render_pdf(sample_report(language), language=language)


def _text(report: dict[str, Any], language: Language = "zh") -> str:
    return " ".join(_pages(render_pdf(report, language=language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", sorted(CASES))
def test_pdf_every_page_carries_label_and_number(case: str, language: Language) -> None:
    pages = _pages(render_pdf(CASES[case](language), language=language))
    for number, page in enumerate(pages, start=1):
        assert LABEL[language] in page
        assert f"{number} / {len(pages)}" in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", NASTY)
def test_pdf_any_text_stays_text_and_on_the_page(text: str, language: Language) -> None:
    data = render_pdf(with_text(sample_report(language), text), language=language)
    assert len(PdfReader(BytesIO(data), strict=True).pages) > 3
    assert max(_right_edges(data)) <= PAGE_WIDTH - MARGIN + 1


def _right_edges(data: bytes) -> list[float]:
    """The right end of every drawn object but the cover's band, in points."""
    document = pypdfium2.PdfDocument(data)
    try:
        bounds = [found.get_bounds() for page in document for found in page.get_objects()]
        return [right for left, _, right, _ in bounds if left > 0]
    finally:
        document.close()


def test_pdf_markup_is_shown_as_written() -> None:
    report = sample_report("en") | {"candidate": {"username": "<b>Ann & Bob</b>"}}
    assert "<b>Ann & Bob</b>" in _text(report, "en")


def test_pdf_shows_scores_evidence_and_words() -> None:
    report = sample_report("zh")
    text = _text(report)
    assert f"{report['overall_score']} / 100" in text
    assert report["recommendation_label"] in text
    first = report["ability_evidence"]["professional_knowledge"]["indicators"][0]
    for words in (first["label"], first["norm"], "追问1.1", "第1题 00:11", report["rubric_version"], "faster-whisper"):
        assert words in text
    for question in report["questions"]:
        for sentence in question["sentences"]:
            assert sentence["text"].replace(" ", "") in text.replace(" ", "")


def test_pdf_missing_scores_are_said_not_zero() -> None:
    text = _text(unscored("zh"))
    assert "未测得" in text
    assert "证据不足" in text
    assert "看不到脸" in text
    assert not re.search(r"应变抗压能力 0\b", text)


def test_pdf_feedback_shows_no_score() -> None:
    report = sample_report("en", can_see_scores=False)
    text = _text(report, "en")
    assert "Interview feedback" in text
    assert not re.search(r"\b(Score|Overall score|Recommendation)\b", text)
    assert report["improvements"][0]["suggestion"].split()[0] in text


def test_pdf_metadata_says_a_machine_made_it() -> None:
    document = PdfReader(BytesIO(_sample("zh")), strict=True)
    info = document.metadata
    assert info is not None
    assert "张三" in str(info.title)
    assert "人工智能生成" in str(info.title)
    assert info.author == "示例科技"
    assert "AI-generated" in str(info["/Keywords"])
    assert "人工智能生成" in str(info.subject)
    assert document.trailer["/Root"]["/Lang"] == "zh-CN"
    xmp = document.trailer["/Root"]["/Metadata"].get_data().decode()
    assert AIGC_NAMESPACE in xmp
    assert '"Label": "1"' in xmp
    assert SOURCE_TYPE in xmp
    assert "rpt_901234" in xmp


def test_pdf_hostile_names_keep_metadata_well_formed() -> None:
    report = with_text(sample_report("en"), "</dc:title><x>&")
    xmp = _open(report, "en").xmp_metadata
    assert xmp is not None
    assert "</dc:title><x>&" in xmp.dc_title["x-default"]


def test_pdf_made_at_comes_from_the_report() -> None:
    info = PdfReader(BytesIO(_sample("zh")), strict=True).metadata
    assert info is not None
    assert info.creation_date is not None
    assert info.creation_date.isoformat().startswith("2026-11-20T02:")


def test_pdf_same_report_gives_same_bytes() -> None:
    assert render_pdf(sample_report("zh"), language="zh") == _sample("zh")


def test_pdf_write_streams_the_same_bytes() -> None:
    target = BytesIO()
    write_pdf(sample_report("en"), target, language="en")
    assert target.getvalue() == _sample("en")


def test_pdf_outline_leads_to_the_sections() -> None:
    document = PdfReader(BytesIO(_sample("zh")), strict=True)
    entries = [
        (entry.title, document.get_destination_page_number(entry))
        for entry in document.outline
        if not isinstance(entry, list)
    ]
    assert [title for title, _ in entries][:2] == ["评估概览", "面试亮点"]
    for title, page in entries:
        assert title in re.sub(r"\s", "", document.pages[page].extract_text())


def test_pdf_is_tagged_for_screen_readers() -> None:
    document = PdfReader(BytesIO(_sample("zh")), strict=True)
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    elements = [reference.get_object() for reference in root["/StructTreeRoot"]["/K"]["/K"]]
    tags = [element["/S"] for element in elements]
    assert tags.count("/Figure") == 2
    assert tags[0:3] == ["/P", "/P", "/H1"]
    alternatives = [element["/Alt"] for element in elements if element["/S"] == "/Figure"]
    assert "专业知识" in alternatives[0]
    marks = sum(len(re.findall(rb"/MCID \d+", page.get_contents().get_data())) for page in document.pages)
    assert marks == len(elements)


def test_pdf_fonts_are_embedded_subsets() -> None:
    data = _sample("zh")
    fonts = {name for page in PdfReader(BytesIO(data)).pages for name in _font_names(page)}
    assert any("WenQuanYi" in name for name in fonts)
    assert all("+" in name for name in fonts if "Helvetica" not in name)
    assert len(data) < 600_000


def _font_names(page: Any) -> set[str]:
    return {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}


def test_pdf_says_when_a_character_could_not_be_drawn() -> None:
    report = sample_report("en") | {"candidate": {"username": "\U00020bb7野家"}}
    text = _text(report, "en")
    assert "□野家" in text
    assert "lacks" in text
    assert "lacks" not in " ".join(_pages(_sample("en")))


def test_pdf_long_name_stays_on_the_cover() -> None:
    report = sample_report("zh") | {"candidate": {"username": LONG_NAME}, "position": {"title": LONG_NAME}}
    first = _pages(render_pdf(report, language="zh"))[0]
    assert first.count("长名字") >= 20
    assert "综合评分" in first
