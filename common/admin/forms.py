"""Forms of ours on pages of the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from django import forms
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Model
from django.db.models.options import Options
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from common.admin.base import may_write
from common.errors import ApplicationError
from common.pages.forms import PageForm

_NO_NULLS = ProhibitNullCharactersValidator()
_ONE_A_LINE = _("One a line.")
_Form = TypeVar("_Form", bound=forms.BaseForm)
_WIDGETS: dict[type[forms.Widget], type[forms.Widget]] = {
    forms.Select: widgets.UnfoldAdminSelectWidget,
    forms.TextInput: widgets.UnfoldAdminTextInputWidget,
    forms.EmailInput: widgets.UnfoldAdminEmailInputWidget,
    forms.NumberInput: widgets.UnfoldAdminTextInputWidget,
    forms.DateTimeInput: widgets.UnfoldAdminTextInputWidget,
    forms.Textarea: widgets.UnfoldAdminTextareaWidget,
    forms.CheckboxInput: widgets.UnfoldBooleanWidget,
    forms.FileInput: widgets.UnfoldAdminFileFieldWidget,
    forms.ClearableFileInput: widgets.UnfoldAdminFileFieldWidget,  # the theme writes a file's name into its own box
}


class LinesField(forms.CharField):
    """A list of texts, written one a line."""

    widget = widgets.UnfoldAdminTextareaWidget

    def __init__(self, *, label: Any, help_text: Any = _ONE_A_LINE) -> None:
        super().__init__(label=label, required=False, help_text=help_text)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line for _number, line in self.numbered(value)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(self.numbered(initial)) != list(self.numbered(data))

    def numbered(self, value: Any) -> Iterator[tuple[int, str]]:
        """The lines that say something, each with its place in the text."""
        text = value if isinstance(value, str) else self.prepare_value(value or [])
        _NO_NULLS(text)
        return ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip())


def dressed(form: _Form) -> _Form:
    """The form with the looks of the admin."""
    for one in form.fields.values():
        kind = _WIDGETS.get(type(one.widget))
        if kind is None:
            continue
        fresh: Any = kind(attrs={**one.widget.attrs})
        if kind is widgets.UnfoldAdminTextInputWidget:
            fresh.input_type = one.widget.input_type  # a number, a time
        if hasattr(one.widget, "choices"):
            fresh.choices = one.widget.choices
        one.widget = fresh
    return form


class AddsByForm:
    """For a `ScopedAdmin` of rows that a service makes: its "add" asks by a form of ours. Owners and recruiters add."""

    add_title: Any
    add_button: Any
    admin_site: AdminSite
    opts: Options[Any]

    def new_form(self, request: HttpRequest, *given: Any) -> PageForm:
        raise NotImplementedError

    def make(self, request: HttpRequest, form: Any) -> Model:
        """The row that a valid form asks for, by the service. Raises `ApplicationError`."""
        raise NotImplementedError

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_write(request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not may_write(request):
            raise PermissionDenied
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = dressed(self.new_form(request, *given))
        made = self._made(request, form) if request.method == "POST" and form.is_valid() else None
        return self._form_page(request, form) if made is None else redirect(self._address_of("change", made.pk))

    def _made(self, request: HttpRequest, form: PageForm) -> Model | None:
        """The new row, or None with the sentences in the form."""
        try:
            return self.make(request, form)
        except ApplicationError as error:
            form.take_errors(error)
            return None

    def _form_page(self, request: HttpRequest, form: PageForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": self.add_title,
            "button": self.add_button,
            "cancel": self._address_of("changelist"),
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/form_page.html", context, status=400 if form.errors else 200)

    def _address_of(self, kind: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{kind}", args=args)
