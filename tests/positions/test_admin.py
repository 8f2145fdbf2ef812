"""The weights and levels of a position in the admin: a field for each ability."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import MemberRole
from common.admin.forms import LinesField
from common.audit.writing import trail_of
from positions.admin import LEVELS, WEIGHTS
from positions.models import Position
from tests.factories import make_position
from tests.pages import browser, text_of
from tests.people import add_member

EVEN = dict.fromkeys(WEIGHTS, 0.2)


def staff(person):
    person.is_staff = True
    person.save()
    return browser(person, language="en")


def address(position):
    return reverse("admin:positions_position_change", args=[position.pk])


def shown_in(form, name):
    """Lists of a field of lines as the lines they are shown as."""
    value, field = form[name].value(), form.fields[name]
    return field.prepare_value(value) if isinstance(field, LinesField) else value


def filled(client, position, shares=(), **more):
    """What the page's form holds, with these weights by ability and ``more``."""
    shown = client.get(address(position)).context
    form = shown["adminform"].form
    given = {name: shown_in(form, name) for name in form.fields}
    for formset in shown["inline_admin_formsets"]:
        prefix = getattr(formset, "formset", formset).prefix
        given |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    given |= {WEIGHTS[key]: share for key, share in dict(shares).items()} | more
    return {name: value for name, value in given.items() if value not in (None, False)}


def test_each_ability_has_its_own_field_with_its_weight(people):
    position = make_position(people.owner, weights={**EVEN, "logical_thinking": 0.3, "stress_resistance": 0.1})
    form = staff(people.owner).get(address(position)).context["adminform"].form
    assert "weights" not in form.fields
    assert {key: form[name].value() for key, name in WEIGHTS.items()} == position.weights
    page = text_of(staff(people.owner), address(position))
    assert all(f'name="{name}"' in page for name in WEIGHTS.values())


def test_weights_are_changed_by_the_service_and_written_down(people):
    position = make_position(people.owner)
    client = staff(people.owner)
    answer = client.post(address(position), filled(client, position, EVEN))
    assert answer.status_code == 302, answer.context["errors"]
    position.refresh_from_db()
    assert position.weights == EVEN
    assert trail_of(position.public_id)[0].facts == {"fields": ["weights"]}


def test_empty_weights_are_the_rubrics(people):
    position = make_position(people.owner, weights=EVEN)
    client = staff(people.owner)
    answer = client.post(address(position), filled(client, position, dict.fromkeys(EVEN, "")))
    assert answer.status_code == 302, answer.context["errors"]
    assert Position.objects.get().weights is None


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        ({**EVEN, "logical_thinking": 0.3}, "The weights must sum to 100%, that is 1; these sum to 110%."),
        ({**EVEN, "logical_thinking": ""}, "Give every ability a weight; 0 leaves it out of the overall score."),
        ({**EVEN, "logical_thinking": 1.2}, "Ensure this value is less than or equal to 1."),
        ({**EVEN, "logical_thinking": "much"}, "Enter a number."),
    ],
)
def test_weights_that_cannot_be_are_refused_in_a_clear_sentence(people, shares, sentence):
    position = make_position(people.owner)
    client = staff(people.owner)
    answer = client.post(address(position), filled(client, position, shares))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Position.objects.get().weights is None


def test_weights_are_nobody_elses_to_change(people):
    position = make_position(people.owner)
    given = filled(staff(people.owner), position, EVEN)
    viewer = staff(add_member(people, MemberRole.VIEWER))
    assert viewer.post(address(position), given).status_code == 403
    assert not any(f'name="{name}"' in text_of(viewer, address(position)) for name in WEIGHTS.values())
    assert staff(people.stranger).post(address(position), given).status_code == 302  # to the index: not there
    assert Position.objects.get().weights is None


LOGIC = LEVELS["logical_thinking"]
STORED = {
    "logical_thinking": [
        {"score": 40, "zh": "只列出现象", "en": ""},
        {"score": 85, "zh": "先分清范围 | 再找原因", "en": "Scope first | cause next"},
        {"score": 95, "zh": "", "en": "Proves the cause"},
    ]
}
WRITTEN = "40 | 只列出现象\n85 | 先分清范围 \\| 再找原因 | Scope first \\| cause next\n95 |  | Proves the cause"


def test_levels_are_shown_as_lines_and_unchanged_lines_change_nothing(people):
    position = make_position(people.owner, anchors=STORED)
    client = staff(people.owner)
    given = filled(client, position, title="新名称")
    assert given[LOGIC] == WRITTEN
    assert client.post(address(position), given).status_code == 302
    position.refresh_from_db()
    assert (position.title, position.anchors) == ("新名称", STORED)
    assert trail_of(position.public_id)[0].facts == {"fields": ["title"]}


def test_lines_become_levels_through_the_service(people):
    position = make_position(people.owner)
    client = staff(people.owner)
    lines = "\n".join(["", *reversed(WRITTEN.splitlines())])
    assert client.post(address(position), filled(client, position, **{LOGIC: lines})).status_code == 302
    position.refresh_from_db()
    assert position.anchors == STORED
    assert trail_of(position.public_id)[0].facts == {"fields": ["anchors"]}
    assert client.post(address(position), filled(client, position, **{LOGIC: ""})).status_code == 302
    position.refresh_from_db()
    assert position.anchors == {}


def test_new_position_has_the_levels_that_were_written(people):
    given = {
        "title": "新职位", "category": "ai", "description": "d", "status": "active", "interview_duration": 30,
        "question_count": 5, "language": "auto", "timezone": "Asia/Shanghai", "candidate_report": "full",
        "link_valid_days": 7, "interviewer_style": "friendly", LOGIC: WRITTEN,
    }  # fmt: skip
    answer = staff(people.owner).post(reverse("admin:positions_position_add"), given)
    assert answer.status_code == 302, answer.context["errors"]
    assert Position.objects.get().anchors == STORED


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("clear", "A level is written as: score | Chinese | English."),
        ("50 | a | b | c", "A level is written as: score | Chinese | English."),
        ("high | a", "The score of a level is a whole number from 0 to 100."),
        ("101 | a", "The score of a level is a whole number from 0 to 100."),
        ("50 | |", "A level needs the behaviour that is seen there."),
        ("50 | " + "a" * 501, "A behaviour has at most 500 characters."),
        ("40 | a", "Each level of an ability has a score of its own."),
    ],
)
def test_line_that_is_no_level_is_named_and_comes_back(people, line, sentence):
    position = make_position(people.owner)
    client = staff(people.owner)
    lines = f"40 | 只列出现象\n\n{line}\n95 | 证明原因"
    answer = client.post(address(position), filled(client, position, **{LOGIC: lines}))
    assert answer.status_code == 200
    form = answer.context["adminform"].form
    assert form.errors == {LOGIC: [f"Logical thinking, line 3: {sentence}"]}
    assert shown_in(form, LOGIC) == lines
    assert Position.objects.get().anchors == {}


def test_more_levels_than_there_can_be_are_refused(people):
    position = make_position(people.owner)
    client = staff(people.owner)
    lines = "\n".join(f"{score} | a" for score in range(30))
    form = client.post(address(position), filled(client, position, **{LOGIC: lines})).context["adminform"].form
    assert form.errors[LOGIC][0] == "Logical thinking, line 10: An ability has a list of at most 9 levels."
    assert len(form.errors[LOGIC]) == 9


def test_who_only_looks_sees_the_levels_without_fields(people):
    position = make_position(people.owner, anchors=STORED)
    page = text_of(staff(add_member(people, MemberRole.VIEWER)), address(position))
    assert "Logical thinking<br>40: 只列出现象<br>" in page
    assert "<br>95: Proves the cause<" in page
    assert not any(f'name="{name}"' in page for name in LEVELS.values())


def test_who_only_looks_reads_the_weights_in_words(people):
    viewer = staff(add_member(people, MemberRole.VIEWER))
    assert "The rubric&#x27;s own" in text_of(viewer, address(make_position(people.owner)))
    shares = dict(zip(WEIGHTS, (0.333, 0.167, 0.2, 0.2, 0.1), strict=True))
    page = text_of(viewer, address(make_position(people.owner, weights=shares)))
    assert "Professional knowledge: 33.3%" in page
    assert "0.167" not in page
