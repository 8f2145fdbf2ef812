from __future__ import annotations

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override
from unfold.utils import display_for_label as made_anew

from common.admin.lists import label_of
from positions.enums import PositionStatus

KINDS = {"active": "success", "closed": "danger", 3: "info"}


@pytest.mark.parametrize("kinds", [KINDS, True], ids=["coloured", "plain"])
@pytest.mark.parametrize(
    "value",
    [
        *("active", "unknown", "", None, 0, 3, 72.5, PositionStatus.ACTIVE, ("active", "在招"), ("<b>", "<b>")),
        ("closed", gettext_lazy("Closed")),
    ],
)
def test_badge_is_the_one_unfold_makes(value, kinds):
    assert label_of(value, "-", kinds) == made_anew(value, "-", kinds)
    assert label_of(value, "-", kinds) == made_anew(value, "-", kinds)


@pytest.mark.parametrize("form", [lambda text: text, lambda text: ("active", text)], ids=["text", "key and text"])
def test_text_is_escaped_also_where_the_same_letters_were_html(form):
    assert "<b>7</b>" in label_of(form(mark_safe("<b>7</b>")), "-", KINDS)
    assert "<b>" not in label_of(form("<b>7</b>"), "-", KINDS)


def test_one_and_true_are_two_badges():
    assert ">1<" in label_of(1, "-", True).replace(" ", "").replace("\n", "")
    assert "True" in label_of(True, "-", True)


def test_several_badges_are_those_unfold_makes():
    assert label_of(["甲", "<b>"], "-", True) == made_anew(["甲", "<b>"], "-", True)


def test_badge_of_a_lazy_text_is_in_the_language_of_now():
    for language in ("zh-hans", "en", "zh-hans"):
        with override(language):
            shown = label_of(("closed", gettext_lazy("Positions")), "-", KINDS)
            assert str(gettext_lazy("Positions")) in shown
