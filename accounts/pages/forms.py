"""Forms of the account pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import MemberRole, Role, Scope
from accounts.models import default_scopes
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


class ScopesField(forms.MultipleChoiceField):
    """What an application may do."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Scopes"),
            choices=[(scope.value, scope.label) for scope in Scope],
            initial=default_scopes,
            error_messages={"required": _("Choose at least one scope.")},
        )


class ScopesForm(PageForm):
    scopes = ScopesField()


class ApplicationForm(PageForm):
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("For example the system that will read your interviews.")
    )
    scopes = ScopesField()


class CodeForm(PageForm):
    """A code of the authenticator app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class JoinForm(PageForm):
    username = forms.CharField(
        label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = Password(new=True)


class InviteForm(PageForm):
    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices, initial=MemberRole.RECRUITER)


def _text(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}))


class OrganizationForm(PageForm):
    name = forms.CharField(label=_("Name of the company"), max_length=200)
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, at most 2 MB. A wide picture on a transparent or white ground looks best."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    opening_text_zh = _text(_("Opening text in Chinese"))
    opening_text_en = _text(_("Opening text in English"))
    closing_text_zh = _text(_("Closing text in Chinese"))
    closing_text_en = _text(_("Closing text in English"))
    requires_second_factor = forms.BooleanField(
        label=_("Every member signs in with a second factor"),
        required=False,
        help_text=_("Members without one are led to its set-up with their next step."),
    )
