"""The rows of the trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from common.audit.enums import Verb
from common.naming import Called, name_in
from common.tenancy import ScopedQuerySet

_hides: list[Callable[[Any], models.Q]] = []


def hides_entries(rule: Callable[[Any], models.Q]) -> Callable[[Any], models.Q]:
    """Decorator, for apps to the right: the rule tells which entries a member must not know yet."""
    _hides.append(rule)
    return rule


class TrailQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        """Members who see the whole of their organization, but for what they must not know yet (`hides_entries`).
        Others read the trail of what they may know of on its page."""
        if getattr(actor, "is_superuser", False):
            return self
        if not getattr(actor, "is_authenticated", False) or not getattr(actor, "is_enterprise", False):
            return self.none()
        found = self.filter(organization_id__in=actor.whole_organization_ids)
        for rule in _hides:
            found = found.exclude(rule(actor))
        return found

    def delete(self) -> Any:
        raise TypeError("the trail is never deleted")

    def update(self, **fields: Any) -> int:
        raise TypeError("the trail is never changed")


class TrailEntry(models.Model):
    """``about`` is the public id of the interview or position it belongs to, ``subject`` that of the very thing where
    that is another (a comment, a reviewer). ``facts`` hold keys, numbers and ids, never words of or about a person:
    an entry outlives what it tells of."""

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+", verbose_name=_("Organization")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Who"),
        help_text=_("nobody: the product itself, or an application"),
    )
    application_id = models.CharField(_("Application"), max_length=40, blank=True)
    verb = models.CharField(_("What"), max_length=30, choices=Verb)
    about = models.CharField(_("About"), max_length=40)
    subject = models.CharField(_("Of"), max_length=60, blank=True)
    facts = models.JSONField(_("Facts"), default=dict, blank=True)
    at = models.DateTimeField(_("At"), default=clock.now)

    objects = TrailQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail")
        indexes = [
            models.Index(fields=["about", "-at", "-id"], name="trail_of_a_thing"),
            models.Index(fields=["organization", "-at", "-id"], name="trail_of_organization"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(verb__in=Verb.values), name="trail_verb_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_verb_display())

    def who(self, names: Mapping[str, Called]) -> str:
        """The person, the application, or the application in the person's name; empty: the product itself. ``names``
        are of `common.naming`; without one the application's id stands for it."""
        application = name_in(names, self.application_id)
        return " · ".join(name for name in (self.actor.username if self.actor else "", application) if name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("the trail is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("the trail is never deleted")
