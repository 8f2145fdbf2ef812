"""Forms of the account pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.rules import PASSWORD_MAX, PASSWORD_MIN
from common.pages.forms import PageForm

_RULE = _("6 to 20 characters")


class Password(forms.CharField):
    """What is typed is kept as it is, spaces too; ``new`` says for password managers that one is being chosen."""

    def __init__(self, *, new: bool = False, **options: Any) -> None:
        attrs = {"autocomplete": "new-password" if new else "current-password"}
        if new:
            attrs |= {"minlength": str(PASSWORD_MIN), "maxlength": str(PASSWORD_MAX)}
            options.setdefault("help_text", _RULE)
        options.setdefault("label", _("Password"))
        super().__init__(strip=False, max_length=200, widget=forms.PasswordInput(attrs=attrs), **options)


class LoginForm(PageForm):
    email = forms.CharField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = Password()


class SignUpForm(PageForm):
    role = forms.ChoiceField(label=_("I am"), choices=Role.choices, initial=Role.CANDIDATE)
    organization_name = forms.CharField(
        label=_("Name of the company"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    username = forms.CharField(
        label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = Password(new=True)

    def __init__(self, *args: Any, with_password: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_password:
            del self.fields["password"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("role") == Role.ENTERPRISE and not given.get("organization_name"):
            self.add_error("organization_name", _("Please give the name of the company."))
        return given


class NewPasswordForm(PageForm):
    new_password = Password(new=True, label=_("New password"))


class PasswordChangeForm(NewPasswordForm):
    old_password = Password(label=_("Present password"))
    field_order = ["old_password", "new_password"]


class PasswordResetForm(PageForm):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


class ApplicationForm(PageForm):
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("For example the system that will read your interviews.")
    )
