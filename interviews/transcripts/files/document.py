"""A Word document. Text goes in as text: python-docx escapes what looks like markup, and there are no fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from interviews.transcripts.files.lines import clean, clock_time

LATIN_FONT = "Calibri"
CJK_FONT = "Microsoft YaHei"  # on every Windows and Office; others put their own Chinese font in its place
_GREY = "7F7F7F"


def write_docx(content: Mapping[str, Any], target: IO[bytes]) -> None:
    """``content``: title, facts (pairs of label and value), paragraphs ({start_ms, speaker, text}), language."""
    import docx

    document = docx.Document()
    _set_fonts(document, chinese=content["language"] == "zh")
    document.core_properties.title = clean(content["title"])
    document.core_properties.author = ""
    document.add_heading(clean(content["title"]), level=1)
    for label, value in content["facts"]:
        line = document.add_paragraph()
        line.add_run(f"{clean(label)}  ").bold = True
        line.add_run(clean(value))
    for paragraph in content["paragraphs"]:
        _add_paragraph(document, paragraph)
    document.save(target)


def _add_paragraph(document: Any, paragraph: Mapping[str, Any]) -> None:
    from docx.shared import Pt, RGBColor

    head = document.add_paragraph()
    head.paragraph_format.space_before, head.paragraph_format.space_after = Pt(10), Pt(2)
    head.paragraph_format.keep_with_next = True
    head.add_run(clean(paragraph["speaker"])).bold = True
    time = head.add_run(f"  {clock_time(paragraph['start_ms'])}")
    time.font.size, time.font.color.rgb = Pt(9), RGBColor.from_string(_GREY)
    document.add_paragraph(clean(paragraph["text"])).paragraph_format.space_after = Pt(2)


def _set_fonts(document: Any, *, chinese: bool) -> None:
    """One font for Latin letters and one for Chinese in every style, and the language for spelling and line breaks."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.oxml.shared import OxmlElement

    for style in document.styles:
        if style.type != WD_STYLE_TYPE.PARAGRAPH:
            continue
        style.font.name = LATIN_FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), CJK_FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    if chinese:
        language.set(qn("w:val"), "zh-CN")
    normal = document.styles["Normal"].element.get_or_add_rPr()
    normal.append(language)
