from __future__ import annotations

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy

from common.pages.rendering import FormRenderer
from tests.common.admin.test_rows import squeezed

CHOICES = [
    ("", gettext_lazy("All")),
    ("a", '<b>"一"</b>'),
    (3, 4),
    (True, "yes"),
    ("几个", [("x", "X & Y"), ("y", "Y")]),
    ("<i>", [("z", "Z")]),
]


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple])
@pytest.mark.parametrize("chosen", [None, [], ["a"], ["x"], ["3", "z"]])
@pytest.mark.parametrize(
    "attributes", [{}, {"id": "a", "required": True, "disabled": False, "data-x": '"<'}, {"size": 3}]
)
def test_choices_are_those_django_makes(widget, chosen, attributes):
    box = widget(attrs=attributes, choices=CHOICES)
    given = {"name": "place", "value": chosen}
    assert squeezed(box.render(renderer=FormRenderer(), **given)) == squeezed(
        box.render(renderer=DjangoTemplates(), **given)
    )


def test_choices_of_a_form_are_made_by_it():
    class Form(forms.Form):
        place = forms.ChoiceField(choices=[("a", "<b>")])

    assert isinstance(Form().renderer, FormRenderer)
    assert "&lt;b&gt;" in str(Form()["place"])
