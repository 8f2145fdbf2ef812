"""Values as text."""

from __future__ import annotations

import pytest

from reports.builders.wording import Language
from reports.render.formats import clean, clip, clock, date_and_time, number, quoted, short_clock, span, with_unit


@pytest.mark.parametrize(
    ("value", "text"),
    [(212.4, "212"), (34.67, "34.7"), (40.0, "40"), (0.08, "0.08"), (0, "0"), (-0.001, "0"), (1.5, "1.5")],
)
def test_number_shows_about_three_digits(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), "7", True])
def test_number_of_what_is_none_is_a_dash(value: object) -> None:
    assert number(value) == "–"


def test_with_unit_keeps_percent_close() -> None:
    assert with_unit(62.0, "%") == "62%"
    assert with_unit(3, "次/分钟") == "3 次/分钟"


@pytest.mark.parametrize(("ms", "text"), [(0, "00:00:00"), (3_723_999, "01:02:03"), (None, "–"), (-5, "00:00:00")])
def test_clock_counts_whole_seconds(ms: int | None, text: str) -> None:
    assert clock(ms) == text


def test_span_leaves_out_what_is_not_known() -> None:
    assert span(130_000, 138_000) == "02:10–02:18"
    assert span(130_000, 130_400) == "02:10"
    assert span(130_000, None) == "02:10"
    assert span(None, 4) == ""
    assert short_clock(3_600_000) == "01:00:00"


def test_clean_drops_what_no_file_can_hold() -> None:
    assert clean("a\x00b\x07c\ud800d\u202ee\r\nf\rg") == "abcde\nf\ng"
    assert clean("表情😀保留") == "表情😀保留"


def test_clip_is_one_line_with_an_ellipsis() -> None:
    assert clip("一 \n 二", 10) == "一 二"
    assert clip("abcdefghij", 5) == "abcd…"


def test_quoted_turns_inner_marks_single() -> None:
    assert quoted("“过拟合”靠正则化", length=99) == "“‘过拟合’靠正则化”"


@pytest.mark.parametrize(("language", "text"), [("zh", "2026年11月21日 07:30"), ("en", "21 November 2026, 07:30")])
def test_date_is_in_the_interviews_zone(language: Language, text: str) -> None:
    assert date_and_time("2026-11-20T23:30:00.000Z", language=language, timezone="Asia/Shanghai") == text


def test_date_of_unknown_zone_is_utc() -> None:
    assert date_and_time("2026-11-20T23:30:00Z", language="en", timezone="Mars/Base") == "20 November 2026, 23:30"
    assert date_and_time("soon", language="en", timezone="UTC") == ""
