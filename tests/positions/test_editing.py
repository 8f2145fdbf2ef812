"""The form of a position's settings: weights, levels, and two people at once."""

from __future__ import annotations

import json

import pytest
from django.utils.html import escape

from positions.enums import Ability
from positions.models import Position
from positions.pages.forms import initial_of, settings_of
from positions.pages.merging import written
from tests.factories import make_position
from tests.pages import browser, post, text_of

KEYS = list(Ability.values)


def filled(position: Position, **changes):
    """What a browser posts that opened the form now."""
    shown = initial_of(settings_of(position))
    shown["requirements"] = "\r\n".join(position.requirements)
    data = {name: value for name, value in shown.items() if value not in (False, None)}
    data |= {"lock_version": position.lock_version, "base": written(settings_of(position)), **changes}
    return {name: value for name, value in data.items() if value is not None}


def edit(user, position, data, language="en"):
    return post(browser(user, language=language), f"/console/positions/{position.public_id}/edit", data)


def fresh(position: Position) -> Position:
    return Position.objects.get(pk=position.pk)


def test_a_form_sent_as_it_was_opened_changes_nothing(people):
    weights = dict(zip(KEYS, (0.07, 0.29, 0.14, 0.25, 0.25), strict=True))
    anchors = {
        "logical_thinking": [{"score": 20, "zh": "跑题"}, {"score": 80, "zh": "", "en": "In order\nand to the point"}]
    }
    position = fresh(make_position(people.owner, weights=weights, anchors=anchors, retention_days=90))
    before = settings_of(position)
    assert edit(people.owner, position, filled(position)).status_code == 302
    assert settings_of(fresh(position)) == before
    assert fresh(position).lock_version == 1


def test_every_setting_is_stored(people):
    position = fresh(make_position(people.owner))
    changes = {
        "title": "新名称", "language": "en", "timezone": "Europe/Berlin", "link_valid_days": "3",
        "retention_days": "30",
        "candidate_report": "feedback", "retakes_allowed": "on", "mode_choice_allowed": None, "blind_review": "on",
        "modalities": ["voice"], "opening_text": "a\r\nb", "own_weights": "on",
        **{f"weight_{key}": "20" for key in KEYS},
        "anchor_stress_resistance_0_zh": "慌乱", "anchor_stress_resistance_0_score": "10",
    }  # fmt: skip
    answer = edit(people.mate, position, filled(position, **changes))
    assert answer.status_code == 302, answer.content.decode()[:2000]
    now = fresh(position)
    assert (now.title, now.language, now.timezone, now.link_valid_days) == ("新名称", "en", "Europe/Berlin", 3)
    assert (now.retention_days, now.candidate_report, now.retakes_allowed) == (30, "feedback", True)
    assert (now.mode_choice_allowed, now.blind_review, now.modalities) == (False, True, ["voice"])
    assert now.opening_text == "a\nb"
    assert now.weights == dict.fromkeys(KEYS, 0.2)
    assert now.anchors == {"stress_resistance": [{"score": 10, "zh": "慌乱", "en": ""}]}
    assert (now.changed_by, now.lock_version) == (people.mate, 2)


@pytest.mark.parametrize(
    ("shares", "word"),
    [((20, 20, 20, 20, 19), "sum to 99%"), ((50, 50, 50, 0, 0), "sum to 150%"),
     (("", 25, 25, 25, 25), "Give every ability"), ((-10, 50, 20, 20, 20), "greater than or equal to 0"),
     (("a", 25, 25, 25, 25), "Enter a number")],
)  # fmt: skip
def test_weights_that_are_none_are_refused_where_they_stand(people, shares, word):
    position = fresh(make_position(people.owner))
    weights = {f"weight_{key}": str(share) for key, share in zip(KEYS, shares, strict=True)}
    answer = edit(people.owner, position, filled(position, own_weights="on", title="stays typed", **weights))
    assert answer.status_code == 400
    assert word in answer.content.decode()
    assert "stays typed" in answer.content.decode()
    assert fresh(position).weights is None


def test_weights_within_a_thousandth_are_taken_and_sum_to_one(people):
    position = fresh(make_position(people.owner))
    shares = zip(KEYS, ("33.3", "33.3", "33.3", "0", "0.05"), strict=True)
    edit(
        people.owner, position, filled(position, own_weights="on", **{f"weight_{key}": share for key, share in shares})
    )
    assert sum(fresh(position).weights.values()) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(
    "level", [{"score": "101", "zh": "x"}, {"score": "", "zh": "x"}, {"score": "40", "zh": "长" * 501}]
)
def test_levels_that_make_no_sense_are_refused(people, level):
    position = fresh(make_position(people.owner))
    changes = {f"anchor_logical_thinking_0_{name}": value for name, value in level.items()}
    assert edit(people.owner, position, filled(position, **changes)).status_code == 400
    assert fresh(position).anchors == {}


def test_two_levels_with_one_score_are_refused(people):
    position = fresh(make_position(people.owner))
    changes = {
        f"anchor_logical_thinking_{row}_{name}": value
        for row in (0, 1)
        for name, value in (("score", "20"), ("zh", "x"))
    }
    answer = edit(people.owner, position, filled(position, **changes))
    assert answer.status_code == 400
    assert "score of its own" in answer.content.decode()


def test_second_editor_is_told_what_changed_and_loses_nothing(people):
    position = fresh(make_position(people.owner, title="旧", description="旧说明"))
    mine = filled(position, title="我的", blind_review="on")
    assert edit(people.mate, position, filled(position, title="他的", description="他的说明")).status_code == 302
    answer = edit(people.owner, position, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert people.mate.username in page
    assert escape("now “他的”. Saving puts yours in its place: “我的”.") in page
    assert "now “他的说明”, taken over below." in page
    assert fresh(position).title == "他的"
    form = answer.context["form"]
    assert (form["title"].value(), form["description"].value()) == ("我的", "他的说明")
    assert form["blind_review"].value() is True
    again = filled(fresh(position), title="我的", description="他的说明", blind_review="on")
    assert edit(people.owner, position, again).status_code == 302
    now = fresh(position)
    assert (now.title, now.description, now.blind_review, now.lock_version) == ("我的", "他的说明", True, 3)


def test_second_editor_keeps_weights_and_levels(people):
    position = fresh(make_position(people.owner))
    weights = {f"weight_{key}": "20" for key in KEYS}
    mine = filled(position, own_weights="on", **weights, anchor_logical_thinking_0_zh="我写的")
    edit(people.mate, position, filled(position, title="他的"))
    form = edit(people.owner, position, mine).context["form"]
    assert form["own_weights"].value() is True
    assert [field.value() for field in form.weight_fields()] == ["20"] * 5
    assert form["anchor_logical_thinking_0_zh"].value() == "我写的"
    assert form["title"].value() == "他的"


@pytest.mark.parametrize("base", ["", "{", "[1]", '{"title": 5}', json.dumps({"unknown": 1})])
def test_a_base_that_was_tampered_with_harms_nobody(people, base):
    position = fresh(make_position(people.owner, title="旧"))
    mine = filled(position, title="我的", base=base)
    edit(people.mate, position, filled(position, title="他的"))
    answer = edit(people.owner, position, mine)
    assert answer.status_code == 409
    assert answer.context["form"]["title"].value() == "我的"


def test_form_shows_more_levels_than_it_offers(people):
    levels = [{"score": score, "zh": f"第{score}级"} for score in range(10, 80, 10)]
    position = make_position(people.owner, anchors={"logical_thinking": levels})
    page = text_of(browser(people.owner), f"/console/positions/{position.public_id}/edit")
    assert all(f"第{score}级" in page for score in range(10, 80, 10))
    assert edit(people.owner, fresh(position), filled(fresh(position))).status_code == 302
    assert len(fresh(position).anchors["logical_thinking"]) == 7
