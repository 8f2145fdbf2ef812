"""Hebrew and Arabic in left-to-right lines."""

from __future__ import annotations

import pytest

from reports.render.pdf import fonts, rtl


def test_visual_hebrew_is_turned_and_numbers_are_not() -> None:
    assert rtl.visual("שלום 12.5 עולם") == "םלוע 12.5 םולש"
    assert rtl.visual("name: שלום!") == "name: םולש!"


def test_visual_latin_is_untouched() -> None:
    assert rtl.visual("plain (text) 12") == "plain (text) 12"
    assert not rtl.needed("plain 中文")


def test_shape_arabic_letters_join() -> None:
    shaped = rtl.shape("محمد")
    assert shaped == "\ufee3\ufea4\ufee4\ufeaa"  # initial, medial, medial, final
    assert rtl.shape("دار") == "\ufea9\ufe8d\ufead"  # none of these joins the next


@pytest.mark.skipif(not fonts.fallback().widths, reason="no font for other scripts is installed")
def test_fonts_other_scripts_are_drawn_with_the_fallback() -> None:
    ready = fonts.drawable("שלום")
    assert ready == "שלום"
    assert fonts.runs("a שלום") == [(fonts.PRIMARY, "a "), (fonts.FALLBACK, "שלום")]
    assert fonts.width_of("שלום", 10) > 10


def test_fonts_a_character_nobody_has_becomes_a_box() -> None:
    assert fonts.drawable("\U00020bb7野家") == "□野家"
    assert fonts.drawable("\U00020bb7\u200d\U00020bb7\ufe0f") == "□□"
    assert fonts.missing_in("\U00020bb7")
    assert not fonts.missing_in("中文 abc")
