"""The weights of a position in the admin: a field for each ability."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import MemberRole
from common.audit.writing import trail_of
from positions.admin import WEIGHTS
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


def filled(client, position, shares):
    """What the page's form holds, with these weights by ability."""
    shown = client.get(address(position)).context
    form = shown["adminform"].form
    given = {name: form[name].value() for name in form.fields}
    given["anchors"] = ""
    for formset in shown["inline_admin_formsets"]:
        prefix = getattr(formset, "formset", formset).prefix
        given |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    given |= {WEIGHTS[key]: share for key, share in shares.items()}
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
