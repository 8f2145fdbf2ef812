"""Breaking text into lines."""

from __future__ import annotations

import pytest

from reports.render.pdf.lines import Span, break_lines
from tests.reports.render.cases import NASTY


def _width(text: str) -> float:
    return sum(2 if ord(char) > 0x2000 else 1 for char in text)


def _lines(text: str, width: float) -> list[str]:
    lines = break_lines([Span(text)], width=width, measure=_width)
    return ["".join(piece.text for piece in line.pieces) for line in lines]


def test_lines_english_breaks_between_words() -> None:
    assert _lines("the quick brown fox jumps", 11) == ["the quick", "brown fox", "jumps"]


def test_lines_chinese_closing_marks_never_begin_a_line() -> None:
    text = "首先，我们把“用户行为”日志（已清洗）写入队列。然后《流式计算》处理！对吗？对……"
    for width in range(6, 40):
        lines = _lines(text, width)
        assert "".join(lines) == text
        assert not [line for line in lines if line[0] in "，。！？；：、）》”…"], width
        assert not [line for line in lines[:-1] if line[-1] in "（《“"], width


def test_lines_mixed_text_keeps_english_words_whole() -> None:
    lines = _lines("我们使用TensorFlow训练模型，指标是AUC。", 14)
    assert any("TensorFlow" in line for line in lines)
    assert any("AUC" in line for line in lines)


@pytest.mark.parametrize("text", NASTY)
def test_lines_never_wider_than_the_page(text: str) -> None:
    lines = break_lines([Span(text)], width=20, measure=_width)
    assert max(line.width for line in lines) <= 20
    kept = "".join(piece.text for line in lines for piece in line.pieces)
    assert kept.replace(" ", "") == "".join(text.split())


def test_lines_line_ends_are_kept_and_colours_too() -> None:
    lines = break_lines([Span("a b\n", "red"), Span("c")], width=20, measure=_width)
    assert [line.pieces for line in lines] == [(Span("a b", "red"),), (Span("c"),)]


def test_lines_no_break_space_holds() -> None:
    assert _lines("see Q2\u00a001:46 now", 10) == ["see", "Q2\u00a001:46", "now"]
    assert _lines("见第2题\u00a001:46", 12) == ["见第2", "题\u00a001:46"]


def test_lines_apostrophe_does_not_part_a_word() -> None:
    assert _lines("we don’t know", 8) == ["we", "don’t", "know"]
