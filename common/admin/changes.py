"""Two people on one page of the admin: whoever saves second is told, and nothing is written over."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

SEEN = "seen_values"


class _Seen(forms.CharField):
    """Comes back as it went out; nothing anybody changes."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class WatchedForm(forms.ModelForm):
    """A form of a row that knows how the row was when it was opened. ``watched`` names columns that it shows by fields
    of its own."""

    watched: ClassVar[tuple[str, ...]] = ()
    seen_values = _Seen(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and SEEN in self.fields:
            self.initial[SEEN] = self._values_of(self.instance)

    def clean(self) -> dict[str, Any]:
        """Reads the row anew, under a lock that holds until it is saved."""
        given = super().clean() or {}
        seen = given.pop(SEEN, "")
        if seen and self.instance.pk:
            rows = type(self.instance)._base_manager.select_for_update()
            if seen != self._values_of(rows.get(pk=self.instance.pk)):
                raise forms.ValidationError(
                    _("Somebody else changed this meanwhile. Open the page again and make your change there.")
                )
        return given

    def _values_of(self, row: Model) -> str:
        known = model_to_dict(row, fields=[*self.fields, *self.watched])
        said = repr(sorted((name, str(value)) for name, value in known.items()))
        return hashlib.sha256(said.encode()).hexdigest()
