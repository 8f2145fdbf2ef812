"""The words of an organization's mails."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from common import clock
from common.errors import InvalidInput
from interviews.inviting.texts import Words, built_in, placeholders_of, unknown_placeholders
from interviews.models import MessageTemplate

_LONGEST = {"subject": 200, "body": 5000}


def words_of(organization_id: int, *, kind: str, language: str) -> Words:
    """The organization's own words for a mail, else those that are built in."""
    own = MessageTemplate.objects.filter(organization_id=organization_id, kind=kind, language=language).first()
    return Words(own.subject, own.body) if own else built_in(kind, language)


def checked_words(*, kind: str, subject: str, body: str) -> Words:
    """Raises `InvalidInput`: empty, too long, a line break in the subject, an unknown placeholder (named)."""
    errors: dict[str, list[str]] = {}
    given = {"subject": subject.strip(), "body": body.replace("\r\n", "\n").strip()}
    for name, text in given.items():
        if problem := _problem_with(text, kind=kind, longest=_LONGEST[name]):
            errors[name] = [problem]
    if any(not sign.isprintable() for sign in given["subject"]):
        errors["subject"] = [_("The subject is one line.")]
    if errors:
        raise InvalidInput(errors=errors)
    return Words(**given)


@transaction.atomic
def save_message(
    *, organization: Organization, actor: User, kind: str, language: str, subject: str, body: str
) -> MessageTemplate:
    """Use these words from now on; the built-in ones again need no row. Raises `InvalidInput`."""
    words = checked_words(kind=kind, subject=subject, body=body)
    values = {"subject": words.subject, "body": words.body, "updated_by": actor, "updated_at": clock.now()}
    template, _made = MessageTemplate.objects.update_or_create(
        organization=organization, kind=kind, language=language, defaults=values
    )
    return template


def reset_message(*, organization: Organization, kind: str, language: str) -> None:
    """Go back to the built-in words."""
    MessageTemplate.objects.filter(organization=organization, kind=kind, language=language).delete()


def _problem_with(text: str, *, kind: str, longest: int) -> str:
    if not text:
        return _("This field is required.")
    if len(text) > longest:
        return _("At most %(count)s characters.") % {"count": longest}
    if unknown := unknown_placeholders(text, kind=kind):
        known = ", ".join(f"{{{name}}}" for name in placeholders_of(kind))
        names = ", ".join(f"{{{name}}}" for name in unknown)
        return _("%(names)s means nothing here. Known are: %(known)s.") % {"names": names, "known": known}
    return ""
