"""Forms of pages."""

from __future__ import annotations

from typing import Any

from django import forms

from common.errors import ApplicationError


class PageForm(forms.Form):
    """A form whose service may refuse: `take_errors` puts each sentence where it belongs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def take_errors(self, error: ApplicationError) -> None:
        """Sentences about a field of this form at that field, all else above the form."""
        for name, sentences in (error.errors or {}).items():
            target = name if name in self.fields else None
            for sentence in sentences if isinstance(sentences, list) else [sentences]:
                self.add_error(target, str(sentence))
        if not error.errors:
            self.add_error(None, error.message)
