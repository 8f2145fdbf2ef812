"""What an application may do at a view. People have roles instead; their tokens carry no scopes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.errors import NotAllowed

READS = frozenset({"GET", "HEAD", "OPTIONS"})


class ScopeMissing(NotAllowed):
    template = _("This application needs the scope %(scope)s.")

    def __init__(self, *, scope: str) -> None:
        super().__init__(scope=scope)
        self.scope = scope


class PeopleOnly(NotAllowed):
    template = _("This is for people who have signed in, not for applications.")


def scope_of(view: Any, method: str) -> str | None:
    """The scope an application needs there; None where none may enter."""
    scope = view.read_scope if method in READS else view.write_scope
    return str(scope) if scope else None


def demand_scope(request: Any, view: Any) -> None:
    """Raises `ScopeMissing` or `PeopleOnly` for an application that may not. People pass."""
    held = getattr(request.auth, "held_scopes", None)
    if held is None:
        return
    needed = scope_of(view, request.method)
    if needed is None:
        raise PeopleOnly
    if needed not in held:
        raise ScopeMissing(scope=needed)
